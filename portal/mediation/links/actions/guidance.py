"""联街: the judges and prosecutors whose place of contact the street is, and their visits for guidance. They settle nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.mediation.actions.moves import note_event
from portal.mediation.links.kinds import ORGANS
from portal.mediation.links.models import GuidanceVisit, GuidedCase, LinkPerson
from portal.mediation.links.people import street_of
from portal.mediation.links.reading import must_be_past, read_word
from portal.mediation.models import MediationCase

MOST_CASES = 50


def add_person(
    actor: Actor, *, organ: str, body: str, name: str, valid_from: dt.date, post: str = ""
) -> LinkPerson:
    """Enter a judge or prosecutor for the street of the actor. Raises RuleBroken at the field."""
    actor.must("mediation.record_guidance")
    if organ not in ORGANS:
        raise RuleBroken("organ", N_("请从所列选项中选择。"))
    person = LinkPerson(
        unit_id=street_of(actor).id,
        organ=organ,
        body=read_word(body, "body", 100, wanted=True),
        name=read_word(name, "name", 100, wanted=True),
        post=read_word(post, "post", 60),
        valid_from=valid_from,
        entered_by=actor.account_id,
    )
    session.add(person)
    session.flush()
    audit.record(actor, "mediation.add_person", person, organ=organ, day=valid_from)
    return person


def end_person(actor: Actor, person: LinkPerson, *, version: int | None, on: dt.date) -> LinkPerson:
    """The street is no longer the person's place of contact after this day. Raises RuleBroken at `on`, Conflict."""
    actor.must("mediation.record_guidance")
    person.expect_version(version)
    if on < person.valid_from:
        raise RuleBroken("on", N_("日期不能早于开始联系的日期。"))
    person.valid_to = on
    session.flush()
    audit.record(actor, "mediation.end_person", person, day=on)
    return person


def record_guidance(
    actor: Actor,
    *,
    person: LinkPerson,
    visited_on: dt.date,
    content: str,
    place: str = "",
    cases: Sequence[MediationCase] = (),
) -> GuidanceVisit:
    """Enter a visit with what it was about and the cases that were guided. Raises RuleBroken at the field."""
    actor.must("mediation.record_guidance")
    if person.unit_id != street_of(actor).id:
        raise NotFound
    must_be_past(visited_on, "visited_on")
    if not person.serves_on(visited_on):
        raise RuleBroken("visited_on", N_("这一天%(name)s不以本街道为联系点。"), name=person.name)
    if len(cases) > MOST_CASES:
        raise RuleBroken("case_ids", N_("最多选 %(most)s 件。"), most=MOST_CASES)
    visit = GuidanceVisit(
        unit_id=person.unit_id,
        person=person,
        visited_on=visited_on,
        place=read_word(place, "place", 100),
        entered_by=actor.account_id,
    )
    visit.content = read_word(content, "content", 2000, wanted=True)
    visit.guided = [GuidedCase(case=case) for case in cases]
    session.add(visit)
    session.flush()
    for case in cases:
        note_event(actor, case, verb="guide_case", day=visited_on, note=f"{person.body} {person.name}")
    audit.record(actor, "mediation.record_guidance", visit, day=visited_on, cases=len(cases))
    return visit
