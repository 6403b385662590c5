"""When a file is reviewed next, and how long a 渐退期 may last."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.errors import RuleBroken
from portal.services.assistance.rules.reviews import fading_until, next_review

TABLE = {"A": 12, "B": 6, "C": 3, "": 12}


@pytest.mark.parametrize(
    ("category", "last", "wanted"),
    [
        ("A", "2026-11-22", "2027-11-22"),
        ("B", "2026-08-31", "2027-02-28"),
        ("B", "2027-08-31", "2028-02-29"),
        ("C", "2026-11-30", "2027-02-28"),
        ("", "2024-02-29", "2025-02-28"),
        ("D", "2026-11-22", "2027-11-22"),
    ],
)
def test_the_next_review_by_category(category: str, last: str, wanted: str) -> None:
    assert next_review(category, dt.date.fromisoformat(last), TABLE) == dt.date.fromisoformat(wanted)


def test_a_table_without_a_rule_for_all_others_is_an_error() -> None:
    with pytest.raises(KeyError):
        next_review("B", dt.date(2026, 1, 1), {"A": 12})


@pytest.mark.parametrize(("months", "last"), [(1, "2026-12-01"), (6, "2027-05-01")])
def test_fading_ends_within_six_months(months: int, last: str) -> None:
    assert fading_until(dt.date(2026, 12, 15), months) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(("months", "most"), [(0, 6), (7, 6), (4, 3)])
def test_longer_than_allowed_is_refused(months: int, most: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        fading_until(dt.date(2026, 12, 1), months, most)
    assert refused.value.field == "months"
