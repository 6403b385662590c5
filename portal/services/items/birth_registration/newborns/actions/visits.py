"""By the community: the visit and what came of it, what the family needs until each of it is done, and the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document, record_print
from portal.documents.models import DocumentPrint
from portal.errors import N_, RuleBroken
from portal.services.actions.moves import must_hold_no_number
from portal.services.items.birth_registration import documents, papers
from portal.services.items.birth_registration.models import NewbornNeed, NewbornVisit
from portal.services.items.birth_registration.newborns.actions.stopping import must_not_be_stopped
from portal.services.items.birth_registration.words import NEED_STATES, NEEDS, VISIT_RESULTS

LONGEST_NOTE = 500
# 户口登记条例 art. 7: within one month of the birth; the others have no limit that the portal knows.
HUKOU_DAYS = 30


def record_visit(
    actor: Actor,
    visit: NewbornVisit,
    *,
    version: int | None,
    result: str,
    visited_on: dt.date | None = None,
    needs: Collection[str] = (),
    note: str = "",
) -> NewbornVisit:
    """What came of the visit (走访结果). At home with needs it is followed up; without any, or declined, it ends.

    Moved away or not of this area, it goes back to the street. Raises RuleBroken at `result`, `visited_on`, `needs` or
    `note`, and with the neutral sentence for a visit that was stopped.
    """
    actor.must("services.record_visit")
    must_not_be_stopped(visit)
    visit.expect_version(version)
    if visit.state != "open":
        raise RuleBroken(None, N_("这次走访已经登记过结果。"))
    if result not in VISIT_RESULTS:
        raise RuleBroken("result", N_("请选择走访结果。"))
    day = visited_on or clock.today()
    if not visit.dispatched_on <= day <= clock.today():
        raise RuleBroken("visited_on", N_("走访日期须在派单之日到今天之间。"))
    wanted = list(dict.fromkeys(needs))
    if wanted and (result != "home" or not set(wanted) <= set(NEEDS)):
        raise RuleBroken("needs", N_("只有在家走访的，才登记协助事项。"))
    visit.result, visit.visited_on, visit.note = result, day, _note(note)
    visit.visited_by, visit.visitor = actor.account_id, actor.name
    for code in wanted:
        due = visit.notice.born_on + dt.timedelta(days=HUKOU_DAYS) if code == "hukou" else None
        visit.needs.append(NewbornNeed(code=code, due_on=due))
    _lead_on(visit)
    session.flush()
    audit.record(actor, "services.record_visit", visit, outcome=result, need=wanted)
    return visit


def settle_need(
    actor: Actor,
    visit: NewbornVisit,
    *,
    version: int | None,
    code: str,
    state: str,
    on: dt.date | None = None,
    note: str = "",
) -> NewbornVisit:
    """One thing that the family needed is done, or no longer wanted; the last one ends the follow-up. Raises RuleBroken."""
    actor.must("services.settle_need")
    must_not_be_stopped(visit)
    visit.expect_version(version)
    need = next((one for one in visit.needs if one.code == code), None)
    if visit.state != "visited" or need is None or need.state != "open":
        raise RuleBroken(None, N_("这个协助事项已经办过，或者没有登记。"))
    if state not in NEED_STATES or state == "open":
        raise RuleBroken("state", N_("请选择办理结果。"))
    day = on or clock.today()
    if visit.visited_on is None or not visit.visited_on <= day <= clock.today():
        raise RuleBroken("on", N_("办理日期须在走访之日到今天之间。"))
    need.state, need.done_on, need.note = state, day, _note(note)[:300]
    if all(one.state != "open" for one in visit.needs):
        _end(visit)
    visit.touch()
    session.flush()
    audit.record(actor, "services.settle_need", visit, need=code, outcome=state)
    return visit


def close_visit(actor: Actor, visit: NewbornVisit, *, version: int | None, note: str) -> NewbornVisit:
    """End the follow-up although something is still open (the family moved on); raises RuleBroken at `note` without a reason."""
    actor.must("services.settle_need")
    must_not_be_stopped(visit)
    visit.expect_version(version)
    if visit.state != "visited":
        raise RuleBroken(None, N_("只有跟办中的走访可以提前办结。"))
    if not note.strip():
        raise RuleBroken("note", N_("请写明理由。"))
    visit.note = _note(f"{visit.note} {note}")
    for need in visit.needs:
        if need.state == "open":
            need.state, need.done_on = "dropped", clock.today()
    _end(visit)
    session.flush()
    audit.record(actor, "services.settle_need", visit, outcome="closed")
    return visit


def reveal_contact(actor: Actor, visit: NewbornVisit) -> str:
    """The mother's whole phone, for whoever goes there; noted in the trail without the number. Raises RuleBroken."""
    actor.must("services.reveal_contact")
    must_not_be_stopped(visit)
    if visit.state not in {"open", "visited"}:
        raise RuleBroken(None, N_("走访已经结束，不再显示电话。"))
    audit.record(actor, "services.reveal_contact", visit)
    return visit.notice.phone or ""


def print_visit(actor: Actor, visit: NewbornVisit) -> DocumentPrint:
    """Print the form that is taken along (走访表), made on first use; each printing is counted. Raises RuleBroken."""
    actor.must("services.record_visit")
    must_not_be_stopped(visit)
    if visit.document is None or visit.document.status != "valid":
        visit.document = issue_document(
            actor,
            kind=papers.VISIT,
            facts=documents.visit_form(visit),
            unit_id=visit.unit_id,
            subject=visit,
        )
        session.flush()
    return record_print(actor, visit.document)


def _lead_on(visit: NewbornVisit) -> None:
    if visit.result in {"moved", "elsewhere"}:
        visit.state, visit.ended_on = "returned", clock.today()
    elif visit.needs:
        visit.state = "visited"
    else:
        visit.notice.is_opted_out = visit.result == "declined"
        _end(visit)
    visit.notice.touch()


def _end(visit: NewbornVisit) -> None:
    visit.state, visit.ended_on = "closed", clock.today()
    visit.notice.state = "closed"


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", N_("最多 %(longest)s 个字。"), longest=LONGEST_NOTE)
    must_hold_no_number(note, "note")
    return note
