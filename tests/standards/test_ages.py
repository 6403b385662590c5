"""Ages: reached on the birthday, the leap-day rule, and the vectors of the senior card."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.ages import LEAP_RULES, age_on, date_of_age

DAYS = st.dates(dt.date(1880, 1, 1), dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    """A date from its ISO form."""
    return dt.date.fromisoformat(text)


class TestAgeOn:
    @pytest.mark.parametrize(
        ("birth", "on", "rule", "age"),
        [
            ("1966-11-22", "2026-11-22", "02-28", 60),
            ("1966-11-23", "2026-11-22", "02-28", 59),
            ("1956-11-22", "2026-11-22", "02-28", 70),
            ("1946-11-22", "2026-11-22", "02-28", 80),
            ("1926-11-22", "2026-11-22", "02-28", 100),
            ("1964-02-29", "2026-11-22", "02-28", 62),
            ("1968-02-29", "2026-11-22", "02-28", 58),
            ("1964-02-29", "2024-02-28", "02-28", 59),
            ("1964-02-29", "2024-02-29", "02-28", 60),
            ("1956-02-29", "2026-02-27", "02-28", 69),
            ("1956-02-29", "2026-02-28", "02-28", 70),
            ("1956-02-29", "2026-02-28", "03-01", 69),
            ("1956-02-29", "2026-03-01", "03-01", 70),
            ("2026-11-01", "2026-11-01", "02-28", 0),
        ],
    )
    def test_counts_full_years(self, birth: str, on: str, rule: str, age: int) -> None:
        assert age_on(day(birth), day(on), rule) == age

    def test_refuses_a_day_before_the_birth(self) -> None:
        with pytest.raises(ValueError, match="before the birth"):
            age_on(day("2026-11-02"), day("2026-11-01"))

    @settings(max_examples=100)
    @given(DAYS, st.integers(0, 40_000), st.integers(0, 800), st.sampled_from(LEAP_RULES))
    def test_never_falls_as_days_pass(self, birth: dt.date, lived: int, more: int, rule: str) -> None:
        on = birth + dt.timedelta(days=lived)
        assert age_on(birth, on, rule) <= age_on(birth, on + dt.timedelta(days=more), rule)


class TestDateOfAge:
    @pytest.mark.parametrize(
        ("birth", "years", "rule", "reached"),
        [
            ("1966-11-23", 60, "02-28", "2026-11-23"),
            ("1956-02-29", 70, "02-28", "2026-02-28"),
            ("1956-02-29", 70, "03-01", "2026-03-01"),
            ("1964-02-29", 60, "03-01", "2024-02-29"),
        ],
    )
    def test_names_the_first_day(self, birth: str, years: int, rule: str, reached: str) -> None:
        assert date_of_age(day(birth), years, rule) == day(reached)

    @pytest.mark.parametrize(
        ("years", "rule", "why"),
        [(60, "02-29", "leap_rule"), (-1, "02-28", "negative"), (9000, "02-28", "out of range|9999")],
    )
    def test_refuses_nonsense(self, years: int, rule: str, why: str) -> None:
        with pytest.raises(ValueError, match=why):
            date_of_age(day("1956-02-29"), years, rule)

    @settings(max_examples=100)
    @given(DAYS, st.integers(1, 120), st.sampled_from(LEAP_RULES))
    def test_is_the_first_day_of_that_age(self, birth: dt.date, years: int, rule: str) -> None:
        reached = date_of_age(birth, years, rule)
        assert age_on(birth, reached, rule) == years
        assert age_on(birth, reached - dt.timedelta(days=1), rule) == years - 1
