"""Changes that must not slip through: nobody unheard without cause, figures told once and then lowered, months gone by."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from portal import clock
from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.residents.actions import record_death
from portal.services.assistance import actions
from portal.services.assistance.actions import Plan
from portal.services.assistance.models import SupportFile
from portal.services.assistance.queries import find_open_change
from tests.factories import assistance, staff
from tests.services.assistance.life import decide, hear, propose

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def standard(database: None) -> None:
    with transaction():
        assistance.make_standard()


def die(file: SupportFile) -> None:
    """Record the death of everybody in a file, and put aside what that proposes."""
    clerk = staff.actor("clerk")
    for member in file.members:
        record_death(clerk, member.resident, version=None, death_date=dt.date(2026, 11, 3), source="走访")
        change = find_open_change(file)
        if change is not None:
            actions.drop_change(clerk, change, version=None, reason="另行提出")


class TestPropose:
    @pytest.mark.parametrize("reason", ["unreported", "death"])
    def test_somebody_alive_is_never_passed_over_in_silence(self, reason: str) -> None:
        with transaction():
            file = assistance.make_file(1)
            with pytest.raises(RuleBroken, match="听取意见") as refused:
                propose(file, "stop", reason_code=reason, nobody_to_hear=True, kin_contact="电话告知其侄")
            assert refused.value.field == "nobody_to_hear"

    def test_where_all_have_died_nobody_is_heard(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            die(file)
            change = propose(
                file, "stop", reason_code="death", nobody_to_hear=True, kin_contact="电话告知其侄"
            )
            assert change.nobody_to_hear

    def test_a_death_is_registered_before_its_share_stops(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            with pytest.raises(RuleBroken, match="登记死亡") as refused:
                propose(file, "death", plan=Plan(person_id=file.members[1].id))
            assert refused.value.field == "person"


def test_what_is_told_of_a_household_is_sealed() -> None:
    with transaction():
        file = assistance.make_file(1)
        die(file)
        change = propose(file, "stop", reason_code="death", nobody_to_hear=True, kin_contact="电话告知其侄")
        assert (change.reason, change.kin_contact) == ("入户核查情况属实", "电话告知其侄")
    with transaction("read"):
        row = session.execute(text("SELECT * FROM support_change ORDER BY id DESC")).first()
        assert "入户" not in str(row)
        assert not any("电话".encode() in bytes(one) for one in row if isinstance(one, bytes | memoryview))


class TestReplan:
    def test_nobody_is_heard_who_is_dead(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            change = propose(file, "reduce", plan=Plan(income_fen=20_000))
            file.head.death_date = clock.today()
            file.members[1].resident.name = "王在世"
            with pytest.raises(RuleBroken) as refused:
                hear(change, heard_name=file.head_name)
            assert refused.value.field == "heard_name"
            hear(change, heard_name="王在世")

    def test_what_was_said_and_that_nothing_was_said_do_not_stand_together(self) -> None:
        with transaction(), pytest.raises(RuleBroken) as refused:
            hear(propose(assistance.make_file(2), "reduce", plan=Plan(income_fen=20_000)), is_waived=True)
        assert refused.value.field == "is_waived"

    def test_a_lower_sum_is_told_anew_however_often_it_is_reckoned(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            change = propose(assistance.make_file(2), "reduce", plan=Plan(income_fen=10_000))
            hear(change)
            for _ in range(2):
                actions.replan_change(clerk, change, version=None, plan=Plan(income_fen=100_000))
                with pytest.raises(RuleBroken, match="听取意见"):
                    decide(change)
            hear(change)
            actions.replan_change(clerk, change, version=None, plan=Plan(income_fen=100_000))
            assert decide(change).total_fen == 28_000

    @pytest.mark.both
    def test_who_reckons_anew_does_not_decide(self) -> None:
        with transaction():
            change = propose(assistance.make_file(2), "reduce", plan=Plan(income_fen=10_000))
            both = staff.actor("reviewer")
            object.__setattr__(both, "permissions", both.permissions | {"assistance.propose_change"})
            actions.replan_change(both, change, version=None, plan=Plan(income_fen=5_000))
            hear(change)
            with pytest.raises(Forbidden, match="另一人"):
                actions.decide_change(both, change, version=None)

    @pytest.mark.both
    def test_a_month_gone_by_moves_on(self) -> None:
        with transaction():
            change = propose(assistance.make_file(2), "reduce", plan=Plan(income_fen=10_000))
            hear(change)
        clock.fix_today(dt.date(2027, 1, 5))
        with transaction():
            with pytest.raises(RuleBroken, match="生效月份已过"):
                decide(change)
            actions.replan_change(staff.actor("clerk"), change, version=None, plan=Plan(income_fen=10_000))
            assert decide(change).effective_month == dt.date(2027, 2, 1)
