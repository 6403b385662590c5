"""Dates and times as running Chinese text writes them: no leading zeros in dates, 24 hours, the office's own time zone.

Machines get ISO 8601 from `isoformat()`, which needs nothing from here.
"""

from __future__ import annotations

import datetime as dt

from portal.clock import OFFICE_ZONE

WEEKDAYS = "一二三四五六日"


def chinese_date(day: dt.date) -> str:
    """2026年11月22日 (GB/T 9704-2012, 7.3.5.4: Arabic figures, month and day without a leading zero).

    An instant is read in Asia/Shanghai; a naive datetime raises ValueError, because its day is anybody's guess.
    """
    if isinstance(day, dt.datetime):
        day = _in_office(day).date()
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: dt.date) -> str:
    """2026年11月, of a date or of an instant in Asia/Shanghai. Raises ValueError for a naive datetime."""
    if isinstance(day, dt.datetime):
        day = _in_office(day).date()
    return f"{day.year}年{day.month}月"


def chinese_weekday(day: dt.date) -> str:
    """星期一 to 星期日. Raises ValueError for a naive datetime."""
    if isinstance(day, dt.datetime):
        day = _in_office(day).date()
    return "星期" + WEEKDAYS[day.weekday()]


def chinese_time(time: dt.time) -> str:
    """A wall-clock time in 24 hours, 09:05."""
    return f"{time:%H:%M}"


def chinese_datetime(instant: dt.datetime) -> str:
    """2026年11月22日 09:05 in Asia/Shanghai, whatever zone the instant carries. Raises ValueError for a naive one."""
    local = _in_office(instant)
    return f"{chinese_date(local.date())} {chinese_time(local.time())}"


def chinese_range(first: dt.date, last: dt.date) -> str:
    """2026年11月16日至2026年11月22日, both ends in full, as notices state them."""
    return f"{chinese_date(first)}至{chinese_date(last)}"


def _in_office(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no day: pass an aware one")
    return instant.astimezone(OFFICE_ZONE)
