"""Reminding of reports that are soon due or late: noted once for each, whenever the scheduler runs again after it was off.

What the workbench shows is read at that moment; the note says since when the reader could have known.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, select

from portal import audit, settings
from portal.db import session
from portal.screening.calendar.actions.chasing import SOON
from portal.screening.kinds import IN_FORCE
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment

MOST = 2000


def remind(at: dt.datetime | None = None) -> int:
    """Note a reminder for every duty whose due time comes within the hours set, or has passed, and that nobody has filed."""
    now = at or moment()
    hours: dict[int, int] = {}
    filed = exists().where(ScreeningReport.duty_id == ReportDuty.id, ScreeningReport.state.in_(IN_FORCE))
    waiting = session.scalars(
        select(ReportDuty)
        .where(ReportDuty.reminded_at.is_(None), ReportDuty.due_at <= now + dt.timedelta(days=7), ~filed)
        .order_by(ReportDuty.due_at, ReportDuty.id)
        .limit(MOST)
    )
    count = 0
    for duty in waiting:
        street = duty.street_id
        if street not in hours:
            hours[street] = int(settings.value(SOON.key, unit_id=street))
        if duty.due_at > now + dt.timedelta(hours=hours[street]):
            continue
        duty.reminded_at = now
        audit.record(None, "screening.remind", duty, unit=duty.unit_id, period=duty.label)
        count += 1
    session.flush()
    return count
