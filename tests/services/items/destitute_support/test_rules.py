"""Who is a destitute person: the three conditions, each at its edge (特困人员认定办法)."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.services.items.destitute_support.rules import Found, judge

ON = dt.date(2026, 11, 22)
YOUNG = dt.date(1990, 1, 1)


def answers(found: Found, birth: dt.date = YOUNG) -> list[bool]:
    return [one.holds for one in judge(found, birth=birth, on=ON, standard_fen=84_500)]


@pytest.mark.parametrize(
    ("birth", "disability", "grade", "holds"),
    [
        (dt.date(1966, 11, 22), "", "", True),
        (dt.date(1966, 11, 23), "", "", False),
        (dt.date(2010, 11, 23), "", "", True),
        (dt.date(2010, 11, 22), "", "", False),
        (YOUNG, "intellectual", "3", True),
        (YOUNG, "mental", "4", False),
        (YOUNG, "limb", "2", True),
        (YOUNG, "limb", "3", False),
        (YOUNG, "sight", "1", True),
        (YOUNG, "sight", "2", False),
        (YOUNG, "other", "1", False),
    ],
)
def test_unable_to_work(birth: dt.date, disability: str, grade: str, holds: bool) -> None:
    assert answers(Found(disability=disability, grade=grade), birth)[0] is holds


def test_income_is_strictly_below_the_standard_and_supporters_are_none_or_unable() -> None:
    assert answers(Found(income_fen=84_499))[1:] == [True, True]
    assert answers(Found(income_fen=84_500))[1] is False
    assert answers(Found(is_over_property=True))[1] is False
    assert answers(Found(supporters="unable"))[2] is True
    assert answers(Found(supporters="able"))[2] is False
