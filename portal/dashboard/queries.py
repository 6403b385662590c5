"""What the dashboard counts itself: today's figures of a counter, what runs late by unit and item, years without a calendar.

Each figure is one statement, limited to the units that the reader may see. Figures are of units and items, never of staff.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from portal import clock
from portal.actor import Actor
from portal.almanac.models import CalendarYear
from portal.audit.models import AuditHead
from portal.db import session
from portal.documents.models import RenderTask
from portal.services.limits import working_days_left
from portal.services.models import Application, Enquiry, ServiceItem
from portal.services.states import RUNNING
from portal.units.queries import list_units, within_scope

# The notice for a year comes out in October or November of the year before.
LOOKS_AHEAD = dt.timedelta(days=60)


def list_provisional_years(on: dt.date | None = None) -> list[int]:
    """The years that deadlines fall in today or within two months and whose official calendar is not entered yet."""
    day = on or clock.today()
    wanted = sorted({day.year, (day + LOOKS_AHEAD).year})
    known = set(session.scalars(select(CalendarYear.year).where(CalendarYear.year.in_(wanted))))
    return [year for year in wanted if year not in known]


@dataclass(frozen=True)
class CounterFigures:
    """What a counter did on one day."""

    applied: int = 0
    accepted: int = 0
    decided: int = 0
    collected: int = 0
    enquiries: int = 0


def count_counter(actor: Actor, on: dt.date | None = None) -> CounterFigures:
    """The day's figures of the units that the actor may see; voided acceptances are not counted."""
    day = on or clock.today()
    columns = {
        "applied": Application.applied_on,
        "accepted": Application.accepted_on,
        "decided": Application.decided_on,
        "collected": Application.collected_on,
    }
    counts = [func.count().filter(column == day).label(name) for name, column in columns.items()]
    row = session.execute(
        select(*counts).where(
            within_scope(actor, Application.unit_id),
            Application.state.not_in(("voided", "discarded")),
            or_(*(column == day for column in columns.values())),
        )
    ).one()
    enquiries = select(func.count(Enquiry.id)).where(Enquiry.day == day, within_scope(actor, Enquiry.unit_id))
    return CounterFigures(
        **{name: int(getattr(row, name)) for name in columns}, enquiries=session.scalar(enquiries) or 0
    )


@dataclass(frozen=True)
class LateLine:
    """How one item stands at one unit."""

    unit: str
    item: str
    running: int
    due_today: int
    overdue: int
    oldest: dt.date | None

    @property
    def left(self) -> int | None:
        """Working days left until the oldest overdue day, negative; None where nothing is overdue."""
        return working_days_left(self.oldest) if self.oldest else None


def list_late(actor: Actor, on: dt.date | None = None) -> list[LateLine]:
    """What runs, is due on a day and is overdue, by unit and item; the most overdue first. Nothing is told of staff."""
    day = on or clock.today()
    overdue = func.count().filter(Application.due_on < day)
    statement = (
        select(
            Application.unit_id,
            ServiceItem.name,
            func.count(),
            func.count().filter(Application.due_on == day),
            overdue,
            func.min(Application.due_on).filter(Application.due_on < day),
        )
        .join(ServiceItem)
        .where(Application.state.in_(RUNNING), within_scope(actor, Application.unit_id))
        .group_by(Application.unit_id, ServiceItem.id, ServiceItem.name)
        .order_by(overdue.desc(), Application.unit_id, ServiceItem.name)
    )
    names = {unit.id: unit.name_on(day) for unit in list_units(ended=True)}
    return [LateLine(names[unit_id], *rest) for unit_id, *rest in session.execute(statement)]


def count_papers(state: str) -> int:
    """How many papers wait for the render worker (`pending`) or could not be made (`failed`)."""
    return session.scalar(select(func.count(RenderTask.id)).where(RenderTask.state == state)) or 0


def last_link() -> int:
    """The number of the last link of the audit chain."""
    return session.scalar(select(AuditHead.sequence)) or 0
