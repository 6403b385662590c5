"""Investigations (调查记录): who asked whom, question and answer by line, finished with the paper for signatures on each page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.standing import void_document
from portal.errors import N_, RuleBroken
from portal.mediation.actions.moves import note_event
from portal.mediation.models import MediationCase
from portal.mediation.records import documents, queries, signing
from portal.mediation.records.choices import INVESTIGATORS, day_of, must_be_in_time, read_word
from portal.mediation.records.lines import Merged, Typed, check_lines, put_together, spoken
from portal.mediation.records.models import Investigation, Investigator
from portal.mediation.records.sums import must_agree
from portal.mediation.records.wording import note_words
from portal.mediation.states import OPEN, STATES

# What the form prints about the person asked, with the labels of its boxes (reference A.3 no. 6).
DETAILS = {
    "sex": N_("性别"),
    "age": N_("年龄"),
    "ethnic_group": N_("民族"),
    "job": N_("职业或职务"),
    "employer": N_("单位或住址"),
    "phone": N_("联系方式"),
    "relation": N_("与当事人的关系"),
}
LONGEST_DETAIL = 150


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The head of an investigation record: when, where, who asked, who was asked."""

    started_at: dt.datetime
    place: str
    asked_name: str
    mediators: Sequence[int]
    recorder: str
    ended_at: dt.datetime | None = None
    party_id: int | None = None
    cannot_read: bool = False
    details: Mapping[str, str] = field(default_factory=dict)


def open_investigation(
    actor: Actor, case: MediationCase, *, version: int | None, asking: Asking
) -> Investigation:
    """Begin a record of questioning one person. Raises RuleBroken before the acceptance and at the field, Conflict."""
    actor.must("mediation.mediate")
    case.expect_version(version)
    _case_must_be_open(case)
    made = Investigation(
        case=case,
        position=queries.next_position(Investigation, Investigation.case_id == case.id),
        entered_by=actor.account_id,
    )
    _fill(case, made, asking)
    session.add(made)
    session.flush()
    note_event(
        actor,
        case,
        verb="record_investigation",
        day=day_of(made.started_at),
        note=note_words("asking_opened", name=made.asked_name),
    )
    return made


def change_investigation(
    actor: Actor, one: Investigation, *, version: int | None, asking: Asking
) -> Investigation:
    """Change the head of a record that is not finished. Raises RuleBroken, Conflict."""
    _must_be_open(actor, one)
    one.expect_version(version)
    _fill(one.case, one, asking)
    one.touch()
    session.flush()
    audit.record(actor, "mediation.change_investigation", one.case, position=one.position)
    return one


def write_investigation(
    actor: Actor, one: Investigation, *, typed: Sequence[Typed], page: str, is_draft: bool = False
) -> Merged:
    """Keep what was typed, together with what others typed meanwhile (see `sessions.write_session`)."""
    _must_be_open(actor, one)
    check_lines(typed)
    if not is_draft:
        for number, line in enumerate(typed, 1):
            must_agree(line.what, "lines", number)
    merged = put_together(one.lines or [], typed, page=page)
    if merged.lines != (one.lines or []):
        one.lines = merged.lines
        one.touch()
        session.flush()
        audit.record(actor, "mediation.write_investigation", one.case, position=one.position)
    return merged


def finish_investigation(
    actor: Actor, one: Investigation, *, version: int | None, ended_at: dt.datetime
) -> Investigation:
    """End the record: the text stands still, and its paper is made. Raises RuleBroken at the field, Conflict."""
    _must_be_open(actor, one)
    one.expect_version(version)
    must_be_in_time(one.case, one.started_at, ended_at)
    if not spoken(one.lines):
        raise RuleBroken(None, N_("还没有记录内容，不能结束。请先写下问答。"))
    for number, line in enumerate(one.lines or [], 1):
        must_agree(line["what"], "lines", number)
    one.ended_at, one.finished_at, one.finished_by = ended_at, clock.now(), actor.account_id
    session.flush()
    one.document = documents.issue_investigation(actor, one)
    note_event(
        actor,
        one.case,
        verb="record_investigation",
        day=day_of(one.started_at),
        note=note_words("asking_finished", name=one.asked_name),
        document=one.document,
    )
    return one


def reopen_investigation(
    actor: Actor, one: Investigation, *, version: int | None, reason: str
) -> Investigation:
    """Open a finished record again: every signature is struck and the paper void, with the reason."""
    actor.must("mediation.mediate")
    one.expect_version(version)
    _case_must_be_open(one.case)
    if not one.is_finished:
        raise RuleBroken(None, N_("这份记录还没有结束，可以直接修改。"))
    reason = read_word(reason, "reason", 300)
    signing.strike(actor, one, reason)
    if one.document is not None and one.document.status == "valid":
        void_document(actor, one.document, reason=reason)
    one.finished_at = one.finished_by = one.document = one.ended_at = None
    session.flush()
    note_event(
        actor, one.case, verb="record_investigation", note=note_words("asking_reopened", reason=reason)
    )
    return one


def _fill(case: MediationCase, one: Investigation, asking: Asking) -> None:
    must_be_in_time(case, asking.started_at, asking.ended_at)
    offered = {mediator.id: mediator for mediator in queries.mediators_to_choose(case)}
    wanted = list(dict.fromkeys(asking.mediators))
    if any(key not in offered for key in wanted):
        raise RuleBroken("mediators", N_("所选的调解员不在本案，请重新勾选。"))
    least = settings.value(INVESTIGATORS.key, on=day_of(asking.started_at), unit_id=case.unit_id)
    if len(wanted) < least:
        raise RuleBroken(
            "mediators", N_("调查取证至少要有 %(least)s 名调解员，请先指派，再勾选。"), least=least
        )
    if asking.party_id is not None and asking.party_id not in {party.id for party in case.dispute.parties}:
        raise RuleBroken("party_id", N_("这不是本案的当事人。"))
    one.started_at, one.ended_at = asking.started_at, asking.ended_at
    one.place = read_word(asking.place, "place", 150)
    one.asked_name = read_word(asking.asked_name, "asked_name", 100)
    one.recorder = read_word(asking.recorder, "recorder", 100)
    one.party_id, one.cannot_read = asking.party_id, asking.cannot_read
    one.details = {
        key: read_word(asking.details.get(key, ""), key, LONGEST_DETAIL, wanted=False) for key in DETAILS
    }
    kept = [row for row in one.investigators if row.mediator_id in wanted]
    there = {row.mediator_id for row in kept}
    one.investigators = kept + [Investigator(mediator=offered[key]) for key in wanted if key not in there]


def _case_must_be_open(case: MediationCase) -> None:
    if case.accepted_on is None:
        raise RuleBroken(None, N_("这一案件还没有受理，不能记录调查。请先办理受理。"))
    if case.state not in OPEN:
        raise RuleBroken(None, N_("这一案件现在是“%(state)s”，记录不能再改。"), state=STATES[case.state])


def _must_be_open(actor: Actor, one: Investigation) -> None:
    actor.must("mediation.mediate")
    _case_must_be_open(one.case)
    if one.is_finished:
        raise RuleBroken(
            None, N_("这份记录已经结束，文字不能再改。确需修改的，请写明原因重新打开，签名会划去。")
        )
