"""The answers to an application: acceptance with number and receipt, the one-time notice, non-acceptance, voiding."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents.books import verify_numbers
from portal.documents.facts import from_plain
from portal.documents.models import Document, IssuedNumber
from portal.documents.papers import AcceptanceReceipt, MaterialPromise, NonAcceptanceNotice, OneTimeNotice
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.extensions import db
from portal.services import actions, limits
from portal.services.actions import MaterialCheck
from portal.services.models import Application, ApplicationEvent
from portal.services.queries import papers_of
from portal.web.application import Portal
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")

MISSING = MaterialCheck("missing", note="没有带来")
PROMISED = MaterialCheck("promised")


def accept(application: Application, username: str = "clerk", version: int | None = None) -> Application:
    return actions.accept_application(staff.actor(username), application, version=version)


def receipt_of(application: Application) -> AcceptanceReceipt:
    return from_plain(AcceptanceReceipt, papers_of(application)[0].frozen["facts"])


class TestAcceptApplication:
    def test_number_receipt_due_date_event_and_audit(self) -> None:
        clock.fix_today(dt.date(2026, 11, 20))
        with transaction():
            application = services.accepted()
        assert (application.state, application.number) == ("accepted", "示街办受〔2026〕1号")
        assert application.accepted_on == application.applied_on == dt.date(2026, 11, 20)
        assert (application.due_on, application.due_is_provisional) == (dt.date(2026, 12, 4), False)
        assert application.handler_id == application.accepted_by == staff.actor("clerk").account_id
        event = application.events[-1]
        assert (event.verb, event.from_state, event.to_state) == ("accept_application", "draft", "accepted")
        assert event.document is not None
        assert event.document.number == application.number
        verbs = set(session.scalars(select(AuditEntry.verb)))
        assert {"services.accept_application", "documents.issue_document"} <= verbs

    def test_the_receipt_masks_the_number_and_lists_what_came(self) -> None:
        with transaction():
            facts = receipt_of(services.accepted())
        assert (facts.applicant, facts.identity_masked) == ("张䶮", "119901********0018")
        assert facts.contact_phone == "139****0001"
        assert [(m.name, m.form, m.state) for m in facts.materials][:2] == [
            ("身份证", "原件", "已收"),
            ("困难证明", "原件", "已收"),
        ]
        assert (facts.promised_days, facts.statutory_days, facts.accepted_by) == (10, 20, "测试01")

    def test_a_limit_that_runs_into_the_next_year_is_provisional(self) -> None:
        clock.fix_today(dt.date(2026, 12, 25))
        with transaction():
            application = services.accepted()
            assert application.due_is_provisional
            assert receipt_of(application).due_provisional

    def test_scenario_17_a_receipt_in_november_names_its_day(self) -> None:
        clock.fix_today(dt.date(2026, 11, 20))
        twenty = replace(services.PLAIN, code="twenty", promised_days=20)
        thirty = replace(services.PLAIN, code="thirty", promised_days=30, statutory_days=30)
        with transaction():
            services.publish(twenty)
            services.publish(thirty)
            zhang = residents.make_zhang()
            delegated = services.accepted(zhang, item="twenty")
            own = services.accepted(zhang, item="thirty")
        assert (delegated.due_on, delegated.due_is_provisional) == (dt.date(2026, 12, 18), False)
        assert own.due_is_provisional
        assert own.due_on is not None
        assert own.due_on.year == 2027

    def test_scenario_39_a_second_acceptance_gives_no_second_number(self) -> None:
        with transaction():
            application = services.checked(services.draft())
            seen = application.version
            accept(application, version=seen)
        with pytest.raises(Conflict), transaction():
            accept(services.reload(application.id), version=seen)
        with pytest.raises(RuleBroken, match="已受理"), transaction():
            accept(services.reload(application.id))
        assert session.scalars(select(IssuedNumber.text)).all() == ["示街办受〔2026〕1号"]
        assert len(papers_of(services.reload(application.id))) == 1

    @pytest.mark.both
    def test_two_clerks_at_the_same_moment_take_one_number(self, app: Portal) -> None:
        with transaction():
            application = services.checked(services.draft())
            key, seen = application.id, application.version
        start = threading.Barrier(2)
        outcomes: list[str] = []

        def accept_at_once(username: str) -> None:
            with app.app_context():
                try:
                    with transaction():
                        mine = services.reload(key)
                        who = staff.actor(username)
                        start.wait(timeout=1) if app_is_concurrent else None
                        actions.accept_application(who, mine, version=seen)
                    outcomes.append("accepted")
                except (Conflict, StaleDataError, RuleBroken) as refusal:
                    outcomes.append(type(refusal).__name__)

        app_is_concurrent = (
            db.engine.dialect.name == "postgresql"
        )  # SQLite writers wait for each other at the door
        threads = [threading.Thread(target=accept_at_once, args=(name,)) for name in ("clerk", "clerk2")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert sorted(outcomes)[-1] == "accepted"
        assert outcomes.count("accepted") == 1
        assert session.scalars(select(IssuedNumber.text)).all() == ["示街办受〔2026〕1号"]

    def test_refused_attempts_leave_no_gap(self) -> None:
        with transaction():
            zhang = residents.make_zhang()
            unchecked, ready = services.draft(zhang), services.checked(services.draft(zhang))
            keys = (unchecked.id, ready.id)
        for _ in range(3):
            with pytest.raises(RuleBroken, match="材料还没有核对齐全：身份证、困难证明"), transaction():
                accept(services.reload(keys[0]))
        with transaction():
            assert accept(services.reload(keys[1])).number == "示街办受〔2026〕1号"
        with transaction():
            application = services.reload(keys[0])
            assert accept(services.checked(application)).number == "示街办受〔2026〕2号"
        assert all(book.is_whole for book in verify_numbers())

    def test_a_name_that_cannot_be_printed_takes_no_number(self) -> None:
        with transaction():
            application = services.checked(services.draft())
            application.subject_name = "张\ue863"
        with pytest.raises(RuleBroken) as refusal, transaction():
            accept(services.reload(application.id))
        assert refusal.value.params["point"] == "U+E863"
        with transaction():
            other = services.accepted(residents.make_resident())
        assert other.number == "示街办受〔2026〕1号"

    def test_a_stale_version_is_a_conflict(self) -> None:
        with transaction():
            application = services.checked(services.draft())
        with pytest.raises(Conflict), transaction():
            accept(services.reload(application.id), version=application.version - 1)

    def test_only_the_counter_accepts(self) -> None:
        with transaction():
            application = services.checked(services.draft())
        with pytest.raises(Forbidden), transaction():
            accept(services.reload(application.id), "reviewer")

    def test_required_answers_are_asked_for(self) -> None:
        with transaction():
            card = services.checked(services.draft(item="senior_card", business="new"))
            actions.save_answers(staff.actor("clerk"), card, version=None, answers={})
        with pytest.raises(RuleBroken, match="办证依据") as refusal, transaction():
            accept(services.reload(card.id))
        assert refusal.value.field == "region_basis"

    def test_every_unit_has_its_own_book(self) -> None:
        with transaction():
            zhang = residents.make_zhang()
            services.accepted(zhang)
            there = services.accepted(zhang, clerk=staff.actor("clerk_s2"))
        assert there.number == "邻街办受〔2026〕1号"


class TestBindVersion:
    """An application keeps the version in force on the day of its acceptance."""

    def test_a_draft_follows_a_new_version_until_it_is_accepted(self) -> None:
        with transaction():
            early = services.accepted()
            late = services.checked(services.draft(residents.make_resident()))
        newer = replace(services.PLAIN, promised_days=3, materials=services.PLAIN.materials[:1])
        with transaction():
            services.publish(newer)
        with transaction():
            late = accept(services.reload(late.id))
        early = services.reload(early.id)
        assert (early.item_version.number, early.definition.promised_days) == (1, 10)
        assert (late.item_version.number, late.definition.promised_days) == (2, 3)
        assert {m.code for m in late.materials if m.state == "received"} == {"identity", "proof", "extra"}

    def test_a_material_that_is_new_must_be_checked_first(self) -> None:
        with transaction():
            application = services.checked(services.draft())
        more = replace(
            services.PLAIN,
            materials=(*services.PLAIN.materials, services.MaterialDefinition("form", "申请表")),
        )
        with transaction():
            services.publish(more)
        with pytest.raises(RuleBroken, match="申请表"), transaction():
            accept(services.reload(application.id))
        with transaction():
            application = services.reload(application.id)
            checks = {"form": MaterialCheck("received", "original")}
            actions.check_materials(staff.actor("clerk"), application, version=None, checks=checks)
            assert accept(application).state == "accepted"

    def test_a_version_of_tomorrow_does_not_count_today(self) -> None:
        with transaction():
            services.publish(replace(services.PLAIN, promised_days=1), valid_from=dt.date(2026, 11, 23))
            assert services.accepted().item_version.number == 1
            clock.fix_today(dt.date(2026, 11, 23))
            assert services.accepted(residents.make_resident()).item_version.number == 2

    def test_an_item_that_was_switched_off_is_not_accepted(self) -> None:
        with transaction():
            application = services.checked(services.draft())
            actions.switch_item(
                staff.actor("admin"), code="plain_help", is_offered=False, version=None, reason="政策停止"
            )
        with pytest.raises(RuleBroken, match="现在不办理"), transaction():
            accept(services.reload(application.id))


class TestPromise:
    """A material may follow later where the item allows it (容缺)."""

    def test_a_promise_is_a_paper_with_a_last_day(self) -> None:
        clock.fix_today(dt.date(2026, 11, 20))
        with transaction():
            application = accept(services.checked(services.draft(), proof=PROMISED))
            papers = papers_of(application)
        assert [paper.kind for paper in papers] == ["acceptance_receipt", "material_promise"]
        facts = from_plain(MaterialPromise, papers[1].frozen["facts"])
        assert (facts.application_number, papers[1].number) == (application.number, "示街办诺〔2026〕1号")
        assert facts.materials[0].promised_by == dt.date(2026, 12, 4)
        assert receipt_of(application).materials[1].state == "容缺"

    def test_only_where_the_item_allows_it(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="不能容缺") as refusal:
            services.checked(services.draft(), identity=PROMISED)
        assert refusal.value.field == "identity"

    def test_the_day_stays_within_the_items_limit(self) -> None:
        late = MaterialCheck("promised", promised_by=dt.date(2027, 1, 29))
        with transaction(), pytest.raises(RuleBroken, match="补交日期"):
            services.checked(services.draft(), proof=late)


class TestNotifyMissing:
    def test_everything_is_told_at_once_with_a_last_day(self) -> None:
        clock.fix_today(dt.date(2026, 11, 20))
        with transaction():
            application = services.checked(services.draft(), proof=MISSING)
            actions.notify_missing(staff.actor("clerk"), application, version=None)
            paper = papers_of(application)[0]
        assert (application.state, application.notified_on) == ("supplementing", dt.date(2026, 11, 20))
        assert application.supplement_due_on == dt.date(2026, 11, 27)
        facts = from_plain(OneTimeNotice, paper.frozen["facts"])
        assert [(m.name, m.missing, m.reason) for m in facts.materials if m.missing] == [
            ("困难证明", True, "没有带来")
        ]
        assert paper.number == "示街办告〔2026〕1号"
        assert application.number is None

    def test_an_unchecked_material_must_be_looked_at_first(self) -> None:
        with transaction():
            application = services.draft()
            actions.check_materials(
                staff.actor("clerk"), application, version=None, checks={"proof": MISSING}
            )
        with pytest.raises(RuleBroken, match="一次告知全部缺项：身份证"), transaction():
            actions.notify_missing(staff.actor("clerk"), services.reload(application.id), version=None)

    def test_nothing_missing_needs_no_notice(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="不需要一次性告知"):
            actions.notify_missing(staff.actor("clerk"), services.checked(services.draft()), version=None)

    def test_scenario_19_a_second_notice_needs_a_reason_and_another_right(self) -> None:
        with transaction():
            application = services.checked(services.draft(), proof=MISSING)
            actions.notify_missing(staff.actor("clerk"), application, version=None)
        with pytest.raises(Forbidden), transaction():
            actions.notify_missing(
                staff.actor("clerk"), services.reload(application.id), version=None, reason="漏了"
            )
        with pytest.raises(RuleBroken, match="理由"), transaction():
            actions.notify_missing(staff.actor("reviewer"), services.reload(application.id), version=None)
        with transaction():
            application = services.reload(application.id)
            actions.notify_missing(
                staff.actor("reviewer"), application, version=None, reason="首次漏列，已致歉"
            )
        again = select(AuditEntry).where(AuditEntry.verb == "services.notify_again")
        assert session.scalars(again).one().facts["reason"] == "首次漏列，已致歉"
        assert application.notified_on == dt.date(2026, 11, 22)

    @pytest.mark.both
    def test_supplement_and_accept(self) -> None:
        with transaction():
            application = services.checked(services.draft(), proof=MISSING)
            actions.notify_missing(staff.actor("clerk"), application, version=None)
            came = {"proof": MaterialCheck("received", "copy", copies=2)}
            actions.supplement_application(staff.actor("clerk"), application, version=None, checks=came)
            assert application.state == "draft"
            assert accept(application).state == "accepted"


class TestDeemedAcceptance:
    """行政许可法 art. 32 (4): without a notice in time it counts as accepted from the day of receipt."""

    def _left_lying(self) -> Application:
        clock.fix_today(dt.date(2026, 11, 16))
        with transaction():
            return services.checked(services.draft(), proof=MISSING)

    def test_the_fifth_working_day_is_the_last_for_a_notice(self) -> None:
        application = self._left_lying()
        assert limits.notice_limit(application) == dt.date(2026, 11, 23)
        assert limits.deemed_accepted_on(application, dt.date(2026, 11, 23)) is None
        assert limits.deemed_accepted_on(application, dt.date(2026, 11, 24)) == dt.date(2026, 11, 16)

    def test_a_late_notice_is_refused_and_acceptance_counts_from_receipt(self) -> None:
        key = self._left_lying().id
        clock.fix_today(dt.date(2026, 11, 24))
        with pytest.raises(RuleBroken, match="视为受理"), transaction():
            actions.notify_missing(staff.actor("clerk"), services.reload(key), version=None)
        with transaction():
            application = accept(services.reload(key))
        assert application.is_deemed
        assert application.accepted_on == dt.date(2026, 11, 16)
        assert application.due_on == dt.date(2026, 11, 30)
        assert "视为受理" in receipt_of(application).note
        assert [m.state for m in receipt_of(application).materials if m.name == "困难证明"] == ["待补"]

    @pytest.mark.both
    def test_the_result_waits_for_what_is_still_missing(self) -> None:
        key = self._left_lying().id
        clock.fix_today(dt.date(2026, 11, 24))
        reviewer, clerk = staff.actor("reviewer"), staff.actor("clerk")
        with transaction():
            application = accept(services.reload(key))
            actions.review_application(reviewer, application, version=None, opinion="agree")
            actions.decide_application(reviewer, application, version=None, result="granted")
            with pytest.raises(RuleBroken, match="困难证明"):
                actions.issue_result(clerk, application, version=None)
            actions.receive_promised(clerk, application, version=None, code="proof", form="copy")
            assert actions.issue_result(clerk, application, version=None).state == "issued"

    def test_a_notice_in_time_prevents_it(self) -> None:
        key = self._left_lying().id
        clock.fix_today(dt.date(2026, 11, 23))
        with transaction():
            actions.notify_missing(staff.actor("clerk"), services.reload(key), version=None)
        assert limits.deemed_accepted_on(services.reload(key), dt.date(2027, 1, 10)) is None


class TestRefuseApplication:
    def test_a_reason_with_its_article_and_remedies(self) -> None:
        with transaction():
            application = services.draft()
            actions.refuse_application(
                staff.actor("clerk"),
                application,
                version=None,
                reason_code="not_this_office",
                text="应由户籍地办理",
                where_else="邻近街道办事处",
            )
            paper = papers_of(application)[0]
        facts = from_plain(NonAcceptanceNotice, paper.frozen["facts"])
        assert (application.state, paper.number) == ("refused", "示街办不受〔2026〕1号")
        assert (facts.reason, facts.where_else) == ("应由户籍地办理", "邻近街道办事处")
        assert "第三十二条" in facts.article
        assert "行政复议" in facts.remedies
        assert application.number is None

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"reason_code": "nonsense", "text": "x"}, "reason_code"),
            ({"reason_code": "not_required"}, "text"),
            ({"reason_code": "not_this_office", "text": "x"}, "where_else"),
            ({"reason_code": "not_supplied", "text": "x"}, "reason_code"),
        ],
    )
    def test_never_without_what_the_resident_needs(self, given: dict[str, str], field: str) -> None:
        with transaction():
            application = services.draft()
            with pytest.raises(RuleBroken) as refusal:
                actions.refuse_application(staff.actor("clerk"), application, version=None, **given)
        assert refusal.value.field == field

    def test_also_for_an_item_that_is_no_longer_offered(self) -> None:
        with transaction():
            application = services.draft()
            actions.switch_item(
                staff.actor("admin"), code="plain_help", is_offered=False, version=None, reason="停办"
            )
            actions.refuse_application(
                staff.actor("clerk"), application, version=None, reason_code="not_required", text="已停办"
            )
        assert application.state == "refused"

    def test_after_the_supplement_day_has_passed(self) -> None:
        with transaction():
            application = services.checked(services.draft(), proof=MISSING)
            actions.notify_missing(staff.actor("clerk"), application, version=None)
        clock.fix_today(dt.date(2026, 11, 28))
        with transaction():
            application = services.reload(application.id)
            actions.refuse_application(
                staff.actor("clerk"), application, version=None, reason_code="not_supplied", text="至今未补"
            )
        assert application.refusal_code == "not_supplied"


class TestVoidAcceptance:
    def test_number_and_papers_stay_visible_with_the_reason(self) -> None:
        with transaction():
            application = accept(services.checked(services.draft(), proof=PROMISED))
            actions.void_acceptance(staff.actor("clerk"), application, version=None, reason="录错了人")
        assert application.state == "voided"
        assert application.number == "示街办受〔2026〕1号"
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.text == application.number)).one()
        assert (number.state, number.void_reason) == ("void", "录错了人")
        assert {d.status for d in session.scalars(select(Document))} == {"void"}
        with transaction():
            assert services.accepted(residents.make_resident()).number == "示街办受〔2026〕2号"
        assert all(book.is_whole for book in verify_numbers())

    def test_needs_a_reason(self) -> None:
        with transaction(), pytest.raises(RuleBroken) as refusal:
            actions.void_acceptance(staff.actor("clerk"), services.accepted(), version=None, reason=" ")
        assert refusal.value.field == "reason"


class TestCorrectReceipt:
    def test_a_second_edition_under_the_same_number(self) -> None:
        with transaction():
            application = services.accepted()
            application.resident.name = "张䶮龙"  # type: ignore[union-attr]
            actions.correct_receipt(staff.actor("clerk"), application, version=None, reason="姓名更正")
        old, new = papers_of(application)
        assert (old.status, new.status, new.edition) == ("replaced", "valid", 2)
        assert old.number == new.number == application.number == "示街办受〔2026〕1号"
        assert (old.frozen["facts"]["applicant"], new.frozen["facts"]["applicant"]) == ("张䶮", "张䶮龙")
        assert (new.frozen["facts"]["accepted_by"], application.state) == ("测试01", "accepted")
        assert application.subject_name == "张䶮龙"
        with transaction():
            application = services.reload(application.id)
            actions.void_acceptance(staff.actor("clerk"), application, version=None, reason="录错了人")
        assert [paper.status for paper in papers_of(application)] == ["replaced", "void"]

    def test_only_where_there_is_a_paper_and_a_reason(self) -> None:
        with transaction():
            zhang = residents.make_zhang()
            with pytest.raises(RuleBroken, match="没有可以更正"):
                actions.correct_receipt(staff.actor("clerk"), services.draft(zhang), version=None, reason="x")
            with pytest.raises(RuleBroken) as refusal:
                actions.correct_receipt(
                    staff.actor("clerk"), services.accepted(zhang), version=None, reason=""
                )
        assert refusal.value.field == "reason"


class TestHistory:
    def test_events_cannot_be_changed_or_deleted(self) -> None:
        with transaction():
            services.accepted()
        for statement in ("UPDATE application_event SET note = 'x'", "DELETE FROM application_event"):
            with pytest.raises(Exception, match="append only"), transaction():
                session.execute(text(statement))
        assert session.scalars(select(ApplicationEvent.verb)).all() == [
            "draft_application",
            "accept_application",
        ]
