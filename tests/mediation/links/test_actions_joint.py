"""Scenario 28: wages, three departments at once under the committee's lead; one case, one agreement, everybody's part is seen."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from portal.db import session, transaction
from portal.disputes import tasks
from portal.disputes.actions import tasks as actions
from portal.disputes.actions.tasks import NewTask
from portal.errors import Conflict, NotFound, RuleBroken
from portal.letters import actions as letters
from portal.letters.queries import get_letter
from portal.mediation.links import joint as joints
from portal.mediation.links.actions.joint import begin_joint
from portal.mediation.links.joining import find_pages
from portal.mediation.models import MediationCase
from tests.disputes.bodies import HUMAN, POLICE, make_bodies, officer
from tests.factories import mediation, staff
from tests.factories.letters import scan

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)


def test_scenario_28() -> None:
    """Each has its own task, limit and opinion at the same moment; the committee leads, and the case counts once."""
    who = staff.actor("mediator")
    with transaction():
        make_bodies()
        case = mediation.make_case("mediating")
        bodies = [
            NewTask(body_id=staff.unit(HUMAN).id, task="核实欠薪数额"),
            NewTask(body_id=staff.unit(POLICE).id, task="维持秩序", due_on=dt.date(2026, 11, 25)),
            NewTask(body_id=staff.unit("S").id, task="协调企业"),
            NewTask(body="示范区总工会", task="提供法律意见"),
        ]
        begin_joint(who, case, version=case.version, bodies=bodies)
        lead, human, police, street, union = tasks.list_tasks(case.dispute)
        assert (lead.body_id, lead.role, case.nature) == (case.unit_id, "lead", "people")
        assert [one.light.code for one in tasks.standings_of(case.dispute)] == [
            "signed_for",
            "waiting",
            "soon",
            "waiting",
            "unsent",
        ]
        # Two sign in, the street by its own post, the union by letter: in whatever order they like.
        actions.sign_for_task(officer(POLICE), police, version=police.version, person="测试派出所")
        actions.answer_task(officer(POLICE), police, version=police.version, opinion="现场秩序平稳")
        actions.sign_for_task(officer(HUMAN), human, version=human.version, person="王协办、李协办")
        actions.sign_for_task(staff.actor("street"), street, version=street.version, person="测试街道")
        letter = letters.send_letter(who, get_letter(who, union.letter_id or 0))
        letters.enter_answer(
            who,
            letter,
            version=None,
            number="示工〔2026〕5号",
            on=TODAY,
            outcome="done",
            signer="赵工会",
            file=scan(),
        )
        assert [task.state for task in (human, police, street, union)] == [
            "signed_for",
            "answered",
            "signed_for",
            "answered",
        ]
        assert [(one.body, one.person) for one in tasks.took_part(case.dispute)] == [
            ("示范街道劳动保障所", "王协办、李协办"),
            ("示范派出所", "测试派出所"),
            ("示范街道办事处", "测试街道"),
            ("示范区总工会", "赵工会"),
        ]
        assert joints.list_joint_cases(who).total == 1
        assert session.scalar(select(func.count(MediationCase.id))) == 1
        # A body sees its task and nothing of the case.
        assert tasks.get_task(officer(HUMAN), human.id) is human
        assert find_pages(officer(HUMAN), [case.dispute]) == {}
        with pytest.raises(NotFound):
            tasks.get_task(officer(HUMAN), police.id)
        assert tasks.count_own_tasks(officer(POLICE))["done"] == 1


class TestBeginJoint:
    def test_who_leads_decides_the_nature(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            make_bodies()
            case = mediation.make_case("accepted")
            human = NewTask(role="lead", body_id=staff.unit(HUMAN).id, task="牵头")
            for nature, lead in (("people", human), ("administrative", None), ("other", None)):
                with pytest.raises(RuleBroken) as refused:
                    begin_joint(who, case, version=None, bodies=[], nature=nature, lead=lead)
                assert refused.value.field == "nature"
            ours = NewTask(body_id=case.unit_id, task="参加调解")
            begin_joint(who, case, version=None, bodies=[ours], nature="administrative", lead=human)
            assert case.nature == "administrative"
            assert [one.task.state for one in tasks.standings_of(case.dispute)] == ["waiting", "signed_for"]
            with pytest.raises(Conflict):
                begin_joint(who, case, version=0, bodies=[ours], nature="administrative")
            with pytest.raises(RuleBroken, match="已经有任务"):
                begin_joint(who, case, version=None, bodies=[ours], nature="administrative")

    def test_not_when_the_case_has_ended(self) -> None:
        with transaction():
            case = mediation.make_case("terminated")
            with pytest.raises(RuleBroken, match="已经结束"):
                begin_joint(staff.actor("mediator"), case, version=None, bodies=[])
