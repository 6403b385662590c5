"""Limits of time: counting working days (工作日) and calendar days (自然日) against a calendar that is passed in.

The calendar is a function from a day to a DayKind, so that nothing here knows tables. A limit that runs into days
without an official calendar is computed all the same and marked provisional (暂定).
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from portal.errors import N_

ONE_DAY = dt.timedelta(days=1)
# No calendar closes offices for so long; past it the calendar itself must be wrong.
LONGEST_CLOSURE = 366
# The holidays that the law itself (全国年节及纪念日放假办法 art. 2, as revised from 2025) fixes to days of the solar calendar, as
# month and day: they are off before any notice. Those of the lunar calendar and of 清明 wait for the notice.
_LAW = {
    (1, 1): N_("元旦(法定节假日)"),
    (5, 1): N_("劳动节(法定节假日)"),
    (5, 2): N_("劳动节(法定节假日)"),
    (10, 1): N_("国庆节(法定节假日)"),
    (10, 2): N_("国庆节(法定节假日)"),
    (10, 3): N_("国庆节(法定节假日)"),
}


@dataclass(frozen=True)
class DayKind:
    """What a calendar says of a day: `official` is False where the State Council's notice (国办通知) is not loaded yet."""

    is_workday: bool
    reason: str
    official: bool


class Calendar(Protocol):
    """Anything that can be asked about a day."""

    def __call__(self, day: dt.date, /) -> DayKind:
        """What kind of day this is; never raises for a year that nobody has loaded."""


@dataclass(frozen=True)
class DayCount:
    """One day of a limit: counted with its number, or passed over, and why."""

    day: dt.date
    counted: bool
    number: int | None
    reason: str
    official: bool


@dataclass(frozen=True)
class Due:
    """A limit's last day. `raw` is the last day before any shift off a rest day; `provisional` that it may still move."""

    due: dt.date
    raw: dt.date
    provisional: bool
    days: tuple[DayCount, ...]


def is_fixed_holiday(day: dt.date) -> bool:
    """Whether the law itself makes this date a holiday, in every year."""
    return (day.month, day.day) in _LAW


def before_notice(day: dt.date) -> DayKind:
    """The calendar of a year that no notice covers: Monday to Friday are taken for working days, provisionally, but for the
    holidays that the law fixes to a date.
    """
    if (day.month, day.day) in _LAW:
        return DayKind(False, _LAW[day.month, day.day], False)
    if day.weekday() < 5:
        return DayKind(True, N_("工作日(暂定，节假日安排未发布)"), False)
    return DayKind(False, N_("周末(暂定，节假日安排未发布)"), False)


def due_after_working_days(start: dt.date, n: int, lookup: Calendar) -> Due:
    """The n-th working day after `start`, which itself does not count (民法典 art. 201). For n = 0 it is `start`.

    Raises ValueError for a negative n and for a calendar without a working day in a whole year.
    """
    days = [_start_row(start, n, lookup)]
    day, number = start, 0
    while number < n:
        day += ONE_DAY
        kind = lookup(day)
        number += kind.is_workday
        days.append(
            DayCount(day, kind.is_workday, number if kind.is_workday else None, kind.reason, kind.official)
        )
        if len(days) > (n + 1) * LONGEST_CLOSURE:
            raise ValueError("the calendar has no working day in a whole year")
    provisional = any(not row.official for row in days[1:])
    return Due(day, day, provisional, tuple(days))


def due_after_calendar_days(start: dt.date, n: int, lookup: Calendar, shift: bool = True) -> Due:
    """The n-th day after `start`, which itself does not count; with `shift`, a last day on a rest day moves to the next
    working day (民法典 arts. 201–203, 民事诉讼法 art. 85). Without it the calendar plays no part and nothing is provisional.

    Raises ValueError for a negative n and for a calendar without a working day in a whole year.
    """
    rows = [_start_row(start, n, lookup)]
    for number in range(1, n + 1):
        day = start + number * ONE_DAY
        rows.append(DayCount(day, True, number, N_("自然日，计入"), lookup(day).official))
    return _shifted(start + n * ONE_DAY, rows, lookup, shift)


def due_after_months(start: dt.date, months: int, lookup: Calendar, shift: bool = True) -> Due:
    """The corresponding day `months` later, or the last day of that month where there is none (民法典 art. 202), shifted
    as for calendar days. `days` holds the start and the days at the end only. Raises ValueError for negative months.
    """
    rows = [_start_row(start, months, lookup)]
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    raw = dt.date(year, month + 1, min(start.day, last))
    if raw > start:
        rows.append(DayCount(raw, True, None, N_("期限届满日"), lookup(raw).official))
    return _shifted(raw, rows, lookup, shift)


def count_working_days(after: dt.date, until: dt.date, lookup: Calendar) -> int:
    """How many working days lie after `after` up to and including `until`; 0 when `until` is not later."""
    span = (until - after).days
    return sum(lookup(after + number * ONE_DAY).is_workday for number in range(1, span + 1))


def explain_due(start: dt.date, n: int, lookup: Calendar) -> dict[str, Any]:
    """The answer of `explain due`: due, provisional, days (each day counted or passed over, and why)."""
    found = due_after_working_days(start, n, lookup)
    return {
        "due": found.due.isoformat(),
        "provisional": found.provisional,
        "days": [
            {
                "day": row.day.isoformat(),
                "counted": row.counted,
                "number": row.number,
                "reason": row.reason,
                "official": row.official,
            }
            for row in found.days
        ],
    }


def _start_row(start: dt.date, length: int, lookup: Calendar) -> DayCount:
    if length < 0:
        raise ValueError("a limit of time cannot be negative")
    return DayCount(start, False, None, N_("起始日不计入"), lookup(start).official)


def _shifted(raw: dt.date, rows: list[DayCount], lookup: Calendar, shift: bool) -> Due:
    """The end of a limit counted in calendar days, moved past rest days when `shift` says so."""
    if not shift or raw == rows[0].day:
        return Due(raw, raw, False, tuple(rows))
    day, kind = raw, lookup(raw)
    provisional = not kind.official
    while not kind.is_workday:
        # The raw day stays counted; its row tells why the limit goes on.
        if day == raw:
            rows[-1] = DayCount(raw, True, rows[-1].number, kind.reason, kind.official)
        else:
            rows.append(DayCount(day, False, None, kind.reason, kind.official))
        day += ONE_DAY
        if (day - raw).days > LONGEST_CLOSURE:
            raise ValueError("the calendar has no working day in a whole year")
        kind = lookup(day)
        provisional = provisional or not kind.official
    if day != raw:
        rows.append(DayCount(day, False, None, N_("顺延至休息日后的第一个工作日"), kind.official))
    return Due(day, raw, provisional, tuple(rows))
