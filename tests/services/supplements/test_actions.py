"""What a request to complete does to an accepted application, and which notices go out when a case stops or ends."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.documents.queries import list_documents_of
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.services import actions, life
from portal.services.ends.papers import PickUp, proposed_pick_up
from portal.services.models import Application
from portal.services.supplements.actions import (
    DefectEntry,
    answer_supplement,
    ask_supplement,
    miss_supplement,
)
from portal.services.supplements.queries import find_open_request, list_waiting
from portal.settings.actions import change_setting
from tests.factories import services, staff

pytestmark = pytest.mark.usefixtures("hall")
PROOF = DefectEntry("", "已过期", "提交三个月内出具的证明", code="proof")
OTHER = DefectEntry("租赁合同", "没有提交", "提交复印件一份")


def ask(application: Application, *defects: DefectEntry, who: str = "clerk", **more: object) -> object:
    return ask_supplement(
        staff.actor(who), application, version=application.version, defects=defects or (PROOF, OTHER), **more
    )


def papers(application: Application) -> list[str]:
    return [d.kind for d in list_documents_of("Application", application.id)]


class TestAskSupplement:
    def test_the_clock_stops_and_the_answer_restarts_it(self) -> None:
        with transaction():
            application = services.accepted()
            before = application.due_on
            request = ask(application)
            assert application.state == "suspended"
            assert request.document.number.startswith("示街办补")
            assert [d["name"] for d in request.document.frozen["facts"]["defects"]] == [
                "困难证明",
                "租赁合同",
            ]
            assert "不计入" in request.document.frozen["facts"]["clock_note"]
            clock.fix_today(dt.date(2026, 11, 25))
            assert not life.possible(application, staff.actor("reviewer"))[0].verb.startswith("resume")
            answer_supplement(
                staff.actor("clerk"), application, version=application.version, came={0: "copy", 1: "copy"}
            )
            assert application.state == "accepted"
            assert application.suspended_days == 3
            assert application.due_on > before
            assert find_open_request(application) is None
            assert next(m for m in application.materials if m.code == "proof").state == "received"
            actions.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")

    def test_by_setting_the_clock_runs_on_and_nothing_is_judged_meanwhile(self) -> None:
        with transaction():
            change_setting(
                staff.actor("admin"),
                key="services.supplement_stops_clock",
                text="no",
                valid_from=None,
                reason="本地规定",
            )
        with transaction():
            application = services.accepted()
            request = ask(application)
            assert (application.state, request.stops_clock) == ("accepted", False)
            with pytest.raises(RuleBroken, match="已经通知补正"):
                actions.review_application(
                    staff.actor("reviewer"), application, version=None, opinion="agree"
                )
            answer_supplement(staff.actor("clerk"), application, version=None, came={}, note="说过不补")
            assert (application.state, application.suspended_days) == ("accepted", 0)

    def test_scenario_19_asking_again_for_what_was_knowable_is_the_supervisors(self) -> None:
        with transaction():
            application = services.accepted()
            ask(application)
            with pytest.raises(RuleBroken, match="已中止"):
                ask(application)
            answer_supplement(staff.actor("clerk"), application, version=None, came={0: "copy"})
            with pytest.raises(RuleBroken, match="理由"):
                ask(application, OTHER)
            with pytest.raises(Forbidden):
                ask(application, OTHER, again_because="漏看了一项")
            again = ask(application, OTHER, who="reviewer", again_because="漏看了一项")
            assert (again.round, again.was_knowable) == (2, True)
            assert "漏看了一项" in again.document.frozen["facts"]["again"]
            answer_supplement(staff.actor("clerk"), application, version=None, came={0: "copy"})
            new = ask(application, OTHER, again_because="核对后发现", was_knowable=False)
            assert (new.round, new.was_knowable) == (3, False)

    @pytest.mark.parametrize(
        ("defects", "sentence"),
        [
            ([DefectEntry("", "缺", "补")], "请写明"),
            ([DefectEntry("合同", "缺", "")], "合同"),
            ([PROOF, PROOF], "只写一行"),
            ([DefectEntry("合同", "电话 13900000000", "补")], "手机号"),
        ],
    )
    def test_what_is_asked_for_is_said_plainly(self, defects: list[DefectEntry], sentence: str) -> None:
        with transaction():
            application = services.accepted()
            with pytest.raises(RuleBroken, match=sentence):
                ask(application, *defects)
            with pytest.raises(Conflict):
                ask_supplement(staff.actor("clerk"), application, version=0, defects=[OTHER])


class TestMissSupplement:
    def test_no_answer_leads_to_an_end_with_reasons_and_remedies(self) -> None:
        clerk, reviewer = staff.actor("clerk"), staff.actor("reviewer")
        with transaction():
            application = services.accepted()
            request = ask(application)
            with pytest.raises(RuleBroken, match="期满以前"):
                miss_supplement(clerk, application, version=None)
            assert len(list_waiting(clerk)) == 1
            clock.fix_today(request.due_on + dt.timedelta(days=1))
            with pytest.raises(RuleBroken, match="没有逾期"):
                actions.end_application(
                    reviewer, application, version=None, because="missed", reason="电话联系两次"
                )
            miss_supplement(clerk, application, version=None, note="电话无人接听")
            assert application.state == "accepted"
            with pytest.raises(Forbidden):
                actions.end_application(clerk, application, version=None, because="missed", reason="未补")
            actions.end_application(
                reviewer, application, version=None, because="missed", reason="电话联系两次"
            )
            assert (application.state, application.closed_on) == ("ended", clock.today())
            paper = list_documents_of("Application", application.id)[-1]
            assert paper.kind == "termination_notice"
            assert "行政复议" in paper.frozen["facts"]["remedies"]
            assert life.possible(application, reviewer) == []


class TestSuspendApplication:
    def test_goes_out_on_paper(self) -> None:
        with transaction():
            application = services.accepted()
            actions.suspend_application(
                staff.actor("clerk"),
                application,
                version=None,
                reason="等待法院判决",
                resume_when="判决生效",
            )
            assert papers(application)[-1] == "suspension_notice"
            facts = list_documents_of("Application", application.id)[-1].frozen["facts"]
            assert facts["resume_when"] == "判决生效"
            assert "行政许可法" in facts["article"]


class TestTellResult:
    def test_what_to_fetch_where_and_by_when_and_a_second_takes_its_place(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = services.decided()
            with pytest.raises(RuleBroken, match="没有要通知"):
                actions.tell_result(clerk, application, version=None, pick_up=PickUp("窗口"))
            actions.issue_result(clerk, application, version=None)
            pick_up = proposed_pick_up(application, clock.today())
            assert pick_up.place == "综合窗口"
            assert pick_up.fetch_by == dt.date(2026, 12, 22)
            first = actions.tell_result(clerk, application, version=None, pick_up=pick_up)
            with pytest.raises(RuleBroken, match="领取地点"):
                actions.tell_result(clerk, application, version=None, pick_up=PickUp())
            second = actions.tell_result(
                clerk, application, version=None, pick_up=PickUp(mail_number="EMS001")
            )
            assert (first.status, second.frozen["facts"]["mail_number"]) == ("replaced", "EMS001")

    @pytest.mark.both
    def test_a_refusal_says_why_and_what_can_be_done(self) -> None:
        with transaction():
            application = services.reviewed()
            actions.decide_application(
                staff.actor("reviewer"), application, version=None, result="denied", reasons="不符合条件"
            )
            made = actions.tell_result(
                staff.actor("clerk"), application, version=None, pick_up=PickUp("窗口")
            )
            facts = made.frozen["facts"]
            assert (facts["reasons"], facts["place"]) == ("不符合条件", "")
            assert "行政诉讼" in facts["remedies"]
