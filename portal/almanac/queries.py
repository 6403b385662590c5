"""Reading the office's calendar: what kind of day a day is, when a limit ends, and a year laid out by months."""

from __future__ import annotations

import calendar as months
import datetime as dt
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from portal import clock, db
from portal.almanac.models import CalendarDay, CalendarYear, OpeningHours
from portal.db import session
from portal.errors import N_, NotFound
from portal.standards import working_days
from portal.standards.working_days import DayKind, Due

_CACHE = "almanac"
_YEARS_AT_ONCE = 2
_WORKDAY, _WEEKEND = N_("工作日"), N_("周末")

Counting = Literal["working", "calendar"]
Segment = tuple[dt.time, dt.time, str]


class OfficeCalendar:
    """The stored calendar as `standards.working_days` asks for it; it loads two years at a time, in two statements.

    A day of a year without its notice is answered provisionally (暂定): from the days entered so far, else by its weekday.
    """

    def __init__(self) -> None:
        self._official: dict[int, bool] = {}
        self._special: dict[dt.date, tuple[bool, str]] = {}

    def __call__(self, day: dt.date, /) -> DayKind:
        """What kind of day this is; never raises for a year that nobody has loaded."""
        if day.year not in self._official:
            self._load(range(day.year, day.year + _YEARS_AT_ONCE))
        official, special = self._official[day.year], self._special.get(day)
        if special:
            return DayKind(special[0], special[1], official)
        if not official:
            return working_days.before_notice(day)
        working = day.weekday() < 5
        return DayKind(working, _WORKDAY if working else _WEEKEND, True)

    def _load(self, years: range) -> None:
        known = set(session.scalars(select(CalendarYear.year).where(CalendarYear.year.in_(years))))
        self._official.update({year: year in known for year in years})
        for day, is_workday, reason in session.execute(
            select(CalendarDay.day, CalendarDay.is_workday, CalendarDay.reason).where(_within(years))
        ):
            self._special[day] = (is_workday, reason)


def calendar() -> OfficeCalendar:
    """The calendar as this transaction sees it; every call in one transaction shares what was loaded."""
    kept = db.gathered(_CACHE)
    if not kept:
        kept.append(OfficeCalendar())
    loaded: OfficeCalendar = kept[0]
    return loaded


def forget_loaded() -> None:
    """Read the calendar anew in this transaction: it has just been changed."""
    db.gathered(_CACHE).clear()


def lookup(day: dt.date, /) -> DayKind:
    """What kind of day this is, for every function of `standards` that wants a calendar."""
    return calendar()(day)


def due_after(start: dt.date, n: int, kind: Counting = "working", *, shift: bool = True) -> Due:
    """The limit of `n` working days (工作日) or calendar days (自然日) after `start`, each day explained.

    `shift` moves a limit in calendar days off a rest day (民法典 art. 203). Raises ValueError for a negative n.
    """
    if kind == "working":
        return working_days.due_after_working_days(start, n, calendar())
    return working_days.due_after_calendar_days(start, n, calendar(), shift)


def find_year(year: int) -> CalendarYear | None:
    """The year's notice, or None while the year is provisional (暂定)."""
    return session.scalars(select(CalendarYear).where(CalendarYear.year == year)).first()


def list_years() -> list[CalendarYear]:
    """Every year whose notice is loaded, newest first."""
    return list(session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc())))


def find_day(day: dt.date) -> CalendarDay | None:
    """What is entered for a day, or None for one that follows its weekday."""
    return session.scalars(select(CalendarDay).where(CalendarDay.day == day)).first()


def get_day(day_id: int) -> CalendarDay:
    """The entered day with this key; raises NotFound."""
    found = session.get(CalendarDay, day_id)
    if found is None:
        raise NotFound
    return found


def list_days(year: int) -> list[CalendarDay]:
    """The days of a year that differ from their weekday, in order."""
    return list(session.scalars(select(CalendarDay).where(_within([year])).order_by(CalendarDay.day)))


@dataclass(frozen=True)
class DayCell:
    """A day in a month's sheet: `mark` is 'holiday', 'makeup' or '' for a day that follows its weekday."""

    day: dt.date
    kind: DayKind
    mark: str


def year_sheet(year: int) -> list[list[list[DayCell | None]]]:
    """Twelve months of weeks from Monday to Sunday; None stands for a place outside the month."""
    entered = {d.day: d for d in list_days(year)}
    return [[_week(week, entered) for week in _weeks(year, month)] for month in range(1, 13)]


@dataclass(frozen=True)
class Hours:
    """The week's opening hours; `version` changes with every change, for two administrators at once."""

    segments: dict[int, list[Segment]]
    version: int

    def text(self, weekday: int) -> str:
        """A weekday's segments as they are typed: `08:30-12:00 14:00-17:30`."""
        return " ".join(
            f"{opens:%H:%M}-{closes:%H:%M}" + (f" {note}" if note else "")
            for opens, closes, note in self.segments[weekday]
        )


def opening_hours() -> Hours:
    """When the hall is open, by weekday from 1 (Monday) to 7 (Sunday); an empty list means closed."""
    segments: dict[int, list[Segment]] = {weekday: [] for weekday in range(1, 8)}
    statement = select(OpeningHours).order_by(OpeningHours.weekday, OpeningHours.opens, OpeningHours.id)
    for row in session.scalars(statement):
        segments[row.weekday].append((row.opens, row.closes, row.note))
    return Hours(segments, zlib.crc32(repr(segments).encode()) % 10**9)


def is_open(instant: dt.datetime | None = None) -> bool:
    """Whether the hall is open at an instant (now when None): a working day, inside a segment of its weekday.

    A make-up working day (调休上班) on a weekend keeps Friday's hours unless the weekend day has hours of its own.
    """
    wall = clock.office_time(instant)
    if not lookup(wall.date()).is_workday:
        return False
    hours = opening_hours().segments
    today = hours[wall.isoweekday()] or hours[5]
    return any(opens <= wall.time() < closes for opens, closes, _note in today)


def _within(years: Iterable[int]) -> Any:
    first, last = min(years), max(years)
    return CalendarDay.day.between(dt.date(first, 1, 1), dt.date(min(last, dt.MAXYEAR), 12, 31))


def _weeks(year: int, month: int) -> list[list[dt.date | None]]:
    weeks = months.Calendar().monthdatescalendar(year, month)
    return [[day if day.month == month else None for day in week] for week in weeks]


def _week(days: list[dt.date | None], entered: dict[dt.date, CalendarDay]) -> list[DayCell | None]:
    return [None if day is None else _cell(day, entered) for day in days]


def _cell(day: dt.date, entered: dict[dt.date, CalendarDay]) -> DayCell:
    found, kind = entered.get(day), lookup(day)
    if found is not None:
        return DayCell(day, kind, "makeup" if found.is_workday else "holiday")
    by_law = working_days.is_fixed_holiday(day) and not kind.is_workday
    return DayCell(day, kind, "holiday" if by_law else "")
