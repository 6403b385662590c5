"""From review to the resident's hand, on the spot or in order; pauses, voiding, hand-over of work."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import open_work
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents.facts import from_plain
from portal.documents.models import Document, IssuedNumber
from portal.documents.papers import ClosingSlip
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.services import actions, limits
from portal.services.actions import MaterialCheck
from portal.services.models import Application, ItemVersion, SampleCheck
from portal.services.queries import papers_of
from portal.services.states import STATES
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")

QUICK = replace(
    services.PLAIN,
    code="quick_help",
    name="便民证明",
    on_the_spot=True,
    on_the_spot_alone=True,
    sample_percent=100,
)


def as_other_post(role: str) -> Actor:
    """The clerk again, at a second post: the same person with other rights."""
    clerk = staff.actor("clerk")
    return replace(staff.actor(role), account_id=clerk.account_id, name=clerk.name)


class TestReviewApplication:
    def test_by_another_person_with_an_opinion(self) -> None:
        with transaction():
            application = services.reviewed()
        assert (application.state, application.review_opinion) == ("reviewed", "agree")
        assert application.reviewed_by == staff.actor("reviewer").account_id

    def test_four_eyes_compare_persons_and_not_posts(self) -> None:
        with transaction():
            application = services.accepted()
        with pytest.raises(Forbidden, match="另一人"), transaction():
            actions.review_application(
                as_other_post("reviewer"), services.reload(application.id), version=None, opinion="agree"
            )

    def test_an_item_without_four_eyes_lets_one_person_go_on(self) -> None:
        with transaction():
            services.publish(replace(services.PLAIN, code="alone", four_eyes=False))
            application = services.accepted(item="alone")
            both = as_other_post("reviewer")
            actions.review_application(both, application, version=None, opinion="agree")
            actions.decide_application(both, application, version=None, result="granted")
        assert application.state == "decided"

    def test_to_disagree_needs_reasons(self) -> None:
        with transaction():
            application = services.accepted()
            with pytest.raises(RuleBroken) as refusal:
                actions.review_application(
                    staff.actor("reviewer"), application, version=None, opinion="disagree"
                )
        assert refusal.value.field == "note"

    def test_returned_to_whoever_accepted_it(self) -> None:
        with transaction():
            application = services.accepted()
            actions.review_application(
                staff.actor("reviewer"), application, version=None, opinion="return", note="缺签字"
            )
        assert (application.state, application.review_opinion) == ("accepted", "return")
        assert application.handler_id == staff.actor("clerk").account_id
        assert application.events[-1].note == "缺签字"

    def test_a_required_step_of_the_item_comes_first(self) -> None:
        reviewer = staff.actor("reviewer")
        with transaction():
            application = services.accepted(item="visited_help", business="again")
            with pytest.raises(RuleBroken, match="入户调查"):
                actions.review_application(reviewer, application, version=None, opinion="agree")
            actions.complete_step(reviewer, application, version=None, code="visit", outcome="属实")
            with pytest.raises(RuleBroken, match="已经办理过"):
                actions.complete_step(reviewer, application, version=None, code="visit")
            actions.review_application(reviewer, application, version=None, opinion="agree")
        assert application.state == "reviewed"
        assert "入户调查 属实" in [event.note for event in application.events]


class TestDecideApplication:
    def test_a_denial_needs_reasons_and_ends_the_matter(self) -> None:
        reviewer, clerk = staff.actor("reviewer"), staff.actor("clerk")
        with transaction():
            application = services.reviewed()
            with pytest.raises(RuleBroken) as refusal:
                actions.decide_application(reviewer, application, version=None, result="denied")
            assert refusal.value.field == "reasons"
            actions.decide_application(
                reviewer, application, version=None, result="denied", reasons="收入高于标准"
            )
            with pytest.raises(RuleBroken, match="没有可以制发的结果"):
                actions.issue_result(clerk, application, version=None)
            with pytest.raises(RuleBroken, match="还没有书面告知"):
                actions.close_application(clerk, application, version=None)
        assert (application.state, application.result) == ("decided", "denied")

    def test_against_the_reviewers_opinion_only_with_reasons(self) -> None:
        with transaction():
            application = services.accepted()
            reviewer = staff.actor("reviewer")
            actions.review_application(
                reviewer, application, version=None, opinion="disagree", note="证明不足"
            )
            with pytest.raises(RuleBroken) as refusal:
                actions.decide_application(staff.actor("leader"), application, version=None, result="granted")
            assert refusal.value.field == "reasons"

    def test_not_by_the_person_who_accepted(self) -> None:
        with transaction():
            application = services.reviewed()
        with pytest.raises(Forbidden), transaction():
            actions.decide_application(
                as_other_post("leader"), services.reload(application.id), version=None, result="granted"
            )


class TestCollectResult:
    def test_the_whole_way_to_the_archive(self) -> None:
        with transaction():
            application = services.collected()
            actions.close_application(staff.actor("clerk"), application, version=None)
        states = [event.to_state for event in application.events]
        assert states == ["draft", "accepted", "reviewed", "decided", "issued", "collected", "closed"]
        assert (application.collector_kind, application.collector) == ("self", "张䶮")
        assert application.closed_on == dt.date(2026, 11, 22)

    def test_a_favourable_decision_is_not_closed_before_it_is_collected(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="须先制发"):
            actions.close_application(staff.actor("clerk"), services.decided(), version=None)

    @pytest.mark.both
    def test_an_agent_collects_with_the_letter_in_the_file(self) -> None:
        with transaction():
            agent = residents.make_resident(name="李代办")
            application = services.issued(agent_id=agent.id, agent_relation="女儿")
            actions.collect_result(staff.actor("clerk"), application, version=None, collector="agent")
        assert (application.collector, application.collector_relation) == ("李代办", "女儿")
        assert application.channel == "agent"

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"collector": "nobody"}, "collector"),
            ({"collector": "agent", "has_letter": True}, "collector"),
            ({"collector": "other", "relation": "邻居", "has_letter": True}, "name"),
            ({"collector": "other", "name": "赵甲", "has_letter": True}, "relation"),
            ({"collector": "other", "name": "赵甲", "relation": "邻居"}, "has_letter"),
        ],
    )
    def test_only_with_name_relation_and_letter(self, given: dict[str, object], field: str) -> None:
        with transaction():
            application = services.issued()
            with pytest.raises(RuleBroken) as refusal:
                actions.collect_result(staff.actor("clerk"), application, version=None, **given)  # type: ignore[arg-type]
        assert refusal.value.field == field

    def test_what_was_promised_must_have_come_before_the_result_is_made(self) -> None:
        clerk, reviewer = staff.actor("clerk"), staff.actor("reviewer")
        with transaction():
            application = services.checked(services.draft(), proof=MaterialCheck("promised"))
            actions.accept_application(clerk, application, version=None)
            actions.review_application(reviewer, application, version=None, opinion="agree")
            actions.decide_application(reviewer, application, version=None, result="granted")
            with pytest.raises(RuleBroken, match="容缺的材料还没有补交：困难证明"):
                actions.issue_result(clerk, application, version=None)
            with pytest.raises(RuleBroken, match="没有容缺"):
                actions.receive_promised(clerk, application, version=None, code="identity", form="copy")
            actions.receive_promised(clerk, application, version=None, code="proof", form="original")
            actions.issue_result(clerk, application, version=None)
        assert application.state == "issued"

    @pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, True)])
    def test_what_comes_after_its_promised_day_says_so(self, days: int, is_late: bool) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            application = services.checked(services.draft(), proof=MaterialCheck("promised"))
            actions.accept_application(clerk, application, version=None)
            promised = application.materials[1].promised_by
            assert promised is not None
            clock.fix_today(promised + dt.timedelta(days=days))
            actions.receive_promised(clerk, application, version=None, code="proof", form="original")
            note = application.events[-1].note
        assert note == (f"困难证明（承诺 {promised} 前补交，逾期）" if is_late else "困难证明")


class TestCompleteOnTheSpot:
    def test_one_number_and_one_slip_for_all_of_it(self) -> None:
        with transaction():
            services.publish(QUICK)
            application = services.checked(services.draft(item="quick_help"))
            actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)
        assert [paper.kind for paper in papers_of(application)] == ["closing_slip"]
        facts = from_plain(ClosingSlip, papers_of(application)[0].frozen["facts"])
        assert (facts.result, facts.case_type, facts.accepted_on) == ("准予", "即办件", dt.date(2026, 11, 22))
        assert (application.state, application.number) == ("issued", "示街办受〔2026〕1号")
        assert application.is_on_the_spot
        assert application.due_on == dt.date(2026, 11, 22)
        assert [e.to_state for e in application.events] == ["draft", "decided", "issued"]
        assert len(session.scalars(select(IssuedNumber)).all()) == 1

    @pytest.mark.both
    def test_a_denial_on_the_spot_gives_reasons_and_remedies(self) -> None:
        with transaction():
            services.publish(QUICK)
            application = services.checked(services.draft(item="quick_help"))
            with pytest.raises(RuleBroken):
                actions.complete_on_the_spot(staff.actor("clerk"), application, version=None, result="denied")
        with transaction():
            actions.complete_on_the_spot(
                staff.actor("clerk"),
                services.reload(application.id),
                version=None,
                result="denied",
                reasons="档案中没有记录",
            )
        application = services.reload(application.id)
        facts = from_plain(ClosingSlip, papers_of(application)[0].frozen["facts"])
        assert (application.state, facts.reasons) == ("decided", "档案中没有记录")
        assert "行政诉讼" in facts.remedies

    def test_only_where_the_definition_says_so(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="不能由一人当场办结"):
            actions.complete_on_the_spot(
                staff.actor("clerk"), services.checked(services.draft()), version=None
            )

    def test_nothing_may_be_left_open(self) -> None:
        with transaction():
            services.publish(QUICK)
            application = services.checked(services.draft(item="quick_help"), proof=MaterialCheck("promised"))
            with pytest.raises(RuleBroken, match="不能当场办结：困难证明"):
                actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)

    @pytest.mark.both
    @pytest.mark.parametrize(("percent", "drawn"), [(100, 1), (0, 0)])
    def test_a_share_is_drawn_and_checked_by_somebody_else(self, percent: int, drawn: int) -> None:
        with transaction():
            services.publish(replace(QUICK, sample_percent=percent))
            application = services.checked(services.draft(item="quick_help"))
            actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)
        samples = session.scalars(select(SampleCheck)).all()
        assert len(samples) == drawn
        if not drawn:
            return
        with transaction():
            sample = session.scalars(select(SampleCheck)).one()
            with pytest.raises(Forbidden):
                actions.check_sample(as_other_post("reviewer"), sample, is_sound=True)
            with pytest.raises(RuleBroken) as refusal:
                actions.check_sample(staff.actor("supervisor"), sample, is_sound=False)
            assert refusal.value.field == "finding"
            actions.check_sample(staff.actor("supervisor"), sample, is_sound=False, finding="缺签字")
        assert (sample.is_sound, sample.finding) == (False, "缺签字")
        assert sample.application.handler_id == staff.actor("clerk").account_id

    @pytest.mark.both
    def test_a_wrong_one_can_be_voided(self) -> None:
        with transaction():
            services.publish(QUICK)
            application = services.checked(services.draft(item="quick_help"))
            actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)
            actions.void_acceptance(staff.actor("clerk"), application, version=None, reason="录错事项")
        assert application.state == "voided"
        assert session.scalars(select(Document.status)).all() == ["void"]


class TestSuspendApplication:
    def test_the_clock_stands_still_in_working_days(self) -> None:
        clock.fix_today(dt.date(2026, 11, 16))
        clerk = staff.actor("clerk")
        with transaction():
            application = services.accepted()
        assert application.due_on == dt.date(2026, 11, 30)
        clock.fix_today(dt.date(2026, 11, 18))
        with transaction():
            application = services.reload(application.id)
            actions.suspend_application(clerk, application, version=None, reason="等待鉴定")
        assert application.state == "suspended"
        clock.fix_today(dt.date(2026, 11, 24))
        with transaction():
            application = services.reload(application.id)
            actions.resume_application(clerk, application, version=None)
        # Thursday, Friday, Monday and Tuesday are taken off; the weekend between counted for nobody.
        assert (application.state, application.suspended_days) == ("accepted", 4)
        assert application.due_on == dt.date(2026, 12, 4)
        due = limits.due_of(application)
        assert due is not None
        assert due.due == application.due_on

    def test_it_goes_back_to_where_it_stood_twice_over(self) -> None:
        clock.fix_today(dt.date(2026, 11, 16))
        reviewer = staff.actor("reviewer")
        with transaction():
            application = services.reviewed()
        for suspended, resumed in ((17, 18), (19, 20)):
            with transaction():
                clock.fix_today(dt.date(2026, 11, suspended))
                application = services.reload(application.id)
                actions.suspend_application(reviewer, application, version=None, reason="等待鉴定")
                clock.fix_today(dt.date(2026, 11, resumed))
                actions.resume_application(reviewer, application, version=None)
            assert (application.state, application.suspended_from) == ("reviewed", "")
        assert application.suspended_days == 2
        assert application.due_on == dt.date(2026, 12, 2)

    def test_the_same_day_costs_nothing(self) -> None:
        clock.fix_today(dt.date(2026, 11, 16))
        with transaction():
            application = services.accepted()
            actions.suspend_application(staff.actor("clerk"), application, version=None, reason="等人")
            actions.resume_application(staff.actor("clerk"), application, version=None)
        assert (application.suspended_days, application.due_on) == (0, dt.date(2026, 11, 30))

    def test_needs_a_reason(self) -> None:
        with transaction(), pytest.raises(RuleBroken) as refusal:
            actions.suspend_application(staff.actor("clerk"), services.accepted(), version=None, reason="")
        assert refusal.value.field == "reason"


class TestWithdrawApplication:
    def test_the_number_stays_in_the_book(self) -> None:
        with transaction():
            application = services.accepted()
            actions.withdraw_application(staff.actor("clerk"), application, version=None, reason="本人撤回")
        assert (application.state, application.events[-1].note) == ("withdrawn", "本人撤回")
        assert session.scalars(select(IssuedNumber.state)).all() == ["used"]

    def test_not_after_the_decision(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="已决定"):
            actions.withdraw_application(staff.actor("clerk"), services.decided(), version=None, reason="x")


class TestDiscardDraft:
    def test_a_draft_disappears_from_the_desk_and_stays_in_the_book(self) -> None:
        with transaction():
            application = services.draft()
            actions.discard_draft(staff.actor("clerk"), application, version=application.version)
        assert application.state == "discarded"

    def test_not_after_a_notice_was_given(self) -> None:
        with transaction():
            application = services.checked(services.draft(), proof=MaterialCheck("missing"))
            actions.notify_missing(staff.actor("clerk"), application, version=None)
            actions.supplement_application(staff.actor("clerk"), application, version=None, checks={})
            with pytest.raises(RuleBroken, match="请办理撤回"):
                actions.discard_draft(staff.actor("clerk"), application, version=None)


class TestKeepHandler:
    def test_who_accepted_answers_for_it_until_it_is_handed_over(self) -> None:
        clerk, reviewer = staff.actor("clerk"), staff.actor("reviewer")
        colleague = staff.actor("clerk2")
        with transaction():
            application = services.accepted()
            actions.review_application(reviewer, application, version=None, opinion="return", note="补签字")
            assert application.handler_id == clerk.account_id
            actions.hand_over(
                reviewer,
                to_account_id=colleague.account_id,
                application_ids=[application.id],
                reason="休假",
            )
            actions.review_application(reviewer, application, version=None, opinion="return", note="再补")
            assert application.handler_id == colleague.account_id
            actions.review_application(reviewer, application, version=None, opinion="agree")
            actions.decide_application(staff.actor("leader"), application, version=None, result="granted")
            actions.issue_result(clerk, application, version=None)
        assert application.handler_id == colleague.account_id


class TestHandOver:
    def _one(self) -> Application:
        with transaction():
            return services.accepted()

    def test_a_colleague_gets_it_on_the_desk(self) -> None:
        key, colleague = self._one().id, staff.actor("clerk2").account_id
        with transaction():
            actions.hand_over(
                staff.actor("reviewer"), to_account_id=colleague, application_ids=[key], reason="休假"
            )
        assert services.reload(key).handler_id == colleague
        assert services.reload(key).events[-1].verb == "hand_over"

    def test_not_to_somebody_without_a_post_there(self) -> None:
        key = self._one().id
        with pytest.raises(RuleBroken) as refusal, transaction():
            actions.hand_over(
                staff.actor("reviewer"),
                to_account_id=staff.actor("clerk_s2").account_id,
                application_ids=[key],
                reason="休假",
            )
        assert refusal.value.field == "to_account_id"

    @pytest.mark.both
    def test_the_administrators_page_knows_the_work(self) -> None:
        key, clerk = self._one().id, staff.actor("clerk").account_id
        kind, rows = next(found for found in open_work.list_work(clerk) if found[0].code == "services")
        assert [(row.id, row.title) for row in rows] == [(key, "示街办受〔2026〕1号 困难帮扶登记")]
        to = staff.actor("clerk2").account_id
        with transaction():
            kind.mover(staff.actor("admin"), clerk, to, {key}, "离岗")
        assert services.reload(key).handler_id == to


class TestVersions:
    def test_every_verb_refuses_a_stale_version(self) -> None:
        with transaction():
            application = services.reviewed()
        with pytest.raises(Conflict), transaction():
            actions.decide_application(
                staff.actor("leader"),
                services.reload(application.id),
                version=application.version - 1,
                result="granted",
            )

    def test_a_change_to_a_material_counts_as_a_change_of_the_application(self) -> None:
        with transaction():
            application = services.draft()
            seen = application.version
            services.checked(application)
        assert application.version > seen

    @pytest.mark.both
    def test_published_versions_cannot_be_changed(self) -> None:
        with pytest.raises(Exception, match="append only"), transaction():
            session.scalars(select(ItemVersion)).first().number = 99  # type: ignore[union-attr]

    @pytest.mark.both
    def test_states_are_kept_by_the_database(self) -> None:
        with transaction():
            application = services.draft()
        assert "nonsense" not in STATES
        with pytest.raises(Exception, match="ck_application_state"), transaction():
            services.reload(application.id).state = "nonsense"
