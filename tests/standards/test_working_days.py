"""Limits of time: the reference's vectors of working days and of the 30 days for judicial confirmation, and properties."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.working_days import (
    DayKind,
    before_notice,
    count_working_days,
    due_after_calendar_days,
    due_after_months,
    due_after_working_days,
    explain_due,
)
from tests.standards.calendars import official

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 6, 30))


def day(text: str) -> dt.date:
    """A date from its ISO form."""
    return dt.date.fromisoformat(text)


class TestDueAfterWorkingDays:
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
            ("2026-04-28", 10, "2026-05-14"),
            ("2026-11-22", 0, "2026-11-22"),
        ],
    )
    def test_finds_the_published_day(self, start: str, n: int, due: str) -> None:
        found = due_after_working_days(day(start), n, official)
        assert found.due == found.raw == day(due)
        assert not found.provisional

    @pytest.mark.parametrize(
        ("start", "n", "provisional"),
        [
            ("2026-12-03", 20, False),
            ("2026-12-04", 20, True),
            ("2026-11-19", 30, False),
            ("2026-11-20", 30, True),
            ("2026-10-29", 45, False),
            ("2026-10-30", 45, True),
        ],
    )
    def test_is_provisional_past_the_published_year(self, start: str, n: int, provisional: bool) -> None:
        found = due_after_working_days(day(start), n, official)
        assert found.provisional is provisional
        assert (found.due.year == 2027) is provisional

    def test_explains_each_day(self) -> None:
        found = due_after_working_days(day("2026-09-18"), 3, official)
        assert [(row.day.day, row.counted, row.number) for row in found.days] == [
            (18, False, None),
            (19, False, None),
            (20, True, 1),
            (21, True, 2),
            (22, True, 3),
        ]
        assert found.days[0].reason == "起始日不计入"

    def test_refuses_a_negative_limit(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            due_after_working_days(day("2026-11-20"), -1, official)

    def test_refuses_a_calendar_without_working_days(self) -> None:
        with pytest.raises(ValueError, match="no working day"):
            due_after_working_days(day("2026-11-20"), 1, lambda _day: DayKind(False, "停工", True))

    @settings(max_examples=60)
    @given(DAYS, st.integers(0, 60))
    def test_counts_exactly_n_working_days(self, start: dt.date, n: int) -> None:
        found = due_after_working_days(start, n, official)
        assert sum(row.counted for row in found.days) == n == count_working_days(start, found.due, official)
        assert n == 0 or official(found.due).is_workday

    @settings(max_examples=60)
    @given(DAYS, st.integers(0, 30), st.integers(0, 20), st.integers(0, 30))
    def test_never_comes_earlier_for_a_later_start_or_a_longer_limit(
        self, start: dt.date, later: int, n: int, more: int
    ) -> None:
        soon = due_after_working_days(start, n, official).due
        assert soon <= due_after_working_days(start, n + more, official).due
        assert soon <= due_after_working_days(start + dt.timedelta(days=later), n, official).due


class TestDueAfterCalendarDays:
    @pytest.mark.parametrize(
        ("effective", "raw", "due", "provisional"),
        [
            ("2026-01-20", "2026-02-19", "2026-02-24", False),
            ("2026-01-21", "2026-02-20", "2026-02-24", False),
            ("2026-09-01", "2026-10-01", "2026-10-08", False),
            ("2026-11-02", "2026-12-02", "2026-12-02", False),
            ("2026-10-23", "2026-11-22", "2026-11-23", False),
            ("2026-11-05", "2026-12-05", "2026-12-07", False),
            ("2026-12-02", "2027-01-01", "2027-01-04", True),
        ],
    )
    def test_moves_the_last_day_off_rest_days(
        self, effective: str, raw: str, due: str, provisional: bool
    ) -> None:
        found = due_after_calendar_days(day(effective), 30, official)
        assert (found.raw, found.due, found.provisional) == (day(raw), day(due), provisional)
        assert sum(row.counted for row in found.days) == 30
        assert found.days[-1].day == found.due

    def test_stays_on_the_raw_day_without_the_shift(self) -> None:
        found = due_after_calendar_days(day("2026-10-23"), 30, official, shift=False)
        assert (found.due, found.provisional) == (day("2026-11-22"), False)
        assert not due_after_calendar_days(day("2026-12-02"), 30, official, shift=False).provisional

    def test_keeps_a_make_up_day_as_a_working_day(self) -> None:
        assert due_after_calendar_days(day("2026-09-13"), 7, official).due == day("2026-09-20")

    def test_tells_why_the_last_day_moved(self) -> None:
        rows = due_after_calendar_days(day("2026-10-23"), 30, official).days[-2:]
        assert [(row.day.day, row.counted, row.number, row.reason) for row in rows] == [
            (22, True, 30, "休息日"),
            (23, False, None, "顺延至休息日后的第一个工作日"),
        ]

    def test_refuses_what_cannot_be(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            due_after_calendar_days(day("2026-11-20"), -1, official)
        with pytest.raises(ValueError, match="no working day"):
            due_after_calendar_days(day("2026-11-20"), 1, lambda _day: DayKind(False, "停工", True))

    @settings(max_examples=60)
    @given(DAYS, st.integers(1, 60))
    def test_ends_on_a_working_day_not_before_the_raw_one(self, start: dt.date, n: int) -> None:
        found = due_after_calendar_days(start, n, official)
        assert found.raw == start + dt.timedelta(days=n) <= found.due
        assert official(found.due).is_workday


class TestDueAfterMonths:
    @pytest.mark.parametrize(
        ("start", "months", "raw", "due"),
        [
            ("2026-10-23", 1, "2026-11-23", "2026-11-23"),
            ("2026-01-31", 1, "2026-02-28", "2026-02-28"),
            ("2026-10-31", 1, "2026-11-30", "2026-11-30"),
            ("2025-12-15", 2, "2026-02-15", "2026-02-24"),
            ("2026-10-22", 1, "2026-11-22", "2026-11-23"),
        ],
    )
    def test_finds_the_corresponding_day(self, start: str, months: int, raw: str, due: str) -> None:
        found = due_after_months(day(start), months, official)
        assert (found.raw, found.due, found.provisional) == (day(raw), day(due), False)

    def test_is_provisional_in_an_unpublished_year(self) -> None:
        assert due_after_months(day("2026-12-04"), 1, official).provisional
        assert not due_after_months(day("2026-12-04"), 1, official, shift=False).provisional

    def test_is_the_start_for_no_months(self) -> None:
        assert due_after_months(day("2026-11-22"), 0, official).due == day("2026-11-22")


class TestBeforeNotice:
    def test_is_never_official(self) -> None:
        week = [before_notice(day("2027-01-04") + dt.timedelta(days=number)) for number in range(7)]
        assert [kind.is_workday for kind in week] == [True] * 5 + [False] * 2
        assert not any(kind.official for kind in week)

    def test_knows_the_holidays_that_the_law_fixes_to_a_date(self) -> None:
        off = {text: before_notice(day(f"2027-{text}")) for text in ("01-01", "05-01", "10-01")}
        assert not any(kind.is_workday or kind.official for kind in off.values())
        assert before_notice(day("2027-01-01")).reason == "元旦(法定节假日)"
        found = due_after_working_days(day("2026-12-31"), 1, official)
        assert (found.due, found.provisional) == (day("2027-01-04"), True)


class TestExplainDue:
    def test_answers_with_plain_values(self) -> None:
        answer = explain_due(day("2026-04-28"), 10, official)
        assert (answer["due"], answer["provisional"]) == ("2026-05-14", False)
        assert answer["days"][0]["day"] == "2026-04-28"
        assert [row["number"] for row in answer["days"] if row["counted"]] == list(range(1, 11))
        assert {row["day"] for row in answer["days"] if not row["counted"]} >= {
            "2026-05-01",
            "2026-05-05",
            "2026-05-10",
        }
