"""The day's list stays as it was signed: what came later stands behind its lines, and on the day on which it was done."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.documents.actions import allocate_number, declare_number, void_number
from portal.documents.actions.ranges import allocate_numbers
from portal.ledgers import Asked, queries
from portal.services.day_list import DAY_LIST
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
FRIDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
ACCEPTED = {"kind": "acceptance"}


def _listed(day: dt.date) -> list[tuple[str, str, str]]:
    with transaction("read"):
        rows = [row.values for row in queries.list_rows(DAY_LIST, staff.actor("clerk"), Asked(day, day))]
    return [(row["number"].rpartition("〕")[2], row["later"], row["reason"]) for row in rows]


def test_a_closed_day_keeps_its_lines_and_gains_a_supplement() -> None:
    with transaction():
        clerk, unit = staff.actor("clerk"), staff.unit("S").id
        clock.fix_today(FRIDAY)
        first, _second = (allocate_number(clerk, unit_id=unit, **ACCEPTED) for _ in range(2))
    signed = _listed(FRIDAY)
    assert signed == [("1号", "", ""), ("2号", "", "")]
    with transaction():
        clock.fix_today(MONDAY)
        allocate_number(clerk, unit_id=unit, **ACCEPTED)
        allocate_number(clerk, unit_id=unit, on=FRIDAY, **ACCEPTED)
        declare_number(clerk, unit_id=unit, text="纸5号", on=FRIDAY, **ACCEPTED)
        allocate_numbers(clerk, unit_id=unit, count=2, on=FRIDAY, **ACCEPTED)
        void_number(clerk, number=first, reason="写错")
    after = _listed(FRIDAY)
    assert after[:2] == [("1号", "", "2026-11-23 作废：写错"), ("2号", "", "")]
    assert after[2:] == [
        ("4号", "2026-11-23 补取号", ""),
        ("纸5号", "2026-11-23 补录", ""),
        ("5号", "2026-11-23 补取号", ""),
        ("6号", "2026-11-23 补取号", ""),
    ]
    assert [line[0] for line in _listed(MONDAY)] == ["1号", "3号", "4号", "5号", "6号"]


def test_what_is_voided_on_its_own_day_says_only_why() -> None:
    with transaction():
        clock.fix_today(MONDAY)
        clerk, unit = staff.actor("clerk"), staff.unit("S").id
        late = allocate_number(clerk, unit_id=unit, on=FRIDAY, **ACCEPTED)
        void_number(clerk, number=late, reason="重号")
    assert _listed(FRIDAY) == _listed(MONDAY) == [("1号", "2026-11-23 补取号", "重号")]
