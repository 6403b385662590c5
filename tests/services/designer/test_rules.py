"""The rules of the designer that need no second database: files, gaps, differences, and the examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.db import transaction
from portal.errors import RuleBroken
from portal.services.definitions import read
from portal.services.designer import actions
from portal.services.designer.actions.exchange import list_examples
from portal.services.designer.changes import compare
from portal.services.designer.problems import find_problems
from tests.factories import staff
from tests.services.designer.test_actions_designer import TEN, F

pytestmark = pytest.mark.usefixtures("hall")


class TestTryItem:
    @pytest.mark.parametrize("code", [one.code for one in list_examples()])
    def test_every_example_runs_to_its_end(self, code: str) -> None:
        definition = next(one for one in list_examples() if one.code == code)
        with transaction():
            for business in [one.code for one in definition.businesses] or [""]:
                trial = actions.try_item(staff.actor("admin"), definition, business=business)
                assert trial.stopped is None
                assert "item_result" in {one.key for one in trial.papers}


class TestExchange:
    def test_out_and_in_again_is_the_same(self) -> None:
        with transaction():
            draft = actions.import_item(
                staff.actor("admin"), content=actions.package_of(TEN.to_dict()), name="ten.json"
            )
            assert read(draft.content) == TEN

    @pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[1]", b'{"format": "portal-item-1"}'])
    def test_what_is_no_item_is_refused_at_the_file(self, content: bytes) -> None:
        with transaction(), pytest.raises(RuleBroken) as refused:
            actions.import_item(staff.actor("admin"), content=content, name="x")
        assert refused.value.field == "file"


class TestProblems:
    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"name": " "}, ("basics", "name", None)),
            ({"promised_days": 99}, ("basics", "promised_days", None)),
            ({"fields": (F("a", "甲", kind="choice"),)}, ("fields", "options", 0)),
            ({"fields": (F("a", "甲"), F("b", "甲"))}, ("fields", "label", 1)),
            ({"fields": (F("a", "甲"), F("a", "乙"))}, ("fields", "code", 1)),
            ({"fields": (F("a", "甲", kind="rows", columns=(F("b", ""),)),)}, ("columns", "label", 0)),
            ({"fields": (F("a", "甲", only_for=("x",)),)}, ("fields", "only_for", 0)),
            ({"result_text": "{没有}", "fields": ()}, ("result", "result_text", None)),
            ({"fields": (F("a", "日期"),)}, ("fields", "label", 0)),
            ({"result_word": "受"}, ("result", "result_word", None)),
            ({"on_the_spot": True, "promised_days": 3}, ("basics", "on_the_spot", None)),
        ],
    )
    def test_each_names_its_place(self, change: dict[str, Any], place: tuple[str, str, int | None]) -> None:
        found = find_problems(replace(TEN, **({"result_text": ""} | change)))
        assert place in [(one.section, one.field, one.row) for one in found]

    def test_the_examples_have_none(self) -> None:
        assert [find_problems(one) for one in list_examples()] == [[]] * 6


class TestCompare:
    def test_added_taken_away_changed_and_moved(self) -> None:
        after = replace(TEN, fields=(TEN.fields[1], TEN.fields[0], F("new", "新增的")))
        found = {
            (one.what, one.label): (one.before, one.after) for one in compare(TEN.to_dict(), after.to_dict())
        }
        assert found["新增的", ""] == ("", "新增的")
        assert found["人数", ""] == ("人数", "")
        assert found["", "order"] == ("事由、经过", "经过、事由")
