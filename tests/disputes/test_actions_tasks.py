"""Tasks of several bodies at once: one lead, each signs for and answers its own, a body outside does so by letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pytest

from portal import clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.disputes import reach, tasks
from portal.disputes.actions import standing
from portal.disputes.actions import tasks as actions
from portal.disputes.actions.tasks import NewTask
from portal.disputes.models import Dispute, DisputeTask
from portal.errors import Conflict, NotFound, RuleBroken
from portal.letters import actions as letters
from portal.letters.queries import letters_about
from tests.disputes.bodies import HUMAN, make_bodies, officer
from tests.factories import mediation, staff
from tests.factories.letters import scan

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def dispute() -> Dispute:
    with transaction():
        make_bodies()
        found = mediation.make_dispute(title="张示例等人与样本公司欠薪纠纷", amount_fen=1_200_000)
    return session.get_one(Dispute, found.id)


def _give(dispute: Dispute, *more: NewTask, lead: bool = True) -> list[DisputeTask]:
    """The committee leads, and the labour department and others take part."""
    m1 = staff.unit("M1").id
    first = [NewTask(role="lead", body_id=m1, task="牵头组织联合调解")] if lead else []
    return actions.give_tasks(staff.actor("mediator"), dispute, version=None, unit_id=m1, new=[*first, *more])


class TestGiveTask:
    def test_each_has_its_own_limit_and_a_body_outside_its_letter(self, dispute: Dispute) -> None:
        with transaction():
            made = _give(
                session.get_one(Dispute, dispute.id),
                NewTask(body_id=staff.unit(HUMAN).id, task="核实工资标准", due_on=dt.date(2026, 11, 24)),
                NewTask(body="示范区总工会", task="派律师提供意见"),
            )
            lead, human, union = made
            assert (lead.state, human.state, union.state) == ("signed_for", "waiting", "waiting")
            assert (human.letter_id, human.due_on) == (None, dt.date(2026, 11, 24))
            assert union.due_on == dt.date(2026, 11, 27)
            letter = letters_about(union)[0]
            assert (letter.state, letter.addressee, letter.unit.code) == ("draft", "示范区总工会", "M1")
            assert "示范街道人民调解委员会牵头" in (letter.body or "")
            assert [one.light.code for one in tasks.standings_of(lead.dispute)] == [
                "signed_for",
                "soon",
                "unsent",
            ]

    def test_is_refused_in_words(self, dispute: Dispute) -> None:
        past = dt.date(2026, 11, 1)
        for new, field in (
            ([NewTask(body="示范区总工会", task="到场")], None),
            (
                [NewTask(role="lead", body="甲", task="牵头"), NewTask(role="lead", body="乙", task="牵头")],
                None,
            ),
            (
                [NewTask(role="lead", body="甲", task="牵头"), NewTask(body="甲", task="到场")],
                "tasks-1-body_id",
            ),
            ([NewTask(role="lead", body="甲", task="")], "tasks-0-task"),
            ([NewTask(role="lead", body=" ", task="牵头")], "tasks-0-body"),
            ([NewTask(role="lead", body="甲", task="牵头", due_on=past)], "tasks-0-due_on"),
            ([], "tasks-0-task"),
        ):
            with pytest.raises(RuleBroken) as refused, transaction():
                _give(session.get_one(Dispute, dispute.id), *new, lead=False)
            assert refused.value.field == field

    def test_a_stale_dispute_is_refused(self, dispute: Dispute) -> None:
        with transaction():
            found = session.get_one(Dispute, dispute.id)
            with pytest.raises(Conflict):
                actions.give_tasks(
                    staff.actor("mediator"), found, version=0, unit_id=1, new=[NewTask(task="到场")]
                )


class TestAnswerTask:
    def test_by_the_body_itself_and_by_nobody_else(self, dispute: Dispute) -> None:
        with transaction():
            human = _give(
                session.get_one(Dispute, dispute.id), NewTask(body_id=staff.unit(HUMAN).id, task="核实")
            )[1]
            own, other = officer(HUMAN), staff.actor("community")
            assert tasks.list_own_tasks(own).rows[0].task is human
            assert tasks.list_own_tasks(other).rows == []
            with pytest.raises(NotFound):
                tasks.get_task(other, human.id)
            with pytest.raises(NotFound):
                actions.sign_for_task(other, human, version=None, person="甲")
            with pytest.raises(RuleBroken, match="先签收"):
                actions.answer_task(own, human, version=None, opinion="同意")
            actions.sign_for_task(own, human, version=human.version, person="王协办", phone="13900000555")
            with pytest.raises(Conflict):
                actions.answer_task(own, human, version=human.version - 1, opinion="同意")
            actions.answer_task(own, human, version=human.version, opinion="工资标准为每月4000元")
            assert (human.answered_on, human.opinion, human.person) == (
                TODAY,
                "工资标准为每月4000元",
                "王协办",
            )
            with pytest.raises(RuleBroken):
                actions.withdraw_task(staff.actor("mediator"), human, version=human.version, reason="误发")
            assert tasks.count_own_tasks(own) == {"open": 0, "overdue": 0, "done": 1, "all": 1}

    @pytest.mark.both
    def test_of_a_body_outside_comes_by_its_letter(self, dispute: Dispute) -> None:
        who = staff.actor("mediator")
        with transaction():
            union = _give(session.get_one(Dispute, dispute.id), NewTask(body="示范区总工会", task="派律师"))[
                1
            ]
            reach.offer_page("test", _seen_by_committee)
            with pytest.raises(RuleBroken, match="先把函发出"):
                actions.record_receipt(who, union, version=union.version, signed_for_by="门卫")
            letter = letters.send_letter(who, union.letter)  # type: ignore[arg-type]
            assert letter.number == "示街函〔2026〕1号"
            given = {"version": None, "number": "示工函〔2026〕3号", "on": TODAY, "signer": "孙外单"}
            letters.enter_answer(who, letter, outcome="interim", **given)
            assert (union.state, union.signed_for_by) == ("signed_for", "孙外单")
            letters.enter_answer(who, letter, outcome="done", text="建议按约定支付。", file=scan(), **given)
            assert (union.state, union.answer_number) == ("answered", "示工函〔2026〕3号")
            assert union.opinion == "已办结：建议按约定支付。"

    @pytest.mark.both
    def test_a_withdrawn_task_takes_its_letter_along_and_is_grey(self, dispute: Dispute) -> None:
        who = staff.actor("mediator")
        with transaction():
            lead, union = _give(
                session.get_one(Dispute, dispute.id), NewTask(body="示范区总工会", task="派律师")
            )
            with pytest.raises(RuleBroken, match="参加单位"):
                actions.withdraw_task(who, lead, version=lead.version, reason="不需要")
            with pytest.raises(RuleBroken, match="由交办单位办理"):
                actions.withdraw_task(staff.actor("street"), union, version=None, reason="不是我的")
            with pytest.raises(RuleBroken, match="由交办单位办理"):
                actions.record_receipt(staff.actor("street"), union, version=None, signed_for_by="门卫")
            actions.withdraw_task(who, union, version=union.version, reason="不需要")
            assert union.letter is not None
            assert union.letter.state == "withdrawn"
            assert tasks.light_of(union).code == "withdrawn"

    @pytest.mark.both
    def test_lights_go_from_waiting_to_yellow_to_red(self, dispute: Dispute) -> None:
        with transaction():
            human = _give(
                session.get_one(Dispute, dispute.id), NewTask(body_id=staff.unit(HUMAN).id, task="核实")
            )[1]
            seen = []
            for day in (TODAY, dt.date(2026, 11, 24), dt.date(2026, 11, 28)):
                clock.fix_today(day)
                seen.append(tasks.light_of(human).code)
            assert seen == ["waiting", "soon", "overdue"]
            assert tasks.list_own_tasks(officer(HUMAN), tab="overdue").total == 1

    def test_no_answer_is_late_once_the_dispute_is_over(self, dispute: Dispute) -> None:
        """Nor does it wait on the body's desk; one that came after its day says so for good."""
        with transaction():
            found = session.get_one(Dispute, dispute.id)
            body = NewTask(body_id=staff.unit(HUMAN).id, task="核实工资标准", due_on=dt.date(2026, 11, 24))
            human = _give(found, body)[1]
            clock.fix_today(dt.date(2026, 11, 30))
            assert tasks.light_of(human).code == "overdue"
            standing.resolve(staff.actor("mediator"), found, on=clock.today(), way="people")
            assert tasks.light_of(human).code == "spared"
            counts = tasks.count_own_tasks(officer(HUMAN))
            assert (counts["open"], counts["overdue"], counts["all"]) == (0, 0, 1)
            standing.reopen(staff.actor("mediator"), found)
            assert tasks.count_own_tasks(officer(HUMAN))["overdue"] == 1
            human.state, human.answered_on = "answered", dt.date(2026, 11, 25)
            assert tasks.light_of(human).code == "late"
            human.answered_on = dt.date(2026, 11, 24)
            assert tasks.light_of(human).code == "answered"


def _seen_by_committee(actor: Actor, disputes: Collection[Dispute]) -> reach.Places:
    seen = actor.unit_id == staff.unit("M1").id
    return {one.id: reach.Place("纠纷", "/") for one in disputes if seen}
