"""The sum of a relief is the percentage of the standard, rounded once, and never above the most that is allowed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.services.items.temporary_relief.terms import ReliefTerms, check_told, reckon


@settings(max_examples=60)
@given(st.integers(0, 500_000), st.integers(1, 600), st.integers(1, 12), st.booleans())
def test_the_sum_is_rounded_once(standard: int, percent: int, persons: int, by_person: bool) -> None:
    fen = reckon(standard, percent, persons, ReliefTerms(600, by_person, 2, 200_000, 10))
    exact = Fraction(standard * percent * (persons if by_person else 1), 100)
    assert abs(fen - exact) <= Fraction(1, 2)


def test_more_than_the_most_and_nobody_are_refused() -> None:
    terms = ReliefTerms(400, False, 2, 200_000, 10)
    for percent, persons, field in ((401, 1, "percent"), (0, 1, "percent"), (100, 0, "persons")):
        with pytest.raises(RuleBroken) as refused:
            reckon(64_000, percent, persons, terms)
        assert refused.value.field == field


def test_what_has_not_happened_and_nobody_are_refused_where_they_are_typed() -> None:
    today = dt.date(2026, 11, 22)
    for told, field in (({"event_on": "2026-11-23"}, "event_on"), ({"persons": 0}, "persons")):
        with pytest.raises(RuleBroken) as refused:
            check_told(told, today)
        assert refused.value.field == field
    check_told({}, today)
    check_told({"event_on": "2026-11-22", "persons": 1}, today)
