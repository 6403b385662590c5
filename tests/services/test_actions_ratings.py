"""What residents say of how they were served; agents checked like applicants; forms printed for signature."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.services import actions
from portal.services.actions import MaterialCheck
from portal.services.application_forms.actions import print_form
from portal.services.guards import promises_kept
from portal.services.models import Application
from portal.services.ratings import actions as ratings
from portal.services.ratings.queries import figures, list_late_callbacks, list_open_callbacks, ratings_of
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")
CLERK, LEADER = "clerk", "leader"


class TestEnterRating:
    def test_scenario_44_both_are_kept_and_the_last_counts(self) -> None:
        clerk, leader = staff.actor(CLERK), staff.actor(LEADER)
        with transaction():
            running = services.accepted()
            with pytest.raises(RuleBroken, match="还没有结果"):
                ratings.enter_rating(clerk, running, level=5, way="screen")
            application = services.collected(residents.make_resident())
            first = ratings.enter_rating(
                clerk, application, level=1, way="screen", aspects={"manner": 1, "other": 9}, remark="等太久"
            )
            assert (first.callback.call_by, first.callback.mend_by) == (
                dt.date(2026, 11, 23),
                dt.date(2026, 12, 11),
            )
            assert first.aspects == {"manner": 1}
            second = ratings.enter_rating(clerk, application, level=4, way="slip")
            assert [(one.round, one.level, one.is_last) for one in ratings_of(application)] == [
                (1, 1, False),
                (2, 4, True),
            ]
            assert second.callback is None
            with pytest.raises(RuleBroken, match="不能再改"):
                ratings.enter_rating(clerk, application, level=5, way="screen")
            today = clock.today()
            found = figures(leader, today, today)
            assert [(one.item, one.rated, one.satisfied, one.bad, one.percent) for one in found] == [
                ("困难帮扶登记", 1, 1, 0, 100)
            ]
            assert len(list_open_callbacks(leader)) == 1

    @pytest.mark.both
    def test_whoever_was_rated_badly_is_called_by_somebody_else_within_the_limit(self) -> None:
        leader = staff.actor(LEADER)
        with transaction():
            application = services.collected()
            callback = ratings.enter_rating(staff.actor(CLERK), application, level=2, way="slip").callback
            clock.fix_today(dt.date(2026, 11, 25))
            assert list_late_callbacks(leader, clock.today()) == [callback]
            told = {
                "version": callback.version,
                "on": clock.today(),
                "finding": "true",
                "found": "叫号等了一小时",
            }
            with pytest.raises((Forbidden, RuleBroken)):
                ratings.call_back(staff.actor("reviewer"), callback, **told)
            with pytest.raises(Forbidden):
                ratings.call_back(staff.actor(CLERK), callback, **told)
            with pytest.raises(RuleBroken, match="先登记回访"):
                ratings.settle_callback(leader, callback, version=None, done="加开窗口")
            ratings.call_back(leader, callback, **told)
            assert list_late_callbacks(leader, clock.today()) == []
            ratings.settle_callback(leader, callback, version=callback.version, done="加开窗口，已答复")
            assert (callback.state, list_open_callbacks(leader)) == ("settled", [])

    def test_the_slip_names_the_matter_and_nobody(self) -> None:
        with transaction():
            application = services.collected()
            slip = ratings.print_slip(staff.actor(CLERK), application)
            assert ratings.print_slip(staff.actor(CLERK), application) is slip
            names = {staff.actor(who).name for who in (CLERK, "reviewer")}
            assert not any(name in str(slip.frozen["facts"]) for name in names)
            assert application.subject_name not in str(slip.frozen["facts"])


class TestCheckAgent:
    def test_nothing_is_accepted_before_the_agents_papers_were_seen(self) -> None:
        clerk = staff.actor(CLERK)
        with transaction():
            agent = residents.make_resident(name="王代办", birth_date=dt.date(1980, 1, 1))
            application = services.draft(agent_id=agent.id, agent_relation="女儿")
            checks = services.all_received(application)
            assert {"letter", "agent_identity"} <= set(checks)
            actions.check_materials(clerk, application, version=None, checks=checks)
            with pytest.raises(RuleBroken, match="王代办的身份证件还没有核对"):
                actions.accept_application(clerk, application, version=None)
            number = agent.primary_paper.number
            for given, seen, sentence in ((number, False, "原件"), ("119901198001010000", True, "不一致")):
                with pytest.raises(RuleBroken, match=sentence):
                    actions.check_agent(clerk, application, version=None, number=given, has_seen=seen)
            actions.check_agent(clerk, application, version=None, number=f" {number} ", has_seen=True)
            other = residents.make_resident(name="李代办")
            actions.set_agent(clerk, application, version=None, agent_id=other.id, agent_relation="邻居")
            assert not application.agent_is_checked
            actions.set_agent(clerk, application, version=None, agent_id=agent.id, agent_relation="女儿")
            actions.accept_application(clerk, application, version=None)
            assert application.state == "accepted"

    @pytest.mark.both
    def test_what_silence_accepted_waits_for_them_before_its_result(self) -> None:
        clerk = staff.actor(CLERK)
        with transaction():
            agent = residents.make_resident(name="王代办")
            application = services.draft(agent_id=agent.id, agent_relation="女儿")
            checks = services.all_received(application) | {
                "agent_identity": MaterialCheck("waived", note="以后补")
            }
            actions.check_materials(clerk, application, version=None, checks=checks)
            application.is_deemed = True
            actions.accept_application(clerk, application, version=None)
            with pytest.raises(RuleBroken, match="代办人居民身份证"):
                promises_kept(application, clerk)
            number = agent.primary_paper.number
            actions.check_agent(clerk, application, version=None, number=number, has_seen=True)
            assert application.agent_is_checked
            promises_kept(application, clerk)
            with pytest.raises(RuleBroken, match="没有等待核对"):
                actions.check_agent(clerk, application, version=None, number=number, has_seen=True)

    def test_one_check_counts_for_every_draft_of_the_visit(self) -> None:
        clerk = staff.actor(CLERK)
        with transaction():
            agent = residents.make_resident(name="王代办")
            visit = actions.start_visit(
                clerk,
                unit_id=clerk.unit_id or 0,
                items=["plain_help", "visited_help"],
                resident_id=residents.make_zhang().id,
                agent_id=agent.id,
                agent_relation="女儿",
            )
            number = agent.primary_paper.number
            actions.check_agent(clerk, visit.applications[0], version=None, number=number, has_seen=True)
            assert all(one.agent_is_checked for one in visit.applications)


class TestPrintForm:
    def test_what_was_told_is_printed_and_a_change_takes_its_place(self) -> None:
        clerk = staff.actor(CLERK)
        with transaction():
            application: Application = services.draft()
            actions.save_answers(clerk, application, version=None, answers={"story": "房屋漏水"})
            first = print_form(clerk, application)
            facts = first.frozen["facts"]
            assert facts["form_title"] == "困难帮扶登记申请表"
            assert [(one["label"], one["value"]) for one in facts["answers"]] == [("情况说明", "房屋漏水")]
            assert facts["materials"] == ["身份证", "困难证明", "补充说明"]
            assert print_form(clerk, application) is first
            actions.save_answers(clerk, application, version=None, answers={"story": "房屋漏水，已修"})
            second = print_form(clerk, application)
            session.flush()
            assert (first.status, second.status) == ("replaced", "valid")
