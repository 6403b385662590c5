"""Finding reports of statistics and registers that come in, within sight."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.mediation.queries import LARGEST_KEY, in_sight
from portal.mediation.registers import statistics
from portal.mediation.registers.models import StatisticsReport

MOST = 100


def _seen(actor: Actor) -> ColumnElement[bool]:
    return in_sight(actor, StatisticsReport.unit_id)


def get_report(actor: Actor, report_id: int) -> StatisticsReport:
    """One report of a unit in sight; raises Forbidden or NotFound."""
    actor.must(statistics.READ)
    statement = select(StatisticsReport).where(StatisticsReport.id == report_id, _seen(actor))
    found = session.scalars(statement).first() if 0 < report_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_reports(actor: Actor) -> list[StatisticsReport]:
    """The reports of the units in sight, the newest period first."""
    actor.must(statistics.READ)
    statement = select(StatisticsReport).where(_seen(actor))
    order = (StatisticsReport.last.desc(), StatisticsReport.id.desc())
    return list(session.scalars(statement.order_by(*order).limit(MOST)))
