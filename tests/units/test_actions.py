"""Units that change from a day on: names, parents, endings, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal import clock
from portal.audit.queries import list_entries
from portal.db import transaction
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.units import actions, queries
from portal.units.models import KINDS, Unit
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


def _act(action: str, code: str, /, **more: Any) -> Unit:
    with transaction():
        made: Unit = getattr(actions, action)(staff.actor("admin"), unit_id=staff.unit(code).id, **more)
        return made


class TestEveryAction:
    def test_wants_the_permission(self) -> None:
        clerk, key = staff.actor("clerk"), staff.unit("C1").id
        for name, more in (
            (
                "found_unit",
                {
                    "kind": "grid",
                    "code": "G9",
                    "name": "x",
                    "short_name": "x",
                    "parent_id": key,
                    "valid_from": TODAY,
                },
            ),
            (
                "rename_unit",
                {"unit_id": key, "name": "x", "short_name": "x", "starts_on": TODAY, "reason": "x"},
            ),
            ("move_unit", {"unit_id": key, "parent_id": 1, "starts_on": TODAY, "reason": "x"}),
            ("close_unit", {"unit_id": key, "last_day": TODAY, "reason": "x"}),
            ("reopen_unit", {"unit_id": key, "reason": "x"}),
            ("change_contact", {"unit_id": key, "phone": "", "address": ""}),
        ):
            with pytest.raises(Forbidden), transaction():
                getattr(actions, name)(clerk, **more)

    @pytest.mark.both
    def test_notices_the_other_administrator(self) -> None:
        version = staff.unit("C1").version
        _act("change_contact", "C1", phone="", address="新址", version=version)
        with pytest.raises(Conflict):
            _act("change_contact", "C1", phone="", address="旧址", version=version)


class TestFoundUnit:
    def _found(self, **more: Any) -> Unit:
        given = {
            "kind": "community",
            "code": "C9",
            "name": "龘家沟社区",
            "short_name": "龘",
            "parent_id": staff.unit("S").id,
            "valid_from": TODAY,
        }
        with transaction():
            return actions.found_unit(staff.actor("admin"), **{**given, **more})

    def test_stands_in_the_tree_from_its_day(self) -> None:
        unit = self._found(valid_from=TODAY + DAY, phone="0999 1234567", address="和平路1号")
        assert unit.phone == "0999-1234567"
        assert unit.id not in {row.unit.id for row in queries.tree(TODAY)}
        assert {row.unit.id: row.depth for row in queries.tree(TODAY + DAY)}[unit.id] == 2
        assert list_entries()[0].facts["name"] == "龘家沟社区"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"code": "S"}, "code"),
            ({"kind": "palace"}, "kind"),
            ({"parent_id": None}, "parent_id"),
            ({"parent_id": 99999}, "parent_id"),
            ({"kind": "district"}, "parent_id"),
            ({"kind": "grid"}, "parent_id"),
            ({"valid_from": dt.date(2019, 12, 31)}, "parent_id"),
            ({"phone": "12"}, "phone"),
        ],
    )
    def test_refuses(self, more: dict[str, Any], field: str) -> None:
        with pytest.raises(RuleBroken) as refusal:
            self._found(**more)
        assert refusal.value.field == field

    def test_every_kind_has_its_place(self) -> None:
        assert set(actions.STANDS_UNDER) == set(KINDS)


class TestRenameUnit:
    def _rename(self, **more: Any) -> Unit:
        given = {"name": "和风社区", "short_name": "和风", "starts_on": TODAY, "reason": "民政批复"}
        return _act("rename_unit", "C1", **{**given, **more})

    def test_the_old_name_stays_for_its_days(self) -> None:
        unit = self._rename()
        assert unit.name_on(TODAY - DAY) == "和平社区"
        assert unit.name_on(TODAY) == unit.name == "和风社区"
        assert unit.short_name_on(dt.date(2026, 1, 1)) == "和平"

    @pytest.mark.both
    def test_a_name_to_come_is_not_shown_yet_and_can_be_corrected(self) -> None:
        unit = self._rename(starts_on=TODAY + DAY)
        assert (unit.name, unit.short_name) == ("和平社区", "和平")
        unit = self._rename(starts_on=TODAY + DAY, name="和煦社区")
        assert len(unit.names) == 2
        clock.fix_today(TODAY + DAY)
        assert unit.name == "和煦社区"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"starts_on": dt.date(2020, 1, 1)}, "starts_on"),
            ({"name": "和平社区", "short_name": "和平"}, "name"),
        ],
    )
    def test_refuses_an_earlier_day_and_the_same_name(self, more: dict[str, Any], field: str) -> None:
        with pytest.raises(RuleBroken) as refusal:
            self._rename(**more)
        assert refusal.value.field == field


class TestMoveUnit:
    def _move(self, code: str, to: str, day: dt.date = TODAY) -> Unit:
        return _act("move_unit", code, parent_id=staff.unit(to).id, starts_on=day, reason="区划调整")

    def test_history_and_scope_follow_the_days(self) -> None:
        unit = self._move("C1", "S2")
        grid, street, other = staff.unit("G1").id, staff.unit("S").id, staff.unit("S2").id
        assert [(p.parent_id, p.valid_from, p.valid_to) for p in unit.parents] == [
            (street, staff.SINCE, TODAY - DAY),
            (other, TODAY, None),
        ]
        assert grid in queries.unit_and_below(street, TODAY - DAY)
        assert grid not in queries.unit_and_below(street)
        assert grid in (queries.visible_unit_ids(staff.actor("clerk_s2")) or set())
        above = queries.street_above(grid)
        assert above
        assert above.code == "S2"

    def test_no_day_has_two_parents_or_none(self) -> None:
        self._move("C1", "S2", TODAY)
        self._move("C1", "S", TODAY + 10 * DAY)
        unit = staff.unit("C1")
        for offset in range(-5, 20):
            day = TODAY + offset * DAY
            assert (
                len(
                    [
                        p
                        for p in unit.parents
                        if p.valid_from <= day and (p.valid_to is None or day <= p.valid_to)
                    ]
                )
                == 1
            )

    @pytest.mark.both
    def test_a_move_to_come_can_be_corrected(self) -> None:
        self._move("G1", "C2", TODAY + DAY)
        unit = self._move("M1", "C1", TODAY + DAY)
        unit = _act("move_unit", "M1", parent_id=staff.unit("C2").id, starts_on=TODAY + DAY, reason="更正")
        assert [p.parent_id for p in unit.parents] == [staff.unit("S").id, staff.unit("C2").id]

    @pytest.mark.parametrize(
        ("code", "to", "day", "field"),
        [
            ("C1", "S", TODAY, "parent_id"),
            ("C1", "D", TODAY, "parent_id"),
            ("C1", "C2", TODAY, "parent_id"),
            ("D", "S", TODAY, "parent_id"),
            ("C1", "S2", staff.SINCE, "starts_on"),
            ("C1", "S2", dt.date(2019, 1, 1), "parent_id"),
        ],
    )
    def test_refuses(self, code: str, to: str, day: dt.date, field: str) -> None:
        with pytest.raises(RuleBroken) as refusal:
            self._move(code, to, day)
        assert refusal.value.field == field

    def test_no_circle_not_even_one_that_closes_later(self) -> None:
        with transaction():
            upper = staff.make_unit("X1", "department", "上科", "上", staff.unit("S"))
            lower = staff.make_unit("X2", "department", "下科", "下", staff.unit("S"))
        allowed = actions.STANDS_UNDER["department"]
        actions.STANDS_UNDER["department"] = allowed | {"department"}
        try:
            self._move("X2", "X1", TODAY + 5 * DAY)
            with pytest.raises(RuleBroken, match="自己的下级"):
                self._move("X1", "X2", TODAY)
        finally:
            actions.STANDS_UNDER["department"] = allowed
        assert upper.id != lower.id


class TestCloseUnit:
    def _close(self, code: str, **more: Any) -> Unit:
        return _act("close_unit", code, **{"last_day": TODAY, "reason": "撤并", **more})

    def test_ends_after_its_last_day(self) -> None:
        unit = self._close("C2")
        assert unit.exists_on(TODAY)
        assert not unit.exists_on(TODAY + DAY)
        assert queries.successor_of(unit) is None
        assert unit.id in queries.unit_and_below(staff.unit("S").id, TODAY + DAY), (
            "the street still sees its rows"
        )

    def test_refuses_while_there_are_units_below(self) -> None:
        with pytest.raises(RuleBroken, match="和平社区第一网格") as refusal:
            self._close("C1", with_posts=True)
        assert refusal.value.field == "with_children"

    def test_refuses_while_posts_are_held(self) -> None:
        with pytest.raises(RuleBroken, match="1 个在任岗位") as refusal:
            self._close("J1")
        assert refusal.value.field == "with_posts"
        self._close("J1", with_posts=True)
        assert queries.list_posts_at([staff.unit("J1").id], on=TODAY + DAY) == []

    def test_an_administrators_post_is_not_ended_by_the_way(self) -> None:
        with transaction():
            staff.make_account("admin2", "测试管理二", ("admin", staff.unit("C2")))
        with pytest.raises(RuleBroken, match="系统管理员的岗位"):
            self._close("C2", with_posts=True)

    def test_not_the_unit_where_one_works_oneself(self) -> None:
        with pytest.raises(RuleBroken, match="您的岗位"):
            self._close("S")

    def test_merged_into_another_whose_staff_see_the_old_rows(self) -> None:
        unit = self._close("C1", successor_id=staff.unit("C2").id, with_children=True, with_posts=True)
        successor = queries.successor_of(unit)
        assert successor
        assert successor.code == "C2"
        below = queries.unit_and_below(successor.id, TODAY + DAY)
        assert {unit.id, staff.unit("G1").id} <= below
        assert staff.unit("G1").parent_id_on(TODAY) == unit.id
        assert unit.id in queries.unit_and_below(staff.unit("S").id, TODAY + DAY)
        assert "C1" not in {row.unit.code for row in queries.tree(TODAY + DAY)}

    def test_refuses_a_successor_that_cannot_take_over(self) -> None:
        for more, field in (
            ({"successor_id": staff.unit("S").id}, "successor_id"),
            ({"successor_id": staff.unit("C2").id, "last_day": dt.date(2019, 1, 1)}, "last_day"),
            ({"with_children": True, "with_posts": True}, "successor_id"),
        ):
            with pytest.raises(RuleBroken) as refusal:
                self._close("C1", **more)
            assert refusal.value.field == field
        self._close("C2")
        with pytest.raises(RuleBroken) as refusal:
            self._close("C1", successor_id=staff.unit("C2").id, with_children=True, with_posts=True)
        assert refusal.value.field == "successor_id"

    def test_nothing_can_be_changed_or_founded_afterwards(self) -> None:
        self._close("C2")
        with pytest.raises(RuleBroken, match="不能再改"):
            _act("change_contact", "C2", phone="", address="")
        with pytest.raises(RuleBroken), transaction():
            actions.found_unit(
                staff.actor("admin"),
                kind="grid",
                code="G9",
                name="x",
                short_name="x",
                parent_id=staff.unit("C2").id,
                valid_from=TODAY,
            )


class TestReopenUnit:
    def test_stands_again_where_it_stood(self) -> None:
        _act(
            "close_unit",
            "C1",
            last_day=TODAY,
            reason="撤并",
            successor_id=staff.unit("C2").id,
            with_children=True,
            with_posts=True,
        )
        unit = _act("reopen_unit", "C1", reason="误办")
        assert unit.valid_to is None
        assert [(p.parent_id, p.valid_to) for p in unit.parents] == [(staff.unit("S").id, None)]
        with pytest.raises(RuleBroken, match="没有撤销"):
            _act("reopen_unit", "C1", reason="再次")

    def test_not_under_a_unit_that_is_closed(self) -> None:
        _act("close_unit", "G1", last_day=TODAY, reason="撤销")
        _act("close_unit", "C1", last_day=TODAY, reason="撤销", with_posts=True)
        with pytest.raises(RuleBroken, match="请先恢复上级"):
            _act("reopen_unit", "G1", reason="恢复")
