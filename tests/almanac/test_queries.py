"""The stored calendar: the published vectors of working days, provisional years, statements, and the year's sheet."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event

from portal.almanac import queries
from portal.almanac.models import CalendarDay
from portal.almanac.seed import seed_calendar
from portal.db import session, transaction
from portal.extensions import db
from portal.standards.periods import explain_period
from portal.standards.working_days import due_after_working_days

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _seeded(database: None) -> None:
    with transaction():
        seed_calendar()


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class TestDueAfter:
    @pytest.mark.parametrize(
        ("start", "n", "due"),
        [
            ("2026-09-18", 3, "2026-09-22"),
            ("2026-09-18", 5, "2026-09-24"),
            ("2026-02-10", 3, "2026-02-13"),
            ("2026-02-10", 20, "2026-03-16"),
            ("2026-02-10", 30, "2026-03-30"),
            ("2026-02-10", 45, "2026-04-21"),
            ("2026-04-30", 3, "2026-05-08"),
            ("2026-10-09", 3, "2026-10-13"),
            ("2026-11-20", 20, "2026-12-18"),
        ],
    )
    def test_working_days_of_the_published_calendar(self, start: str, n: int, due: str) -> None:
        found = queries.due_after(_day(start), n)
        assert (found.due, found.provisional) == (_day(due), False)

    @pytest.mark.parametrize(
        ("last_start", "n"), [("2026-12-03", 20), ("2026-11-19", 30), ("2026-10-29", 45)]
    )
    def test_a_limit_that_reaches_a_year_without_notice_is_provisional(self, last_start: str, n: int) -> None:
        assert not queries.due_after(_day(last_start), n).provisional
        assert queries.due_after(_day(last_start) + dt.timedelta(days=1), n).provisional

    @pytest.mark.parametrize(
        ("start", "due"),
        [("2026-01-20", "2026-02-24"), ("2026-09-01", "2026-10-08"), ("2026-10-23", "2026-11-23")],
    )
    def test_calendar_days_move_off_a_rest_day_unless_told(self, start: str, due: str) -> None:
        assert queries.due_after(_day(start), 30, "calendar").due == _day(due)
        assert queries.due_after(_day(start), 30, "calendar", shift=False).due == _day(start) + dt.timedelta(
            days=30
        )

    def test_each_day_says_why(self) -> None:
        reasons = {row.day: row.reason for row in queries.due_after(_day("2026-09-30"), 4).days}
        assert reasons[_day("2026-10-01")] == "国庆节放假"
        assert reasons[_day("2026-10-10")] == "国庆节调休上班"
        assert reasons[_day("2026-10-11")] == "周末"
        assert reasons[_day("2026-10-09")] == "工作日"

    def test_a_limit_takes_two_statements(self) -> None:
        with transaction("read"):
            counted = _count(lambda: queries.due_after(_day("2026-11-20"), 45))
            assert counted == 2
            assert _count(lambda: due_after_working_days(_day("2026-11-20"), 45, queries.lookup)) == 0

    def test_years_that_nobody_loaded_never_fail(self) -> None:
        for text in ("1900-01-01", "2019-12-31", "2099-06-01", "9999-12-01"):
            assert not queries.lookup(_day(text)).official

    def test_a_day_entered_in_a_provisional_year_counts_and_stays_provisional(self) -> None:
        with transaction():
            session.add(CalendarDay(day=_day("2027-01-01"), is_workday=False, reason="元旦放假"))
        kind = queries.lookup(_day("2027-01-01"))
        assert (kind.is_workday, kind.reason, kind.official) == (False, "元旦放假", False)

    def test_periods_take_the_stored_calendar(self) -> None:
        answer = explain_period(_day("2026-12-30"), queries.lookup)
        assert answer["week"]["provisional"]


class TestYearSheet:
    def test_has_every_day_once_and_marks_the_special_ones(self) -> None:
        cells = [c for month in queries.year_sheet(2026) for week in month for c in week if c]
        assert len(cells) == 365
        assert {c.day for c in cells if c.mark == "makeup"} == {
            _day(f"2026-{d}") for d in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
        }
        assert sum(c.mark == "holiday" for c in cells) == 33

    def test_leap_years_and_years_without_notice(self) -> None:
        assert sum(c is not None for month in queries.year_sheet(2028) for week in month for c in week) == 366


class TestSeedCalendar:
    def test_knows_the_years_since_2020_and_adds_nothing_twice(self) -> None:
        assert [y.year for y in queries.list_years()] == list(range(2026, 2019, -1))
        with transaction():
            assert seed_calendar() == []

    def test_leaves_a_year_alone_that_somebody_has_begun(self) -> None:
        with transaction():
            session.delete(queries.find_year(2026))
            for day in queries.list_days(2026)[1:]:
                session.delete(day)
        with transaction():
            assert seed_calendar() == []
        assert len(queries.list_days(2026)) == 1

    def test_opening_hours_begin_with_the_usual_ones(self) -> None:
        hours = queries.opening_hours()
        assert hours.text(1) == "09:00-12:00 13:30-17:00"
        assert hours.text(7) == ""


class TestIsOpen:
    @pytest.mark.parametrize(
        ("instant", "expected"),
        [
            ("2026-11-20T09:00+08:00", True),
            ("2026-11-20T12:00+08:00", False),
            ("2026-11-20T16:59+08:00", True),
            ("2026-11-21T10:00+08:00", False),
            ("2026-10-01T10:00+08:00", False),
            ("2026-10-10T10:00+08:00", True),
        ],
    )
    def test_follows_hours_holidays_and_make_up_days(self, instant: str, expected: bool) -> None:
        assert queries.is_open(dt.datetime.fromisoformat(instant)) is expected


def _count(work) -> int:  # type: ignore[no-untyped-def]
    seen: list[str] = []

    def note(_c, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
