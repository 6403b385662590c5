"""Categories of both schemes: a dispute keeps the one of its time; bad input is told in words."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.disputes.actions import categories as actions
from portal.disputes.models import DisputeCategory
from portal.disputes.queries import list_categories, list_every_category
from portal.errors import Forbidden, RuleBroken
from tests.factories import mediation as made
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")

TODAY, NEXT_YEAR = dt.date(2026, 11, 22), dt.date(2027, 1, 1)
NEW = {
    "scheme": "justice",
    "code": "internet",
    "name": "互联网",
    "valid_from": TODAY,
    "governance_code": "economy",
}


def _row(code: str) -> DisputeCategory:
    return next(one for one in list_every_category() if (one.scheme, one.code) == ("justice", code))


class TestAdd:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"code": "互联网"}, "code"),
            ({"code": "labour"}, "code"),
            ({"name": "邻里"}, "name"),
            ({"name": " "}, "name"),
            ({"governance_code": ""}, "governance_code"),
            ({"parent_code": "migrant_wages"}, "parent_code"),
            ({"parent_code": "nothing"}, "parent_code"),
            ({"scheme": "governance"}, "governance_code"),
            ({"scheme": "own"}, "scheme"),
        ],
    )
    def test_what_makes_no_sense_is_refused_at_its_field(self, changes: dict[str, str], field: str) -> None:
        with transaction(), pytest.raises(RuleBroken) as refused:
            actions.add_category(staff.actor("admin"), **(NEW | changes))
        assert refused.value.field == field

    @pytest.mark.both
    def test_a_local_one_comes_before_the_rest_and_only_an_administrator_adds_it(self) -> None:
        with transaction():
            with pytest.raises(Forbidden):
                actions.add_category(staff.actor("chair"), **NEW)
            actions.add_category(staff.actor("admin"), **NEW)
        assert [one.code for one in list_categories(TODAY)][-2:] == ["internet", "other"]
        assert "internet" not in {one.code for one in list_categories(dt.date(2026, 11, 21))}


class TestChange:
    def test_a_dispute_keeps_the_name_of_its_time(self) -> None:
        with transaction():
            actor, row = staff.actor("admin"), _row("neighbours")
            dispute = made.make_dispute(category_id=row.id)
            with pytest.raises(RuleBroken, match="请选一个以后"):
                actions.change_category(
                    actor, row, valid_from=row.valid_from, name="邻里关系", governance_code="family"
                )
            with pytest.raises(RuleBroken, match="已有 1 件"):
                actions.change_category(
                    actor, row, valid_from=TODAY, name="邻里关系", governance_code="family"
                )
            new = actions.change_category(
                actor, row, valid_from=NEXT_YEAR, name="邻里关系", governance_code="other"
            )
            assert dispute.category.name == "邻里"
            assert (row.valid_to, new.code) == (dt.date(2026, 12, 31), "neighbours")
            with pytest.raises(RuleBroken, match="不能再改"):
                actions.end_category(actor, row, valid_to=NEXT_YEAR)


class TestEnd:
    def test_an_ended_one_names_its_successor_and_the_rest_category_stays(self) -> None:
        with transaction():
            actor = staff.actor("admin")
            with pytest.raises(RuleBroken, match="其他"):
                actions.end_category(actor, _row("other"), valid_to=TODAY)
            with pytest.raises(RuleBroken, match="拖欠农民工工资"):
                actions.end_category(actor, _row("labour"), valid_to=TODAY)
            for successor in ("consumer", "nothing"):
                with pytest.raises(RuleBroken, match="仍在用"):
                    actions.end_category(actor, _row("consumer"), valid_to=TODAY, successor_code=successor)
            ended = actions.end_category(actor, _row("consumer"), valid_to=TODAY, successor_code="contract")
            assert ended.successor_code == "contract"
        assert "consumer" not in {one.code for one in list_categories(NEXT_YEAR)}
