"""Reporting periods: week 53, labels that carry their range, half-months, neighbours and due times."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.periods import (
    explain_period,
    following,
    half_month_of,
    month_of,
    preceding,
    report_due,
    week_of,
)
from tests.standards.calendars import official

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    """A date from its ISO form."""
    return dt.date.fromisoformat(text)


class TestWeekOf:
    @pytest.mark.parametrize(
        ("on", "label"),
        [
            ("2026-12-30", "2026年第53周(12月28日—2027年1月3日)"),
            ("2027-01-03", "2026年第53周(12月28日—2027年1月3日)"),
            ("2027-01-04", "2027年第1周(1月4日—1月10日)"),
            ("2025-12-29", "2026年第1周(2025年12月29日—2026年1月4日)"),
            ("2026-01-04", "2026年第1周(2025年12月29日—2026年1月4日)"),
            ("2026-11-01", "2026年第44周(10月26日—11月1日)"),
            ("2026-11-22", "2026年第47周(11月16日—11月22日)"),
            ("2026-11-30", "2026年第49周(11月30日—12月6日)"),
        ],
    )
    def test_labels_with_the_range(self, on: str, label: str) -> None:
        assert week_of(day(on)).label == label

    def test_knows_the_years_with_53_weeks(self) -> None:
        long_years = [year for year in range(2015, 2038) if week_of(dt.date(year, 12, 31)).number == 53]
        assert long_years == [2015, 2020, 2026, 2032, 2037]

    @settings(max_examples=100)
    @given(DAYS)
    def test_numbers_monday_weeks_as_iso_does(self, on: dt.date) -> None:
        found = week_of(on)
        assert (found.year, found.number) == on.isocalendar()[:2]

    @settings(max_examples=100)
    @given(DAYS, st.integers(0, 6))
    def test_holds_its_day_and_starts_as_asked(self, on: dt.date, week_start: int) -> None:
        found = week_of(on, week_start)
        assert on in found
        assert found.first.weekday() == week_start
        assert (found.last - found.first).days == 6

    def test_may_run_from_friday_to_thursday(self) -> None:
        found = week_of(day("2026-11-22"), week_start=4)
        assert (found.first, found.last) == (day("2026-11-20"), day("2026-11-26"))

    def test_refuses_a_start_that_is_no_weekday(self) -> None:
        with pytest.raises(ValueError, match="week_start"):
            week_of(day("2026-11-22"), 7)


class TestHalfMonthOf:
    @pytest.mark.parametrize(
        ("on", "number", "label"),
        [
            ("2026-11-01", 21, "2026年11月上半月(11月1日—11月15日)"),
            ("2026-11-15", 21, "2026年11月上半月(11月1日—11月15日)"),
            ("2026-11-16", 22, "2026年11月下半月(11月16日—11月30日)"),
            ("2028-02-20", 4, "2028年2月下半月(2月16日—2月29日)"),
            ("2026-12-31", 24, "2026年12月下半月(12月16日—12月31日)"),
        ],
    )
    def test_cuts_after_the_15th(self, on: str, number: int, label: str) -> None:
        found = half_month_of(day(on))
        assert (found.number, found.label) == (number, label)

    @settings(max_examples=60)
    @given(st.integers(2000, 2100))
    def test_fills_a_year_with_24(self, year: int) -> None:
        found = half_month_of(dt.date(year, 1, 1))
        for number in range(1, 25):
            assert (found.year, found.number) == (year, number)
            found = following(found)
        assert found.first == dt.date(year + 1, 1, 1)


class TestMonthOf:
    def test_is_the_whole_month(self) -> None:
        found = month_of(day("2026-02-10"))
        assert (found.first, found.last, found.label) == (
            day("2026-02-01"),
            day("2026-02-28"),
            "2026年2月(2月1日—2月28日)",
        )
        assert month_of(day("2026-12-31")).last == day("2026-12-31")


class TestFollowing:
    @settings(max_examples=60)
    @given(DAYS, st.integers(0, 6))
    def test_leaves_no_gap_and_comes_back(self, on: dt.date, week_start: int) -> None:
        for period in (week_of(on, week_start), half_month_of(on), month_of(on)):
            after = following(period)
            assert after.first == period.last + dt.timedelta(days=1)
            assert preceding(after) == period


class TestReportDue:
    def test_takes_the_first_working_day_after_a_week(self) -> None:
        due = report_due(week_of(day("2026-11-20")), official)
        assert (due.day, due.hour, due.provisional) == (day("2026-11-23"), dt.time(17, 0), False)

    def test_waits_for_the_holiday_to_end(self) -> None:
        assert report_due(week_of(day("2026-09-30")), official).day == day("2026-10-08")

    def test_takes_the_second_working_day_after_a_half_month(self) -> None:
        assert report_due(half_month_of(day("2026-11-10")), official).day == day("2026-11-17")
        assert report_due(half_month_of(day("2026-09-30")), official).day == day("2026-10-09")

    def test_is_provisional_into_an_unpublished_year(self) -> None:
        due = report_due(week_of(day("2026-12-30")), official)
        assert (due.day, due.provisional) == (day("2027-01-04"), True)

    def test_takes_an_offices_own_rule(self) -> None:
        due = report_due(week_of(day("2026-11-20")), official, working_days=3, hour=dt.time(12, 0))
        assert (due.day, due.hour) == (day("2026-11-25"), dt.time(12, 0))


class TestExplainPeriod:
    def test_answers_with_plain_values(self) -> None:
        answer = explain_period(day("2026-12-30"), official)
        assert answer["week"] == {
            "label": "2026年第53周(12月28日—2027年1月3日)",
            "from": "2026-12-28",
            "to": "2027-01-03",
            "due": "2027-01-04T17:00+08:00",
            "provisional": True,
        }
        assert answer["half_month"]["from"] == "2026-12-16"
        assert answer["half_month"]["due"] == "2027-01-05T17:00+08:00"
