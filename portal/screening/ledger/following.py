"""What follows from what happens to a dispute elsewhere: one that is found is somebody's to answer for, one that moves gets a new
body, a level that rises brings its limit with it. Called inside the transaction of whoever did it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import Dispute, DisputeStep
from portal.screening.ledger.queries import care_of, cares_of
from portal.screening.ledger.scale import level_of, limit_from, visit_from
from portal.screening.ledger_models import DisputeCare
from portal.units.queries import get_unit


def follow_steps(actor: Actor | None, steps: Sequence[DisputeStep]) -> None:
    """A dispute was found, moved to another unit, or opened again; who answers for them is read in one go."""
    told = [one for one in steps if one.struck_at is None and one.kind in ("found", "moved_in", "reopened")]
    cares = cares_of({step.dispute_id for step in told})
    for step in told:
        care = cares.get(step.dispute_id)
        if step.kind in ("found", "moved_in"):
            if care is not None:
                _entrust(care, step.unit_id)
            elif step.dispute.is_screened and actor is not None:
                cares[step.dispute_id] = begin_care(actor, step.dispute, unit_id=step.unit_id)
        elif step.kind == "reopened" and care is not None:
            care.suspended_on, care.suspended_because = None, ""
            _count_from(care, step.dispute, step.on)
    session.flush()


def follow_risk(actor: Actor, dispute: Dispute, before: str) -> None:
    """The level changed: a higher one shortens the limit from today on, a lower one lets it run as long as its own. A limit that
    was set for a reason is shortened too, and never made longer; the visits follow in either case."""
    level = level_of(dispute.risk, dispute.unit_id)
    care = care_of(dispute)
    if care is None:
        if level.wants_leader and dispute.state == "open":
            begin_care(actor, dispute, unit_id=dispute.unit_id, since=clock.today())
        return
    if dispute.state != "open":
        return
    today = clock.today()
    stricter = level.days < level_of(before, dispute.unit_id).days
    due = limit_from(level, today if stricter else dispute.found_on)
    limit = care.limit_on or due.due
    longer = due.due > limit and not care.limit_because
    if care.limit_on is None or (due.due < limit if stricter else longer):
        care.limit_on, care.limit_is_provisional, care.limit_because = due.due, due.provisional, ""
    visit = visit_from(level, today)
    if visit is not None and (care.next_visit_on is None or visit < care.next_visit_on):
        care.next_visit_on = visit
    session.flush()


def begin_care(actor: Actor, dispute: Dispute, *, unit_id: int, since: dt.date | None = None) -> DisputeCare:
    """The unit where it counts answers for a dispute (属地管理); limit and visits by its level, from the day of the find."""
    care = DisputeCare(dispute=dispute, set_by=actor.account_id)
    _entrust(care, unit_id)
    _count_from(care, dispute, since or dispute.found_on)
    session.add(care)
    session.flush()
    return care


def _entrust(care: DisputeCare, unit_id: int) -> None:
    """Another body answers from now on; whom it names is its own affair."""
    if care.responsible_unit_id != unit_id:
        unit = get_unit(unit_id)
        care.responsible_unit_id, care.responsible_unit = unit.id, unit.name
        care.responsible_person = ""


def _count_from(care: DisputeCare, dispute: Dispute, start: dt.date) -> None:
    level = level_of(dispute.risk, dispute.unit_id)
    due = limit_from(level, start)
    care.limit_on, care.limit_is_provisional, care.limit_because = due.due, due.provisional, ""
    care.next_visit_on = visit_from(level, start)
