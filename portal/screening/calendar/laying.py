"""Which periods a unit owes, laid out from a day to a day. Pure: what the street has set comes in as its practice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from portal.screening.practice import Practice
from portal.standards.periods import (
    Period,
    beginning_on,
    day_of,
    half_month_of,
    month_of,
    week_of,
    year_of,
)
from portal.standards.working_days import ONE_DAY


def period_of(kind: str, day: dt.date, practice: Practice) -> Period:
    """The period of a kind that a day lies in, by the street's practice. Raises KeyError for an unknown kind."""
    makers: dict[str, Callable[[], Period]] = {
        "day": lambda: day_of(day),
        "week": lambda: week_of(day, practice.week_start),
        "half_month": lambda: half_month_of(day, practice.half_cut),
        "month": lambda: month_of(day),
        "year": lambda: year_of(day),
    }
    return makers[kind]()


def lay(
    kind: str, first: dt.date, until: dt.date, practice_on: Callable[[dt.date], Practice]
) -> Iterator[Period]:
    """The periods of a kind from the one that holds `first` to the one that holds `until`.

    They touch and never overlap: where the practice changes between two, the later one begins on the day after the earlier
    one ended, and is as short as that makes it. `practice_on` answers for a day.
    """
    found = period_of(kind, first, practice_on(first))
    while True:
        yield found
        day = found.last + ONE_DAY
        if day > until:
            return
        found = _from(period_of(kind, day, practice_on(day)), day, found)


def _from(period: Period, first: dt.date, before: Period) -> Period:
    if period.first == first:
        return period
    return beginning_on(period, first, after=(before.year, before.number))
