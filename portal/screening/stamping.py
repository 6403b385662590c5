"""The instant at which a report is filed: it never runs backwards, for a clock set back must make no late report punctual."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from portal.db import session
from portal.errors import N_, RuleBroken
from portal.screening.freezing import report_in_force
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import at_hour
from portal.standards.working_days import ONE_DAY

# Within so much two nodes' clocks may differ; more is told on the paper.
TOLERANCE = dt.timedelta(minutes=5)


def stamp(at: dt.datetime) -> tuple[dt.datetime, bool]:
    """When a report that is filed at `at` counts as filed, and whether the clock stood behind the newest report by more
    than `TOLERANCE`."""
    newest = session.scalar(select(func.max(ScreeningReport.filed_at)))
    if newest is None or at >= newest:
        return at, False
    return newest, newest - at > TOLERANCE


def as_of(at: dt.datetime, last: dt.date) -> dt.datetime | None:
    """The instant up to which the figures go (截至) where the period is not over yet, else None."""
    return at if at < at_hour(last + ONE_DAY, dt.time(0)) else None


def seconds_late(filed_at: dt.datetime, due_at: dt.datetime) -> int:
    """By how many seconds a report came after its due time; 0 for a punctual one."""
    return max(0, int((filed_at - due_at).total_seconds()))


def lacks_late_reason(duty: ReportDuty, reason: str, at: dt.datetime) -> bool:
    """Whether a report of this duty at an instant would be its first, comes late, and says nothing of why."""
    return not reason.strip() and seconds_late(at, duty.due_at) > 0 and report_in_force(duty) is None


def must_explain_lateness(duty: ReportDuty, reason: str, at: dt.datetime) -> None:
    """A first report after its due time says why; raises RuleBroken at `late_reason`."""
    if lacks_late_reason(duty, reason, at):
        raise RuleBroken("late_reason", N_("已过报送期限，仍然可以报，记为迟报。请写明迟报的原因。"))
