"""The life of a file: proposing, hearing, deciding, and what each kind of change does; on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.residents.actions import cancel_death, record_death
from portal.services.assistance import actions
from portal.services.assistance.actions import NewMember, Plan
from portal.services.assistance.models import SupportDue, SupportFile
from portal.services.assistance.queries import (
    decision_in_force,
    find_open_change,
    find_standing_membership,
    members_in,
)
from tests.factories import assistance, staff
from tests.services.assistance.life import change_file, decide, hear, propose

pytestmark = pytest.mark.usefixtures("database")
NOV, DEC, JAN = dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def standard(database: None) -> None:
    with transaction():
        assistance.make_standard()


def paid(file: SupportFile, month: dt.date) -> int:
    found = decision_in_force(file, month)
    return found.total_fen if found else 0


class TestDecideChange:
    def test_scenario_16(self) -> None:
        """A reduction from 820 to 500: blocked, heard, then the notice with reasons, calculation and remedies; next month."""
        with transaction():
            file = assistance.make_file(3, 110_000)
            change = propose(
                file, "reduce", reason="长子就业，家庭月收入增加到1420元", plan=Plan(income_fen=142_000)
            )
            with pytest.raises(RuleBroken, match="听取意见记录"):
                decide(change)
            hearing = hear(change, signed=False)
            assert hearing.document is not None
            with pytest.raises(RuleBroken, match="签字扫描件"):
                decide(change)
            hear(change)
            decision = decide(change)
            assert (decision.effective_month, decision.total_fen) == (DEC, 50_000)
            assert (paid(file, NOV), paid(file, DEC)) == (82_000, 50_000)
            letter = decision.document
            assert letter is not None
            assert letter.number == decision.number
            said = letter.frozen["facts"]
            assert "1420元" in said["facts_text"]
            assert (said["figures"], said["capitals"]) == ("500.00", "人民币伍佰元整")
            assert any("1420.00" in line["text"] for line in said["calculation"])
            assert "行政复议" in said["remedies"]
            assert "第四十八条" in said["articles"]
            assert "没有意见" in said["heard"]

    def test_another_person_decides(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            change = propose(file, "increase", plan=Plan(income_fen=0))
            both = staff.actor("clerk")
            object.__setattr__(both, "permissions", both.permissions | {"assistance.decide_change"})
            with pytest.raises(Forbidden, match="另一人"):
                actions.decide_change(both, change, version=None)

    def test_a_decision_that_came_between_wants_new_figures(self) -> None:
        with transaction():
            file = assistance.make_file(2, 50_000)
            change = propose(file, "increase", plan=Plan(income_fen=40_000))
            actions.write_decision(
                staff.actor("reviewer"),
                file,
                kind="adjust",
                effective_month=DEC,
                sums=assistance.difference(2, 50_000, 68_000),
                adjustment_id=1,
            )
            with pytest.raises(RuleBroken, match="重新核算"):
                decide(change)
            actions.replan_change(staff.actor("clerk"), change, version=None, plan=Plan(income_fen=40_000))
            hear(change)  # the standard of the tests is still 640: less than what the batch gave
            assert decide(change).total_fen == 88_000

    def test_one_change_at_a_time(self) -> None:
        with transaction():
            file = assistance.make_file(2, 50_000)
            change = propose(file, "increase", plan=Plan(income_fen=40_000))
            with pytest.raises(RuleBroken, match="等待决定"):
                propose(file, "stop")
            actions.drop_change(staff.actor("clerk"), change, version=None, reason="收入证明有误")
            propose(file, "stop")


class TestKinds:
    def test_stop_and_return_as_a_new_file(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            decision = change_file(file, "stop")
            assert (decision.kind, decision.total_fen) == ("stop", 0)
            assert (file.state, file.stop_month, file.next_review_on) == ("stopped", DEC, None)
            assert [m.until_month for m in file.members] == [NOV, NOV]
            assert paid(file, NOV) == 128_000
            people = [m.resident for m in file.members]
            again = assistance.make_file(people=people, decided_on=dt.date(2026, 11, 22))
            assert again.start_month == DEC

    @pytest.mark.both
    def test_a_file_that_never_began(self) -> None:
        with transaction():
            file = assistance.make_file(1, decided_on=dt.date(2026, 11, 22))
            change_file(file, "stop")
            assert not file.members[0].is_counted
            assert find_standing_membership(file.head_id) is None

    def test_suspend_and_resume(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            change_file(file, "suspend")
            assert (file.state, paid(file, DEC)) == ("suspended", 0)
            assert find_standing_membership(file.head_id) is not None, "still nobody else's"
            decision = change_file(file, "resume", effective_month=JAN)
            assert (file.state, decision.total_fen) == ("active", 128_000)

    def test_members_come_and_go(self) -> None:
        with transaction():
            file = assistance.make_file(2, 20_000)
            child = assistance.make_people(1)[0]
            change_file(file, "members", plan=Plan(joining=(NewMember(child.id, "20"),)))
            assert paid(file, DEC) == 3 * 64_000 - 20_000
            gone = file.members[1]
            change_file(
                file,
                "members",
                reason_code="prison",
                effective_month=JAN,
                plan=Plan(leaving=((gone.id, "prison"),)),
            )
            assert paid(file, JAN) == 2 * 64_000 - 20_000
            assert gone.until_month == DEC
            assert [m.resident_id for m in members_in(file, JAN)] == [file.head_id, child.id]

    def test_a_newborn_joins_with_the_ground_of_its_age(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            child = assistance.make_people(1)[0]
            child.birth_date = dt.date(2026, 11, 3)
            decision = change_file(file, "members", plan=Plan(joining=(NewMember(child.id, "20"),)))
            people = (decision.sheet or {})["family"]["people"]
            assert [p["grounds"] for p in people if p["key"] == str(child.id)] == [["minor"]]

    @pytest.mark.parametrize(
        ("born", "grounds"),
        [(dt.date(2016, 5, 1), ["minor", "disabled", "ill"]), (dt.date(1990, 5, 1), ["disabled", "ill"])],
    )
    def test_who_joins_with_papers_has_their_grounds_too(self, born: dt.date, grounds: list[str]) -> None:
        with transaction():
            file = assistance.make_file(2)
            one = assistance.make_people(1)[0]
            one.birth_date = born
            plan = Plan(joining=(NewMember(one.id, "20"),), proven={one.id: ("disabled", "ill")})
            decision = change_file(file, "members", plan=plan)
            people = (decision.sheet or {})["family"]["people"]
            assert [p["grounds"] for p in people if p["key"] == str(one.id)] == [grounds]

    def test_who_has_come_of_age_is_no_minor_when_it_is_reckoned_again(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            child = file.members[1].resident
            child.birth_date = dt.date(2008, 12, 15)
            first = change_file(
                file, "increase", plan=Plan(income_fen=0, grounds={child.id: ("minor", "ill")})
            )
            clock.fix_today(dt.date(2026, 12, 20))
            second = change_file(file, "increase", plan=Plan(income_fen=0))
            found = [
                p["grounds"]
                for one in (first, second)
                for p in (one.sheet or {})["family"]["people"]
                if p["key"] == str(child.id)
            ]
            assert found == [["minor", "ill"], ["ill"]]

    @pytest.mark.both
    def test_a_new_head_in_the_same_file(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            number, other = file.number, file.members[1]
            decision = change_file(file, "head_change", plan=Plan(head_id=other.resident_id))
            assert (file.number, file.head_id, paid(file, DEC)) == (number, other.resident_id, 128_000)
            assert [m.relation for m in file.members] == ["50", "01"]
            assert decision.document is not None

    def test_refused_work_stops_the_own_share_only(self) -> None:
        with transaction():
            file = assistance.make_file(3, 100_000)  # 920.00
            change = propose(file, "refused_work", plan=Plan(person_id=file.members[2].id))
            hear(change)
            decision = decide(change)
            assert (decision.persons, decision.total_fen) == (2, 92_000 - 30_667)
            assert "306.67" in str(decision.sheet)
            assert len(members_in(file, DEC)) == 3

    @pytest.mark.both
    def test_fading_ends_by_itself_into_a_proposal(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            with pytest.raises(RuleBroken, match="6"):
                propose(file, "fading", plan=Plan(fading_months=7))
            change_file(file, "fading", plan=Plan(fading_months=3))
            assert (file.state, file.fading_until, paid(file, DEC)) == (
                "fading",
                dt.date(2027, 2, 1),
                128_000,
            )
            assert actions.propose_fading_stops(dt.date(2027, 1, 31)) == 0
            assert actions.propose_fading_stops(dt.date(2027, 2, 1)) == 1
            assert actions.propose_fading_stops(dt.date(2027, 2, 1)) == 0
            stop = find_open_change(file)
            assert stop is not None
            assert (stop.kind, stop.effective_month) == ("stop", dt.date(2027, 3, 1))

    def test_voluntary_exit_is_heard_by_its_statement(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            change = propose(file, "exit", reason="子女就业，家庭好转")
            hear(change, way="statement", opinion="自愿退出")
            decision = decide(change)
            assert (decision.kind, decision.reason_code, file.state) == ("stop", "voluntary", "stopped")

    def test_no_longer_eligible_is_a_stop(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            with pytest.raises(RuleBroken, match="停保") as refused:
                propose(file, "reduce", plan=Plan(income_fen=128_000))
            assert refused.value.field == "income_fen"


class TestDeath:
    def test_of_a_member(self) -> None:
        with transaction():
            file = assistance.make_file(3, 20_000)
            gone = file.members[1]
            record_death(
                staff.actor("clerk"),
                gone.resident,
                version=None,
                death_date=dt.date(2026, 11, 3),
                source="走访",
            )
            change = find_open_change(file)
            assert change is not None
            assert (change.kind, change.effective_month, change.nobody_to_hear) == ("death", DEC, False)
            hear(change)
            decide(change)
            assert (paid(file, NOV), paid(file, DEC)) == (172_000, 108_000)
            assert gone.until_month == NOV

    def test_of_the_head_wants_a_new_head_first(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            record_death(
                staff.actor("clerk"), file.head, version=None, death_date=dt.date(2026, 11, 3), source="走访"
            )
            change = find_open_change(file)
            assert change is not None
            with pytest.raises(RuleBroken, match="核算"):
                decide(change)
            plan = Plan(person_id=file.members[0].id, head_id=file.members[1].resident_id)
            actions.replan_change(staff.actor("clerk"), change, version=None, plan=plan)
            hear(change, heard_name=file.members[1].resident.name)
            decide(change)
            assert (file.head_id, paid(file, DEC)) == (file.members[1].resident_id, 64_000)

    @pytest.mark.both
    def test_of_the_only_one_stops_unheard_with_a_word_from_kin(self) -> None:
        with transaction():
            file = assistance.make_file(1)
            record_death(
                staff.actor("clerk"), file.head, version=None, death_date=dt.date(2026, 11, 3), source="走访"
            )
            assert file.next_review_on == dt.date(2026, 10, 20), "it was due earlier already"
            change = find_open_change(file)
            assert change is not None
            assert (change.kind, change.nobody_to_hear) == ("stop", True)
            with pytest.raises(RuleBroken, match="亲属"):
                decide(change)
            actions.record_kin(
                staff.actor("clerk"), change, version=None, kin_contact="其侄，11月5日电话告知"
            )
            decision = decide(change)
            assert (file.state, decision.effective_month) == ("stopped", DEC)
            assert decision.document is not None
            assert "其侄" in decision.document.frozen["facts"]["heard"]

    @pytest.mark.both
    def test_cancelled_takes_the_proposal_back(self) -> None:
        with transaction():
            file = assistance.make_file(1)
            clerk = staff.actor("clerk")
            record_death(clerk, file.head, version=None, death_date=dt.date(2026, 11, 3), source="走访")
            cancel_death(staff.actor("reviewer"), file.head, version=None, reason="同名误登")
            assert find_open_change(file) is None
            assert file.state == "active"


class TestAccountsAndReviews:
    def test_scenario_41(self) -> None:
        """A passbook fails Luhn: a warning, then allowed when somebody has compared it."""
        with transaction():
            file = assistance.make_file()
            bank = actions.BankAccount("示范农商银行", assistance.PASSBOOK, file.head_name)
            with pytest.raises(RuleBroken, match="存折") as refused:
                actions.change_account(staff.actor("clerk"), file, version=None, bank=bank)
            assert refused.value.field == "confirmed"
            actions.change_account(staff.actor("clerk"), file, version=None, bank=bank, confirmed=True)
            assert (file.account, file.account_tail) == (assistance.PASSBOOK, "0001")

    @pytest.mark.both
    def test_a_review_sets_the_next(self) -> None:
        with transaction():
            file = assistance.make_file()
            clerk, other = staff.actor("clerk"), staff.actor("clerk2").account_id
            with pytest.raises(RuleBroken, match="两人"):
                actions.record_review(
                    clerk,
                    file,
                    version=None,
                    done_on=dt.date(2026, 11, 20),
                    with_id=clerk.account_id,
                    finding="unchanged",
                    note="情况属实",
                )
            actions.record_review(
                clerk,
                file,
                version=None,
                done_on=dt.date(2026, 11, 20),
                with_id=other,
                finding="unchanged",
                note="情况属实",
                category="C",
            )
            assert (file.category, file.next_review_on) == ("C", dt.date(2027, 2, 20))

    def test_a_community_neither_reclassifies_nor_dates_back(self) -> None:
        with transaction():
            file = assistance.make_file()
            file.category = "B"
            found = {"version": None, "finding": "unchanged", "note": "情况属实"}
            found["with_id"] = staff.actor("clerk").account_id
            own = staff.actor("community")
            day = dt.date(2026, 11, 20)
            with pytest.raises(RuleBroken, match="街道经办人") as refused:
                actions.record_review(own, file, done_on=day, category="C", **found)
            assert refused.value.field == "category"
            actions.record_review(own, file, done_on=day, category="B", **found)
            for early in (day - dt.timedelta(days=1), dt.date(1999, 1, 1)):
                with pytest.raises(RuleBroken, match="不能早于") as refused:
                    actions.record_review(own, file, done_on=early, **found)
                assert refused.value.field == "done_on"
            assert file.category == "B"


def test_what_is_owed_stays_open() -> None:
    with transaction():
        assert session.query(SupportDue).count() == 0
