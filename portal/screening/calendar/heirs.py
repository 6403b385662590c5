"""What becomes of the open disputes of a unit that was closed: they count at its successor, or at the street above it."""

from __future__ import annotations

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.disputes.actions import standing
from portal.disputes.models import Dispute, DisputeStep
from portal.standards.working_days import ONE_DAY
from portal.units.models import Unit
from portal.units.queries import street_above, successor_of

PAPER_NOTE = "{name}撤销，由承接单位继续办理"
_ADDS_UNIT = ("found", "moved_in", "reopened")


def hand_over_closed() -> int:
    """Lead every open dispute on that still counts at a unit whose last day has passed; gives how many."""
    today = clock.today()
    closed = session.scalars(
        select(Unit).where(Unit.kind.in_(("community", "street")), Unit.valid_to < today).order_by(Unit.id)
    )
    return sum(_lead_on(unit) for unit in list(closed))


def _lead_on(unit: Unit) -> int:
    heir = successor_of(unit) or street_above(unit.id, unit.valid_to)
    if heir is None or heir.id == unit.id or unit.valid_to is None:
        return 0
    statement = (
        select(Dispute)
        .join(DisputeStep)
        .where(
            DisputeStep.unit_id == unit.id,
            DisputeStep.kind.in_(_ADDS_UNIT),
            DisputeStep.struck_at.is_(None),
            Dispute.state == "open",
        )
        .order_by(Dispute.id)
        .distinct()
    )
    led = [one for one in session.scalars(statement) if standing.unit_now(one) == unit.id]
    note = PAPER_NOTE.format(name=unit.name_on(unit.valid_to))
    for one in led:
        standing.inherit(one, unit_id=heir.id, on=unit.valid_to + ONE_DAY, note=note)
    return len(led)
