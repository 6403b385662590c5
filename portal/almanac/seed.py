"""Filling the calendar from the package `chinesecalendar`, which holds the notices of past years and of this one."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version

from chinese_calendar import constants
from sqlalchemy import func, select

from portal import audit
from portal.almanac import changes, queries
from portal.almanac.models import CalendarDay, CalendarYear, OpeningHours
from portal.db import session
from portal.errors import N_

FIRST_YEAR = 2020
REASONS = {
    "New Year's Day": (N_("元旦放假"), N_("元旦调休上班")),
    "Spring Festival": (N_("春节放假"), N_("春节调休上班")),
    "Tomb-sweeping Day": (N_("清明节放假"), N_("清明节调休上班")),
    "Labour Day": (N_("劳动节放假"), N_("劳动节调休上班")),
    "Dragon Boat Festival": (N_("端午节放假"), N_("端午节调休上班")),
    "Mid-autumn Festival": (N_("中秋节放假"), N_("中秋节调休上班")),
    "National Day": (N_("国庆节放假"), N_("国庆节调休上班")),
}
PAPER_SOURCE = "国务院办公厅关于%s年部分节假日安排的通知（预置自 chinesecalendar %s）"
MORNING = (dt.time(9, 0), dt.time(12, 0))
AFTERNOON = (dt.time(13, 30), dt.time(17, 0))


def seed_calendar() -> list[int]:
    """Enter every year that the package knows and that nobody has entered; gives those years.

    A year that an administrator has begun is left alone, so running this again after an update adds only new years.
    """
    years = [year for year in _known_years() if not _is_begun(year)]
    for year in years:
        session.add(CalendarYear(year=year, source=PAPER_SOURCE % (year, version("chinesecalendar"))))
    for column, days in enumerate((constants.holidays, constants.workdays)):
        for day, name in days.items():
            if day.year in years:
                reason = REASONS[name][column]
                session.add(CalendarDay(day=day, is_workday=column == 1, reason=reason))
    seeded_hours = _seed_hours()
    if years:
        session.flush()
        queries.forget_loaded()
        changes.announce(None, dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31))
    if years or seeded_hours:
        audit.record(None, "almanac.seed_calendar", None, years=years)
    return years


def _known_years() -> list[int]:
    return sorted({day.year for day in constants.holidays if day.year >= FIRST_YEAR})


def _is_begun(year: int) -> bool:
    return queries.find_year(year) is not None or bool(queries.list_days(year))


def _seed_hours() -> bool:
    if session.scalar(select(func.count(OpeningHours.id))):
        return False
    for weekday in range(1, 6):
        for opens, closes in (MORNING, AFTERNOON):
            session.add(OpeningHours(weekday=weekday, opens=opens, closes=closes, note=""))
    return True
