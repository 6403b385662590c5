"""Reporting periods (报送周期): weeks, half-months and months, their numbers, labels, neighbours and due times.

Weeks nest in no half-month, month or year: a roll-up counts records by their own day and never adds up weekly figures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from portal.standards.working_days import ONE_DAY, Calendar, due_after_working_days

MONDAY = 0
WEEK = dt.timedelta(days=7)
OFFICE_OFFSET = "+08:00"
# Working days after the period's last day. These and the hour are an office's defaults, not law.
DEFAULT_GRACE = {"day": 0, "week": 1, "half_month": 2, "month": 5, "year": 10}
DEFAULT_HOUR = dt.time(17, 0)
HALF_MONTH_CUT = 15
# What tells a short week apart that has the number of the one before it, on its label and in the number of its report.
AGAIN = "（续）"


@dataclass(frozen=True)
class Period:
    """A period from `first` to `last`, both included; `kind` is 'day', 'week', 'half_month', 'month' or 'year'.

    `number` counts in `year`: the day, week, half-month or month of the year; a year has number 1.
    """

    kind: str
    year: int
    number: int
    first: dt.date
    last: dt.date
    label: str

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class PeriodDue:
    """When a report is due, in the office's wall-clock time; `provisional` as in `working_days.Due`."""

    day: dt.date
    hour: dt.time
    provisional: bool


def week_of(day: dt.date, week_start: int = MONDAY) -> Period:
    """The week that `day` lies in. `week_start` is 0 for Monday (ISO 8601, GB/T 7408) to 6 for Sunday.

    A week belongs to the year of its fourth day, which for Monday weeks is the ISO rule. Raises ValueError for a
    `week_start` that is no weekday.
    """
    if week_start not in range(7):
        raise ValueError("week_start must be 0 (Monday) to 6 (Sunday)")
    first = day - dt.timedelta(days=(day.weekday() - week_start) % 7)
    last, middle = first + 6 * ONE_DAY, first + 3 * ONE_DAY
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    label = f"{middle.year}年第{number}周({_range(middle.year, first, last)})"
    return Period("week", middle.year, number, first, last, label)


def half_month_of(day: dt.date, cut: int = HALF_MONTH_CUT) -> Period:
    """The half-month that `day` lies in: 上半月 1–15, 下半月 16 to the last day; numbered 1 to 24 in the year.

    `cut` is the last day of the first half, 1 to 27. Raises ValueError for another.
    """
    if cut not in range(1, 28):
        raise ValueError("cut must be a day from 1 to 27")
    month = month_of(day)
    if day.day <= cut:
        first, last, name, number = month.first, day.replace(day=cut), "上半月", day.month * 2 - 1
    else:
        first, last, name, number = day.replace(day=cut + 1), month.last, "下半月", day.month * 2
    label = f"{day.year}年{day.month}月{name}({_range(day.year, first, last)})"
    return Period("half_month", day.year, number, first, last, label)


def month_of(day: dt.date) -> Period:
    """The calendar month that `day` lies in."""
    first = day.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - ONE_DAY
    label = f"{day.year}年{day.month}月({_range(day.year, first, last)})"
    return Period("month", day.year, day.month, first, last, label)


def year_of(day: dt.date) -> Period:
    """The calendar year that `day` lies in."""
    return Period("year", day.year, 1, dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), f"{day.year}年")


def day_of(day: dt.date) -> Period:
    """One day as a period, numbered in its year."""
    label = f"{day.year}年{day.month}月{day.day}日"
    return Period("day", day.year, day.timetuple().tm_yday, day, day, label)


def beginning_on(period: Period, first: dt.date, *, after: tuple[int, int] | None = None) -> Period:
    """A period cut off before `first`: the short one after a change of how weeks begin. Raises ValueError outside of it.

    `after` is the year and number of the week before: where both count as the same week, this one is told apart by `AGAIN`.
    """
    if first not in period:
        raise ValueError("the day lies outside the period")
    if first == period.first or period.kind != "week":
        return period if first == period.first else replace(period, first=first)
    again = AGAIN if after == (period.year, period.number) else ""
    label = f"{period.year}年第{period.number}周{again}({_range(period.year, first, period.last)})"
    return replace(period, first=first, label=label)


def following(period: Period) -> Period:
    """The next period of the same kind; a week keeps the weekday it starts on, a half-month is cut at 15."""
    return _same_kind(period, period.last + ONE_DAY)


def preceding(period: Period) -> Period:
    """The previous period of the same kind; a week keeps the weekday it starts on."""
    return _same_kind(period, period.first - ONE_DAY)


def report_due(
    period: Period, lookup: Calendar, working_days: int | None = None, hour: dt.time = DEFAULT_HOUR
) -> PeriodDue:
    """When the report of a period is due: `working_days` after its last day (a day 0, a week 1, a half-month 2, a month 5,
    a year 10 unless told), at `hour`. Raises ValueError as `due_after_working_days` does.
    """
    grace = DEFAULT_GRACE[period.kind] if working_days is None else working_days
    found = due_after_working_days(period.last, grace, lookup)
    return PeriodDue(found.due, hour, found.provisional)


def explain_period(day: dt.date, lookup: Calendar, week_start: int = MONDAY) -> dict[str, Any]:
    """The answer of `explain period`: week and half_month, each with label, from, to, due (and provisional)."""
    return {
        period.kind: _explained(period, report_due(period, lookup))
        for period in (week_of(day, week_start), half_month_of(day))
    }


def _explained(period: Period, due: PeriodDue) -> dict[str, Any]:
    return {
        "label": period.label,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "due": f"{due.day.isoformat()}T{due.hour:%H:%M}{OFFICE_OFFSET}",
        "provisional": due.provisional,
    }


def _same_kind(period: Period, day: dt.date) -> Period:
    if period.kind == "week":
        return week_of(day, period.first.weekday())
    return {"day": day_of, "half_month": half_month_of, "month": month_of, "year": year_of}[period.kind](day)


def _range(year: int, first: dt.date, last: dt.date) -> str:
    """Both ends, each with its year only where the year just named before it is another."""
    start = "" if first.year == year else f"{first.year}年"
    end = "" if last.year == first.year else f"{last.year}年"
    return f"{start}{first.month}月{first.day}日—{end}{last.month}月{last.day}日"
