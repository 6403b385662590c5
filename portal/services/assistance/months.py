"""Months as the first day of the month: assistance is by the month and never by the day (C.7 of the domain reference)."""

from __future__ import annotations

import datetime as dt

from portal.errors import N_, RuleBroken

PAPER_MONTH = "{0.year}年{0.month}月"
PAPER_DAY = "{0.year}年{0.month}月{0.day}日"


def paper_month(month: dt.date) -> str:
    """A month as it stands on paper: 2026年12月."""
    return PAPER_MONTH.format(month)


def paper_day(day: dt.date) -> str:
    """A day as it stands on paper: 2026年12月5日."""
    return PAPER_DAY.format(day)


# Before this no assistance was paid by the month; a month typed earlier is a slip.
EARLIEST = dt.date(1990, 1, 1)


def month_of(day: dt.date) -> dt.date:
    """The month that a day falls in."""
    return day.replace(day=1)


def add_months(month: dt.date, count: int) -> dt.date:
    """The month `count` months later, or earlier for a negative count."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return dt.date(years, index + 1, 1)


def months_from(first: dt.date, last: dt.date) -> int:
    """How many months lie between two months: 0 for the same one."""
    return (last.year - first.year) * 12 + last.month - first.month


def next_month(day: dt.date) -> dt.date:
    """The month after the one that a day falls in: a decision pays from then (57号 art. 21)."""
    return add_months(month_of(day), 1)


def read_month(text: str, field: str = "month") -> dt.date:
    """A month typed as 2026-11; raises RuleBroken at `field`."""
    try:
        return dt.date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise RuleBroken(field, N_("请按 2026-11 的样子填写月份。")) from None


def month_text(month: dt.date) -> str:
    """A month as it is typed and put in addresses: 2026-11."""
    return f"{month.year:04}-{month.month:02}"
