"""Changing the office's calendar and opening hours. How a notice is read from text or a sheet is in `notices`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from portal import audit
from portal.actor import Actor
from portal.almanac import changes, queries
from portal.almanac.models import CalendarDay, CalendarYear, OpeningHours
from portal.almanac.notices import NoticeDay
from portal.almanac.queries import Segment
from portal.db import session
from portal.errors import N_, Conflict, RuleBroken

FIRST_YEAR, LAST_YEAR = 2000, 2100
PERMISSION = "almanac.manage_calendar"


def set_day(
    actor: Actor, *, day: dt.date, is_workday: bool, reason: str, version: int | None = None
) -> CalendarDay:
    """Enter a holiday or a make-up working day (调休上班); raises RuleBroken at `day`, `is_workday` or `reason`.

    A day that is entered already is changed; `version` is then the one that the reader saw.
    """
    actor.must(PERMISSION)
    _must_be_within(day)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明是哪个节日或什么原因。"))
    if is_workday and day.weekday() < 5:
        raise RuleBroken("is_workday", N_("这一天按星期本来就是工作日。要取消已登记的休息日，请用“删除”。"))
    found = queries.find_day(day)
    if found is None:
        found = CalendarDay(day=day)
        session.add(found)
    else:
        found.expect_version(version)
    found.is_workday, found.reason = is_workday, reason.strip()
    session.flush()
    audit.record(actor, "almanac.set_day", found, day=day, is_workday=is_workday, reason=reason)
    _changed(actor, day, day)
    return found


def remove_day(actor: Actor, *, day_id: int, version: int | None = None) -> dt.date:
    """Let a day follow its weekday again; gives the day."""
    actor.must(PERMISSION)
    found = queries.get_day(day_id)
    found.expect_version(version)
    day = found.day
    audit.record(actor, "almanac.remove_day", found, day=day, reason=found.reason)
    session.delete(found)
    session.flush()
    _changed(actor, day, day)
    return day


def load_notice(actor: Actor, *, year: int, days: Sequence[NoticeDay], source: str) -> CalendarYear:
    """Make a year official by its notice: `days` replace all that was entered for the year. Raises RuleBroken.

    A notice may also name days at the end of the year before (a New Year holiday); those are entered as well.
    """
    actor.must(PERMISSION)
    if not days:
        raise RuleBroken("text", N_("没有读到任何放假或上班的日期。"))
    for row in days:
        if row.day.year not in {year - 1, year}:
            raise RuleBroken("text", N_("%(day)s 不在 %(year)s 年的安排之内。"), day=row.day, year=year)
    entered = {d.day: d for d in [*queries.list_days(year - 1), *queries.list_days(year)]}
    named = {row.day for row in days}
    for day, record in entered.items():
        if day.year == year and day not in named:
            session.delete(record)
    for row in days:
        record = entered.get(row.day) or CalendarDay(day=row.day)
        record.is_workday, record.reason = row.is_workday, row.reason
        session.add(record)
    found = _official(year, source)
    session.flush()
    audit.record(actor, "almanac.load_notice", found, year=year, source=source, days=len(days))
    _changed(actor, min([*named, dt.date(year, 1, 1)]), dt.date(year, 12, 31))
    return found


def mark_official(actor: Actor, *, year: int, source: str) -> CalendarYear:
    """Declare a year that was entered day by day to be complete; raises RuleBroken at `source`."""
    actor.must(PERMISSION)
    found = _official(year, source)
    session.flush()
    audit.record(actor, "almanac.mark_official", found, year=year, source=source)
    _changed(actor, dt.date(year, 1, 1), dt.date(year, 12, 31))
    return found


def mark_provisional(actor: Actor, *, year: int, reason: str) -> None:
    """Take back that a year is official; its days stay. Due dates in it are provisional (暂定) again."""
    actor.must(PERMISSION)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明原因。"))
    found = queries.find_year(year)
    if found is None:
        raise RuleBroken(None, N_("%(year)s年本来就是暂定的。"), year=year)
    audit.record(actor, "almanac.mark_provisional", found, year=year, reason=reason)
    session.delete(found)
    session.flush()
    _changed(actor, dt.date(year, 1, 1), dt.date(year, 12, 31))


def change_hours(
    actor: Actor, *, segments: Mapping[int, Sequence[Segment]], version: int | None = None
) -> None:
    """Replace the opening hours of the week; raises RuleBroken at `day_1` … `day_7`, Conflict when out of date."""
    actor.must(PERMISSION)
    before = queries.opening_hours()
    if version is not None and version != before.version:
        raise Conflict(before)
    for weekday, rows in segments.items():
        _must_be_in_order(weekday, rows)
    for record in session.query(OpeningHours):
        session.delete(record)
    for weekday, rows in segments.items():
        for opens, closes, note in rows:
            session.add(OpeningHours(weekday=weekday, opens=opens, closes=closes, note=note))
    session.flush()
    after = queries.opening_hours()
    audit.record(actor, "almanac.change_hours", None, hours={day: after.text(day) for day in range(1, 8)})


def _changed(actor: Actor, first: dt.date, last: dt.date) -> None:
    queries.forget_loaded()
    changes.announce(actor, first, last)


def _official(year: int, source: str) -> CalendarYear:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(None, N_("年份须在 %(first)s 到 %(last)s 之间。"), first=FIRST_YEAR, last=LAST_YEAR)
    if not source.strip():
        raise RuleBroken("source", N_("请写明依据的通知文号。"))
    found = queries.find_year(year) or CalendarYear(year=year)
    found.source = source.strip()
    session.add(found)
    return found


def _must_be_within(day: dt.date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBroken("day", N_("年份须在 %(first)s 到 %(last)s 之间。"), first=FIRST_YEAR, last=LAST_YEAR)


def _must_be_in_order(weekday: int, rows: Sequence[Segment]) -> None:
    end = dt.time.min
    for opens, closes, _note in rows:
        if closes <= opens or opens < end:
            raise RuleBroken(f"day_{weekday}", N_("各时段须从早到晚，互不重叠。"))
        end = closes
