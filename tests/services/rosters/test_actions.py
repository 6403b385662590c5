"""Rosters: who comes on and why, struck and sent back, signed by three, handed out and settled to the fen."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import signoffs
from portal.db import transaction
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.residents.actions import add_household_member
from portal.services.rosters import actions, queries
from portal.services.rosters.conditions import Conditions, choose_people
from portal.services.rosters.models import CHAIN
from tests.factories import assistance, residents, rosters, services, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)


def asked(source: str, unit: str = "S", **more: object) -> Conditions:
    return Conditions(source=source, on=TODAY, unit_id=staff.unit(unit).id, **more)  # type: ignore[arg-type]


class TestAddPeople:
    def test_from_files_cards_and_ages_each_with_the_reason_and_once(self) -> None:
        with transaction():
            assistance.make_standard()
            file = assistance.make_file(2)
            services.card_on_the_spot(services.born(70, TODAY, grid_id=staff.unit("G1").id))
            roster = rosters.make_roster()
            clerk = staff.actor("clerk")
            assert actions.add_people(clerk, roster, version=None, conditions=asked("support")) == (1, 0)
            everybody = asked("support", people="everybody", category="B", unit="C1")
            assert actions.add_people(clerk, roster, version=None, conditions=everybody) == (1, 1)
            for conditions in (
                asked("cards", youngest=70, oldest=70),
                asked("age", "C1", youngest=70, oldest=70),
            ):
                actions.add_people(clerk, roster, version=None, conditions=conditions)
            lines = queries.lines_of(roster.id)
            assert [line.position for line in lines] == [1, 2, 3]
            assert lines[0].why == f"最低生活保障在保户（B类），户号{file.number}"
            assert lines[1].why.endswith("家庭成员")
            assert "红证" in lines[2].why
            assert lines[2].why.endswith("70周岁")
            assert {line.unit.code for line in lines} == {"C1"}
            assert {(line.money_fen, line.goods_fen) for line in lines} == {(50_000, 12_100)}

    def test_ages_are_full_years_to_the_day_and_other_streets_are_not_found(self) -> None:
        with transaction():
            grid = staff.unit("G1").id
            just = residents.make_resident(birth_date=dt.date(1966, 11, 22), grid_id=grid)
            residents.make_resident(birth_date=dt.date(1966, 11, 23), grid_id=grid)
            last = residents.make_resident(birth_date=dt.date(1956, 11, 23), grid_id=grid)
            residents.make_resident(birth_date=dt.date(1956, 11, 22), grid_id=grid)
            wanted = asked("age", youngest=60, oldest=69)
            found = choose_people(staff.actor("clerk"), wanted)
            assert {one.resident.id for one in found} == {just.id, last.id}
            assert choose_people(staff.actor("clerk_s2"), wanted) == []
            with pytest.raises(RuleBroken, match="年龄范围"):
                choose_people(staff.actor("clerk"), asked("age"))


class TestAddPerson:
    def test_a_household_twice_is_shown_and_one_who_was_struck_stays_visible_and_may_return(self) -> None:
        with transaction():
            head, other = rosters.make_people(2)
            household = residents.make_household(head)
            add_household_member(
                staff.actor("clerk"), household, resident=other, relation="20", since=TODAY, version=None
            )
            roster = rosters.make_roster()
            rosters.add(roster, head)
            rosters.add(roster, other, own_fen=80_000)
            assert queries.shared_households(roster.id) == {household.id: [head.name, other.name]}
            with pytest.raises(RuleBroken, match="已经在花名册上"):
                rosters.add(roster, head)
            line = queries.lines_of(roster.id)[0]
            clerk = staff.actor("clerk")
            with pytest.raises(RuleBroken):
                actions.strike_line(clerk, line, version=None, reason=" ")
            actions.strike_line(clerk, line, version=None, reason="同户已列一人")
            assert queries.shared_households(roster.id) == {}
            totals = queries.totals_of(clerk, roster)
            assert (totals.planned.people, totals.planned.money_fen) == (1, 80_000)
            assert queries.list_lines(clerk, roster, tab="struck").rows == [line]
            rosters.add(roster, head, "另有住处，分开生活")
            assert (line.is_struck, line.why) == (False, "另有住处，分开生活")
            with pytest.raises(RuleBroken) as refused:
                actions.add_person(
                    clerk, roster, version=None, name="无此人", identity="119901196611220018", reason="x"
                )
            assert refused.value.field == "identity"


class TestSubmitRoster:
    def test_sent_back_with_reasons_answered_and_signed_by_three_people(self) -> None:
        with transaction():
            clerk, reviewer, leader = map(staff.actor, ("clerk", "reviewer", "leader"))
            roster = rosters.make_roster()
            with pytest.raises(RuleBroken, match="还没有人"):
                actions.submit_roster(clerk, roster, version=None)
            for person in rosters.make_people(2):
                rosters.add(roster, person)
            actions.submit_roster(clerk, roster, version=None)
            first, second = queries.lines_of(roster.id)
            with pytest.raises(RuleBroken):
                actions.strike_line(clerk, first, version=None, reason="送审后不能改")
            actions.question_line(reviewer, first, version=None, reason="已搬走？")
            actions.question_line(reviewer, second, version=None, reason="重复？")
            with pytest.raises(RuleBroken, match="退回整份"):
                actions.review_roster(reviewer, roster, version=None)
            actions.return_roster(reviewer, roster, version=None, reason="两人待核实")
            assert signoffs.signed(roster, CHAIN) == []
            with pytest.raises(RuleBroken, match="第 1 号"):
                actions.submit_roster(clerk, roster, version=None)
            actions.answer_line(clerk, first, version=None, answer="入户核实，仍在原址")
            actions.strike_line(clerk, second, version=None, reason="确属重复")
            actions.submit_roster(clerk, roster, version=None)
            maker, roster.prepared_by = roster.prepared_by, reviewer.account_id
            with pytest.raises(
                RuleBroken, match="制表人以外"
            ):  # another handed it in, the list is still theirs
                actions.review_roster(reviewer, roster, version=None)
            roster.prepared_by = maker
            actions.return_roster(reviewer, roster, version=None, reason="再核")
            rosters.agree(roster)
            assert [one.label for one in signoffs.printed_signers(roster, CHAIN)] == ["制表", "审核", "签发"]
            assert roster.state == "agreed"
            with pytest.raises(RuleBroken):
                actions.cancel_roster(clerk, roster, version=None, reason="不发了")
            with pytest.raises(Forbidden):
                actions.agree_roster(reviewer, roster, version=None)
            assert leader.can("rosters.agree_roster")


class TestHandOut:
    def test_self_proxy_and_uncollected_settle_to_the_fen(self) -> None:
        with transaction():
            roster = rosters.agreed(3)
            clerk, own = staff.actor("clerk"), staff.actor("community")
            mine, proxied, absent = queries.lines_of(roster.id)
            with pytest.raises(Conflict):
                actions.hand_out_many(own, roster, version=roster.version, lines={mine.id: mine.version - 1})
            assert (
                actions.hand_out_many(own, roster, version=roster.version, lines={mine.id: mine.version}) == 1
            )
            with pytest.raises(RuleBroken) as refused:
                actions.hand_out(own, proxied, version=None, proxy_name="李代领")
            assert refused.value.field == "proxy_relation"
        with transaction():
            actions.hand_out(own, proxied, version=None, proxy_name="李代领", proxy_relation="女儿")
            assert proxied.document is not None
            assert proxied.document.kind == "proxy_receipt"
            with pytest.raises(RuleBroken, match="已经领取"):
                actions.hand_out(own, mine, version=None)
            with pytest.raises(RuleBroken, match="没有登记领取情况"):
                actions.settle_roster(clerk, roster, version=None)
            actions.record_uncollected(own, absent, version=None, reason="住院")
            actions.correct_handing(clerk, mine, version=None, reason="签错行")
            actions.hand_out(clerk, mine, version=None)
            actions.settle_roster(clerk, roster, version=None)
            assert roster.settlement is not None
            assert roster.settlement["handed"] == {"people": 2, "money_fen": 100_000}
            assert roster.settlement["uncollected"] == {"people": 1, "money_fen": 50_000}
            rice = roster.settlement["things"][0]
            assert (rice["planned"], rice["handed"], rice["left"], rice["left_fen"]) == (6, 4, 2, 12_100)
            with pytest.raises(RuleBroken):
                actions.correct_handing(clerk, mine, version=None, reason="结清后")

    @pytest.mark.both
    def test_a_community_sees_and_hands_out_to_its_own_people_only(self) -> None:
        with transaction():
            roster = rosters.make_roster()
            here, there = rosters.make_people(1)[0], rosters.make_people(1, "C2")[0]
            rosters.add(roster, here)
            rosters.add(roster, there)
            own = staff.actor("community")
            with pytest.raises(NotFound):
                queries.get_roster(own, roster.id)
            rosters.agree(roster)
            line_here, line_there = queries.lines_of(roster.id)
            assert queries.list_lines(own, queries.get_roster(own, roster.id)).rows == [line_here]
            assert queries.totals_of(own, roster).planned.people == 1
            with pytest.raises(NotFound):
                actions.hand_out(own, line_there, version=None)
            with pytest.raises(NotFound):
                queries.get_roster(staff.actor("clerk_s2"), roster.id)
