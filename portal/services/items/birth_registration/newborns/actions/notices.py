"""At the counter: a hospital's notice is entered or imported, its mother found or chosen, the visit sent to her community."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.residents.numbers import number_index
from portal.services.actions.moves import read_reason
from portal.services.items.birth_registration.models import NewbornChild, NewbornNotice, NewbornVisit
from portal.services.items.birth_registration.newborns.actions.stopping import stop_notice
from portal.services.items.birth_registration.newborns.matching import find_mother
from portal.services.items.birth_registration.newborns.notice import NoticeFacts, check_notice
from portal.services.items.birth_registration.newborns.queries import known_events
from portal.services.queries.applications import unit_in_sight

RIGHT = "services.record_newborn"
DAYS = settings.define(
    "birth_registration.visit_days",
    "integer",
    7,
    N_("新生儿走访期限（天）"),
    N_("生育登记"),
    hint=N_("从派单之日起的自然日。"),
    minimum=1,
    maximum=90,
)
VISITING_KINDS = ("community", "grid")


def record_newborn(actor: Actor, *, unit_id: int, facts: NoticeFacts) -> NewbornNotice:
    """Enter a hospital's notice (推送) and look for the mother; a loss, or a family that wants no visit, ends it at once.

    Children of one birth are rows of one notice, however alike. Raises RuleBroken at the facts' fields, or at
    `event_number` when the event was entered before.
    """
    actor.must(RIGHT)
    unit = unit_in_sight(actor, unit_id)
    checked = check_notice(facts, clock.today())
    if known_events(unit.id, [checked.event_number]):
        raise RuleBroken("event_number", N_("事件编号%(number)s已经登记过。"), number=checked.event_number)
    notice = NewbornNotice(
        unit_id=unit.id,
        event_number=checked.event_number,
        hospital=checked.hospital,
        born_on=checked.born_on,
        born_at=checked.born_at,
        mother_name=checked.mother_name,
        paper_kind=checked.paper_kind,
        number=checked.number or None,
        number_index=number_index(checked.number) if checked.number else None,
        phone=checked.phone or None,
        address=checked.address,
        is_opted_out=checked.is_opted_out,
        received_on=clock.today(),
        received_by=actor.account_id,
    )
    for place, child in enumerate(checked.children, start=1):
        state = "lost" if child.is_lost else "alive"
        notice.children.append(NewbornChild(sequence=place, sex=child.sex, weight=child.weight, state=state))
    _match(notice)
    session.add(notice)
    session.flush()
    audit.record(
        actor, RIGHT, notice, number=notice.event_number, match=notice.matching, children=len(notice.children)
    )
    if any(child.is_lost for child in checked.children):
        stop_notice(actor, notice, reason="loss")
    elif checked.is_opted_out:
        stop_notice(actor, notice, reason="opted_out")
    return notice


def import_newborns(
    actor: Actor, *, unit_id: int, births: Sequence[NoticeFacts]
) -> tuple[list[NewbornNotice], int]:
    """Enter every birth of a hospital's list that is not known yet; gives the new notices and how many were known before.

    All or nothing: the reading of the list has checked each of them already. Raises RuleBroken.
    """
    actor.must(RIGHT)
    known = known_events(unit_id, [one.event_number for one in births])
    made = [
        record_newborn(actor, unit_id=unit_id, facts=one) for one in births if one.event_number not in known
    ]
    return made, len(births) - len(made)


def choose_mother(
    actor: Actor, notice: NewbornNotice, *, version: int | None, resident: Resident
) -> NewbornNotice:
    """Say who the mother is, where the register left it open; raises RuleBroken after the visit was sent."""
    actor.must(RIGHT)
    _must_wait(notice, version)
    if resident.is_merged or resident.death_date is not None:
        raise RuleBroken("resident", N_("这条居民记录已并入另一条，或者已登记死亡，请核对。"))
    notice.mother, notice.matching, notice.state = resident, "chosen", "matched"
    session.flush()
    audit.record(actor, "services.choose_mother", notice, resident=resident.id)
    return notice


def match_again(actor: Actor, notice: NewbornNotice, *, version: int | None) -> NewbornNotice:
    """Look once more, after the mother was registered or her record was corrected."""
    actor.must(RIGHT)
    _must_wait(notice, version)
    _match(notice)
    session.flush()
    audit.record(actor, "services.choose_mother", notice, match=notice.matching)
    return notice


def dispatch_visit(
    actor: Actor, notice: NewbornNotice, *, version: int | None, unit_id: int, on: dt.date | None = None
) -> NewbornVisit:
    """Send the one visit of a birth (派单) to a community in the actor's sight, or again after it was returned.

    Raises RuleBroken at `unit_id`, and where contact was stopped or the mother is not known yet.
    """
    actor.must("services.dispatch_visit")
    notice.expect_version(version)
    visit = notice.visit
    is_again = visit is not None and visit.state == "returned"
    if notice.state != "matched" and not is_again:
        raise RuleBroken(None, N_("现在不能派单：须先找到产妇，且没有停止联系。"))
    unit = unit_in_sight(actor, unit_id)
    if unit.kind not in VISITING_KINDS:
        raise RuleBroken("unit_id", N_("请选择社区或网格。"))
    day = on or clock.today()
    due = day + dt.timedelta(days=int(settings.value(DAYS.key, on=day, unit_id=notice.unit_id)))
    if visit is None:
        visit = NewbornVisit(notice=notice)
        session.add(visit)
    visit.unit_id, visit.dispatched_on, visit.dispatched_by = unit.id, day, actor.account_id
    visit.due_on, visit.state, visit.result, visit.ended_on = due, "open", "", None
    notice.state = "dispatched"
    notice.touch()
    session.flush()
    audit.record(actor, "services.dispatch_visit", visit, unit=unit.code, due=due)
    return visit


def refer_newborn(actor: Actor, notice: NewbornNotice, *, version: int | None, reason: str) -> NewbornNotice:
    """The mother lives elsewhere: write down to whom it was passed on (转出), and end it here. Raises RuleBroken at `reason`."""
    actor.must(RIGHT)
    notice.expect_version(version)
    returned = notice.visit is not None and notice.visit.state == "returned"
    if notice.state not in {"received", "matched"} and not returned:
        raise RuleBroken(None, N_("这份通知现在不能转出。"))
    notice.state, notice.state_note = "referred", read_reason(reason)[:300]
    session.flush()
    audit.record(actor, "services.refer_newborn", notice, reason=notice.state_note)
    return notice


def _match(notice: NewbornNotice) -> None:
    found = find_mother(name=notice.mother_name, paper_kind=notice.paper_kind, number=notice.number or "")
    notice.matching = found.kind
    notice.mother = found.residents[0] if found.kind == "unique" else None
    notice.state = "matched" if notice.mother is not None else "received"


def _must_wait(notice: NewbornNotice, version: int | None) -> None:
    notice.expect_version(version)
    if notice.state not in {"received", "matched"}:
        raise RuleBroken(None, N_("已经派单、转出或停止联系，不能再改产妇。"))
