"""The tree as of a day, its order, and the number of statements it takes."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.units import queries
from tests.factories import staff
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("database")


class TestTree:
    def test_each_unit_stands_below_the_one_above_it_in_the_order_of_codes(self) -> None:
        rows = [(row.unit.code, row.depth) for row in queries.tree()]
        assert rows == [("D", 0), ("S", 1), ("C1", 2), ("G1", 3), ("C2", 2), ("J1", 2), ("M1", 2), ("S2", 1)]

    def test_is_empty_before_the_first_unit(self) -> None:
        assert queries.tree(dt.date(2019, 12, 31)) == []

    def test_statements_do_not_grow_with_the_units(self) -> None:
        few = _count()
        with transaction():
            for number in range(20):
                staff.make_unit(f"G{number:03}", "grid", f"第{number}网格", "网", staff.unit("C1"))
        assert _count() == few <= 4
        assert len(queries.tree()) == 28


class TestVisibleUnitIds:
    @pytest.mark.parametrize(
        ("username", "codes"),
        [
            ("clerk", {"S", "C1", "C2", "G1", "M1", "J1"}),
            ("community", {"C1", "G1"}),
            ("mediator", {"M1"}),
            ("clerk_s2", {"S2"}),
            ("district", None),
            ("auditor", None),
            ("admin", None),
        ],
    )
    def test_ones_own_unit_and_those_below(self, username: str, codes: set[str] | None) -> None:
        visible = queries.visible_unit_ids(staff.actor(username))
        if codes is None:
            assert visible is None
        else:
            assert {queries.get_unit(key).code for key in visible or ()} == codes


class TestChildrenByParent:
    def test_is_asked_once_while_only_reading(self) -> None:
        with transaction("read"), statements() as sent:
            first, again = (queries.unit_and_below(staff.unit("S").id) for _ in range(2))
        assert first == again
        assert len([one for one in sent if "unit_parent" in one.split("WHERE")[0]]) == 1

    def test_a_transaction_that_adds_a_unit_sees_it_at_once_and_so_does_the_next_reading(self) -> None:
        before = queries.unit_and_below(staff.unit("C1").id)
        with transaction():
            community = staff.unit("C1").id
            assert queries.unit_and_below(community) == before
            made = staff.make_unit("G900", "grid", "新网格", "新", staff.unit("C1")).id
            assert queries.unit_and_below(community) == before | {made}
        assert queries.unit_and_below(staff.unit("C1").id) == before | {made}

    def test_what_a_transaction_took_back_is_seen_by_nobody(self) -> None:
        before = queries.unit_and_below(staff.unit("C1").id)
        with transaction() as verdict:
            staff.make_unit("G901", "grid", "新网格", "新", staff.unit("C1"))
            assert len(queries.unit_and_below(staff.unit("C1").id)) == len(before) + 1
            verdict.keep = False
        assert queries.unit_and_below(staff.unit("C1").id) == before


class TestParentHistory:
    @pytest.mark.parametrize(
        "day", ["1990-01-01", "2019-12-31", "2020-01-01", "2026-11-22", "2026-12-01", "2099-01-01"]
    )
    def test_a_unit_is_in_the_tree_of_exactly_the_days_it_exists(self, day: str) -> None:
        with transaction():
            staff.unit("C2").valid_to = dt.date(2026, 11, 30)
        when = dt.date.fromisoformat(day)
        listed = {row.unit.id for row in queries.tree(when)}
        assert listed == {u.id for u in queries.list_units(ended=True) if u.exists_on(when)}


def _count() -> int:
    with transaction("read"), statements() as sent:
        assert [row.unit.name for row in queries.tree()]
    return len(sent)
