"""Saying on reports in force that their ground has moved: one statement each, and no new version of what somebody is signing."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, or_, select, update

from portal.db import session
from portal.screening.kinds import IN_FORCE, STREET_PERIODS
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.units.queries import street_above


def mark_moved(unit_id: int, since: dt.date) -> None:
    """A dispute of this unit changed on a day: its reports and those of its streets that end on or after it are marked."""
    above = {street.id for street in (street_above(unit_id, since), street_above(unit_id)) if street}
    streets = select(ReportDuty.street_id).where(ReportDuty.unit_id == unit_id, ReportDuty.last >= since)
    _mark(
        ReportDuty.last >= since,
        or_(ReportDuty.unit_id.in_({unit_id, *above}), ReportDuty.unit_id.in_(streets)),
    )


def mark_streets(duty: ReportDuty) -> None:
    """Another edition of a unit's report is in force now, or none: the street's reports that rest on that period are marked."""
    _mark(
        ReportDuty.unit_id == duty.street_id,
        ReportDuty.kind.in_(sorted(STREET_PERIODS)),
        ReportDuty.first <= duty.last,
        ReportDuty.last >= duty.last,
    )


def _mark(*which: ColumnElement[bool]) -> None:
    session.execute(
        update(ScreeningReport)
        .where(
            ScreeningReport.duty_id.in_(select(ReportDuty.id).where(*which)),
            ScreeningReport.state.in_(IN_FORCE),
            ScreeningReport.ground_moved_at.is_(None),
        )
        .values(ground_moved_at=moment())
        .execution_options(synchronize_session="fetch")
    )
