"""The demo's diary: what happened on which day of the street's past. Whoever writes in it says when; the replaying is here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

from portal import clock
from portal.almanac.queries import lookup
from portal.db import transaction
from portal.jobs import running
from portal.services.assistance.months import add_months, month_of

ONE_DAY = dt.timedelta(days=1)


class Diary:
    """Entries in any order, replayed day by day; `keys` is what later entries know of earlier ones, by a name of the demo."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.keys: dict[str, int] = {}
        self._entries: list[tuple[dt.date, Callable[[], Any], bool]] = []
        with transaction("read"):
            self._working = _working_days(today)

    def ago(self, count: int) -> dt.date:
        """The working day so many working days before today (0 to 40); 0 is today, working day or not."""
        return self._working[count]

    def month(self, months: int) -> dt.date:
        """The month so many months from this one."""
        return add_months(month_of(self.today), months)

    def in_month(self, months: int, day: int) -> dt.date:
        """A day of the month so many months from this one, moved off a weekend, and never after today."""
        found = self.month(months) + dt.timedelta(days=day - 1)
        while found.weekday() >= 5:
            found += ONE_DAY
        return min(found, self.today)

    def on(self, day: dt.date, act: Callable[..., Any], *given: Any, asks_job: bool = False) -> None:
        """Note that `act` was done on a day; one that `asks_job` is followed by what it asked for."""
        self._entries.append((day, partial(act, *given), asks_job))

    def replay(self) -> None:
        """Do everything, the earliest first, what is of one day in the order in which it was noted.

        What was done between two jobs of a day is one transaction.
        """
        entries = sorted(self._entries, key=lambda entry: entry[0])
        for day, of_day in groupby(entries, key=lambda entry: entry[0]):
            clock.fix_today(day)
            waiting: list[Callable[[], Any]] = []
            for _day, act, asks_job in of_day:
                waiting.append(act)
                if asks_job:
                    _do(waiting)
                    running.run_pending()
            _do(waiting)
        self._entries.clear()


def _do(acts: list[Callable[[], Any]]) -> None:
    """Do what waits in one transaction, and take it off the list."""
    if acts:
        with transaction():
            for act in acts:
                act()
        acts.clear()


def _working_days(today: dt.date) -> list[dt.date]:
    """Today, and the forty working days before it, the last first."""
    found, day = [today], today
    while len(found) <= 40:
        day -= ONE_DAY
        if lookup(day).is_workday:
            found.append(day)
    return found
