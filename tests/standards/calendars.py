"""A calendar for these tests, built from a package; the application keeps its own table."""

from __future__ import annotations

import datetime as dt

import chinese_calendar

from portal.standards.working_days import DayKind, before_notice


def official(day: dt.date) -> DayKind:
    """The published arrangement of a day, or weekends alone for a year that is not published."""
    try:
        working = chinese_calendar.is_workday(day)
    except NotImplementedError:  # the package's way to say that the year is not published
        return before_notice(day)
    return DayKind(working, "工作日" if working else "休息日", True)
