"""The one function that changes a case's state: stamps the day, writes the event, notes it in the audit trail.

What must hold before is `life.require`; which verb does what besides is in the modules beside this one.
"""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.mediation.life import TRANSITIONS
from portal.mediation.models import CaseEvent, MediationCase

LONGEST_NOTE = 1000


def move(
    actor: Actor,
    case: MediationCase,
    *,
    verb: str,
    day: dt.date | None = None,
    note: str = "",
    document: Document | None = None,
) -> MediationCase:
    """Lead the case to where the verb leads. The guards have been asked already."""
    transition, came_from = TRANSITIONS[verb], case.state
    on = day or clock.today()
    if transition.target == "suspended":
        case.suspended_from = came_from
    case.state = transition.leads_to(case)
    if transition.date:
        setattr(case, transition.date, on)
    return note_event(actor, case, verb=verb, came_from=came_from, day=on, note=note, document=document)


def note_event(
    actor: Actor,
    case: MediationCase,
    *,
    verb: str,
    came_from: str | None = None,
    day: dt.date | None = None,
    note: str = "",
    document: Document | None = None,
) -> MediationCase:
    """Write one line of the case's history; one without `came_from` changed no state."""
    case.touch()
    session.flush()
    event = CaseEvent(
        case=case,
        verb=verb,
        from_state=case.state if came_from is None else came_from,
        to_state=case.state,
        day=day or clock.today(),
        account_id=actor.account_id,
        post_id=actor.post_id,
        actor_name=actor.name,
        note=note,
        document=document,
    )
    session.add(event)
    session.flush()
    audit.record(
        actor,
        f"mediation.{verb}",
        case,
        number=case.number or "",
        from_state=event.from_state,
        to_state=event.to_state,
        day=event.day,
        document=document.id if document else None,
    )
    return case


def read_reason(text: str, field: str = "reason") -> str:
    """A reason as it is kept; raises RuleBroken at `field` when there is none, or too much."""
    reason = text.strip()
    if not reason:
        raise RuleBroken(field, N_("请写明理由，会记入案件经过。"))
    if len(reason) > LONGEST_NOTE:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=LONGEST_NOTE)
    return reason
