"""Settings change from a day on, with a reason, and never backwards; each kind reads only what it can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from portal import clock, settings
from portal.audit.queries import list_entries
from portal.db import transaction
from portal.errors import Forbidden, RuleBroken
from portal.settings import actions, queries, registry
from portal.settings.registry import Definition
from tests.factories import staff
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)
KEY = "accounts.idle_minutes"


@pytest.fixture
def declared() -> Iterator[None]:
    """Settings of these tests' own; gone afterwards."""
    before = dict(registry._definitions)
    settings.define("test.phone", "text", "12345", "电话", "测试", per_unit=True, longest=20)
    settings.define("test.rule", "choice", "a", "规则", "测试", choices=(("a", "甲"), ("b", "乙")))
    settings.define("test.flag", "flag", False, "开关", "测试")
    settings.define("test.rows", "table", [["甲", "1"]], "表", "测试")
    yield
    registry._definitions.clear()
    registry._definitions.update(before)


def _change(key: str = KEY, text: str = "45", **more: Any) -> None:
    with transaction():
        given = {"valid_from": None, "reason": "便于办公", **more}
        actions.change_setting(staff.actor("admin"), key=key, text=text, **given)


class TestValue:
    def test_all_values_are_asked_once_while_only_reading(self, declared: None) -> None:
        with transaction("read"), statements() as sent:
            assert [settings.value(key) for key in (KEY, "test.phone", KEY)] == [30, "12345", 30]
        assert len(sent) == 1

    def test_a_transaction_that_changes_a_setting_sees_it_at_once_and_so_does_the_next_reading(self) -> None:
        assert settings.value(KEY) == 30
        with transaction():
            assert settings.value(KEY) == 30
            actions.change_setting(
                staff.actor("admin"), key=KEY, text="45", valid_from=None, reason="便于办公"
            )
            assert settings.value(KEY) == 45
        assert settings.value(KEY) == 45

    def test_what_a_transaction_took_back_is_seen_by_nobody(self) -> None:
        assert settings.value(KEY) == 30
        with transaction() as verdict:
            actions.change_setting(
                staff.actor("admin"), key=KEY, text="45", valid_from=None, reason="便于办公"
            )
            assert settings.value(KEY) == 45
            verdict.keep = False
        assert settings.value(KEY) == 30


class TestChangeSetting:
    def test_holds_from_its_day_and_the_past_stays(self) -> None:
        _change(valid_from=TODAY + dt.timedelta(days=3))
        assert settings.value(KEY) == 30
        assert settings.value(KEY, on=TODAY + dt.timedelta(days=3)) == 45
        assert settings.value(KEY, on=TODAY - dt.timedelta(days=300)) == 30
        clock.fix_today(TODAY + dt.timedelta(days=3))
        assert settings.value(KEY) == 45

    @pytest.mark.both
    def test_the_last_word_of_a_day_holds_and_all_stay_readable(self) -> None:
        _change(text="45")
        _change(text="60")
        assert settings.value(KEY) == 60
        assert [row.content["value"] for row in queries.list_values(KEY)] == [60, 45]

    def test_is_on_record(self) -> None:
        _change()
        entry = list_entries()[0]
        assert (entry.verb, entry.facts["key"], entry.facts["value"], entry.facts["reason"]) == (
            "settings.change_setting",
            KEY,
            45,
            "便于办公",
        )

    def test_wants_the_permission(self) -> None:
        with pytest.raises(Forbidden), transaction():
            actions.change_setting(staff.actor("leader"), key=KEY, text="45", valid_from=None, reason="x")

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"valid_from": TODAY - dt.timedelta(days=1)}, "valid_from"),
            ({"reason": "  "}, "reason"),
            ({"text": "4"}, "value"),
            ({"text": "241"}, "value"),
            ({"text": "thirty"}, "value"),
            ({"text": ""}, "value"),
            ({"text": "1_0"}, "value"),
            ({"text": "9" * 5000}, "value"),
            ({"unit_id": 1}, "unit_id"),
        ],
    )
    def test_refuses(self, more: dict[str, Any], field: str) -> None:
        with pytest.raises(RuleBroken) as refusal:
            _change(**more)
        assert refusal.value.field == field
        assert settings.value(KEY) == 30

    def test_a_unit_may_have_a_value_of_its_own_where_the_room_reads_it(self, declared: None) -> None:
        street, other = staff.unit("S").id, staff.unit("S2").id
        _change("test.phone", "0999-1111111", unit_id=street)
        _change("test.phone", "0999-2222222")
        assert settings.value("test.phone", unit_id=street) == "0999-1111111"
        assert settings.value("test.phone", unit_id=other) == "0999-2222222"
        assert settings.value("test.phone") == "0999-2222222"
        with pytest.raises(RuleBroken, match="20 个字"):
            _change("test.phone", "1" * 21)

    def test_each_kind_reads_back_what_it_writes(self, declared: None) -> None:
        for key, text, value in (
            ("test.rule", "b", "b"),
            ("test.flag", "yes", True),
            ("test.flag", "no", False),
            ("test.rows", " 甲 | 2 \n\n乙|3", [["甲", "2"], ["乙", "3"]]),
            (KEY, " 45 ", 45),
        ):
            _change(key, text)
            assert settings.value(key) == value
            assert settings.definition(key).parse(settings.definition(key).text(value)) == value

    @pytest.mark.parametrize(
        ("key", "text"), [("test.rule", "c"), ("test.rule", ""), ("test.flag", "perhaps")]
    )
    def test_refuses_what_is_no_choice(self, declared: None, key: str, text: str) -> None:
        with pytest.raises(RuleBroken):
            _change(key, text)


class TestDefine:
    def test_the_same_twice_is_fine_and_another_is_not(self, declared: None) -> None:
        settings.define("test.flag", "flag", False, "开关", "测试")
        with pytest.raises(ValueError, match="declared twice"):
            settings.define("test.flag", "flag", True, "开关", "测试")

    def test_every_default_is_one_that_could_be_written(self) -> None:
        for declared in settings.all_definitions():
            assert declared.parse(declared.text(declared.default)) == declared.default, declared.key

    def test_an_unknown_key_is_a_programmers_mistake(self) -> None:
        with pytest.raises(KeyError):
            settings.value("test.unknown")


class TestStandings:
    def test_tells_value_since_when_and_what_is_planned(self) -> None:
        def standing() -> queries.Standing:
            return next(s for s in queries.standings() if s.definition.key == KEY)

        assert (standing().value, standing().since, standing().planned) == (30, None, None)
        _change(text="45")
        _change(text="60", valid_from=TODAY + dt.timedelta(days=30))
        assert (standing().value, standing().since) == (45, TODAY)
        planned = standing().planned
        assert planned
        assert planned.content["value"] == 60

    def test_a_definition_is_a_plain_value(self) -> None:
        assert isinstance(settings.definition(KEY), Definition)
