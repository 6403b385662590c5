"""The two clocks of the house: real time for sessions, audit and jobs, and the office's day for ages, periods and years."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")

_fixed_day: dt.date | None = None


def fix_today(day: dt.date | None) -> None:
    """Fix the office's day (`PORTAL_TODAY`, for tests and training); None lets it follow the real one again."""
    global _fixed_day
    _fixed_day = day


def fixed_day_from_environment() -> dt.date | None:
    """The day named by `PORTAL_TODAY`, or None; raises ValueError for anything but an ISO date."""
    text = os.environ.get("PORTAL_TODAY", "").strip()
    return dt.date.fromisoformat(text) if text else None


def now() -> dt.datetime:
    """This instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def office_time(instant: dt.datetime | None = None) -> dt.datetime:
    """An instant (this one when None) as the office's wall clock shows it, in Asia/Shanghai."""
    return (instant or now()).astimezone(OFFICE_ZONE)


def today() -> dt.date:
    """The office's calendar day in Asia/Shanghai, or the fixed one."""
    return _fixed_day or office_time().date()


def is_ahead(instant: dt.datetime) -> bool:
    """Whether an instant is still to come: on the office's own day to five minutes, for the clocks of two machines differ;
    where the day is fixed elsewhere, by the day.
    """
    if instant <= now() + dt.timedelta(minutes=5):
        return False
    return office_time(instant).date() > today() or today() == office_time().date()
