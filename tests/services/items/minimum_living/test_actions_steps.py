"""From acceptance to the grant or the refusal: authorisations, visits, data check, opinion, public notice, confirmation, file."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents.models import Document
from portal.documents.queries import kept_from, reading_facts
from portal.errors import Forbidden, RuleBroken
from portal.letters.models import Letter
from portal.services import actions as hall
from portal.services import checklist
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import next_month
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.actions import Answer, Visit
from portal.services.items.minimum_living.models import DataCheck, HouseholdDeclaration
from portal.services.notices.queries import find_notice
from portal.settings.actions import change_setting
from portal.signoffs import printed_signers
from tests.factories import assistance, minimum_living, services, staff

pytestmark = pytest.mark.usefixtures("hall")


@pytest.fixture(autouse=True)
def standard(hall: None) -> None:
    with transaction():
        assistance.make_standard()


def _papers(declaration: HouseholdDeclaration) -> list[str]:
    statement = select(Document.kind).where(
        Document.subject_kind == "Application", Document.subject_id == declaration.application_id
    )
    return list(session.scalars(statement.order_by(Document.id)))


def _verbs() -> set[str]:
    return set(session.scalars(select(AuditEntry.verb)))


class TestAuthorise:
    def test_scenario_23_without_authorisation_nothing_is_asked(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family(dt.date(1960, 1, 1), relations=["51"])
            application = minimum_living.draft(household, people)
            declaration = minimum_living.declared(application, people, relations=["51"])
            minimum_living.authorised(declaration, but=[people[1].id])
            member = declaration.members[1]
            refusal = Answer(member.id, "refused", clock.today(), note="不愿意公开存款")
            actions.enter_authorisation(clerk, declaration, version=None, answer=refusal)
        with transaction(), pytest.raises(RuleBroken, match="受理以后"):
            actions.request_data_check(clerk, declaration, version=None)
        with transaction():
            application, declaration = minimum_living.again(declaration.application_id)
            checklist.sync(application, clock.today())
            missing = {"authorisation": hall.MaterialCheck("missing", note="王试甲拒绝签署")}
            services.checked(application, **missing)
            hall.notify_missing(clerk, application, version=None)
        assert application.state == "supplementing"
        clock.fix_today(application.supplement_due_on + dt.timedelta(days=1))
        with transaction():
            application, declaration = minimum_living.again(application.id)
            text = "经一次性告知仍拒绝授权核对，依照《最低生活保障审核确认办法》第二十九条终止审核确认程序"
            hall.refuse_application(clerk, application, version=None, reason_code="not_supplied", text=text)
        assert application.state == "refused"
        assert _papers(declaration) == ["one_time_notice", "non_acceptance_notice"]
        assert session.scalars(select(DataCheck)).first() is None
        assert session.scalars(select(Letter)).first() is None
        assert not {verb for verb in _verbs() if "data_check" in verb or "draft_letter" in verb}

    @pytest.mark.both
    def test_an_authorisation_that_is_withdrawn_later_stops_the_check_and_ends_the_procedure(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            refusal = Answer(declaration.members[0].id, "refused", clock.today(), note="撤回授权")
            actions.enter_authorisation(clerk, declaration, version=None, answer=refusal)
            with pytest.raises(RuleBroken, match="依法不能查询任何信息"):
                actions.request_data_check(clerk, declaration, version=None)
        with transaction():
            application, declaration = minimum_living.again(declaration.application_id)
            actions.end_procedure(clerk, declaration, version=None, reason="拒绝配合经济状况核对")
            reviewer, leader = staff.actor("reviewer"), staff.actor("leader")
            hall.review_application(reviewer, application, version=None, opinion="disagree", note="终止程序")
            with pytest.raises(RuleBroken, match="程序已经终止"):
                hall.decide_application(
                    leader, application, version=None, result="granted", reasons="特殊照顾"
                )
            hall.decide_application(leader, application, version=None, result="denied", reasons="拒绝配合")
        letter = declaration.denial_document
        assert letter is not None
        assert letter.kind == "refusal_letter"
        assert "第二十九条" in str(letter.frozen)
        assert session.scalars(select(Letter)).first() is None

    def test_a_minor_does_not_sign(self) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(2015, 5, 1))
            application = minimum_living.draft(household, people)
            declaration = minimum_living.declared(application, people)
            child = declaration.members[1]
            for signer in ("", child.resident.name):
                answer = Answer(child.id, "given", clock.today(), signer=signer)
                with pytest.raises(RuleBroken, match="由监护人签署"):
                    actions.enter_authorisation(
                        staff.actor("clerk"), declaration, version=None, answer=answer
                    )
            actions.print_authorisation(staff.actor("clerk"), declaration)
        assert _papers(declaration) == ["check_authorisation"]

    def test_the_sixty_days_before_a_declaration_go_by_the_office_s_clock(self) -> None:
        """Declared at one in the morning: in UTC that is still the day before."""
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.draft(household, people)
            declaration = minimum_living.declared(application, people)
            declaration.created_at = dt.datetime(2026, 11, 22, 1, tzinfo=clock.OFFICE_ZONE)
            first = dt.date(2026, 11, 22) - dt.timedelta(days=60)
            for day, is_taken in ((first - dt.timedelta(days=1), False), (first, True)):
                answer = Answer(declaration.members[0].id, "given", day)
                with nullcontext() if is_taken else pytest.raises(RuleBroken, match="前两个月"):
                    actions.enter_authorisation(
                        staff.actor("clerk"), declaration, version=None, answer=answer
                    )

    @pytest.mark.parametrize(
        ("role", "state", "is_read"),
        [
            ("clerk", "accepted", True),
            ("clerk2", "accepted", True),
            ("reviewer", "accepted", True),
            ("leader", "accepted", False),
            ("auditor", "accepted", False),
            ("community", "accepted", False),
            ("clerk", "closed", True),
            ("clerk2", "closed", False),
            ("reviewer", "closed", False),
        ],
    )
    def test_whole_numbers_are_for_who_handles_the_case(self, role: str, state: str, is_read: bool) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            paper = actions.print_authorisation(staff.actor("clerk"), declaration)
            declaration.application.state = state
            actor = staff.actor(role)
        assert kept_from(actor, [paper]) == (set() if is_read else {paper.id})
        assert reading_facts(paper)["reason"] == "handling"


class TestInvestigate:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"second_name": "测试甲"}, "second_name"),
            ({"signed_by": ""}, "signed_by"),
            ({"visited_on": dt.date(2026, 11, 21)}, "visited_on"),
            ({"visited_on": dt.date(2026, 11, 23)}, "visited_on"),
        ],
    )
    def test_two_people_a_signature_and_a_day(self, changes: dict[str, Any], field: str) -> None:
        given = {
            "kind": "home",
            "visited_on": minimum_living.TODAY,
            "first_name": "测试甲",
            "second_name": "测试乙",
            "signed_by": "王试样",
            "found": {"living": "属实"},
        }
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            visit = Visit(**(given | changes))
            with pytest.raises(RuleBroken) as refused:
                actions.record_investigation(staff.actor("clerk"), declaration, version=None, visit=visit)
        assert refused.value.field == field

    def test_the_plain_form_of_steps_refuses_them(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.accepted(household, people).application
            with pytest.raises(RuleBroken, match="在它自己的页面上办理"):
                hall.complete_step(staff.actor("clerk"), application, version=None, code="visit")


class TestDataCheck:
    def test_a_mismatch_is_told_objected_to_and_checked_again(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            check = actions.request_data_check(clerk, declaration, version=None)
            assert check.letter is not None
            assert "受理编号" in check.letter.body
            with pytest.raises(RuleBroken, match="已经申请过核对"):
                actions.request_data_check(clerk, declaration, version=None)
            minimum_living.answer(check.letter, "differs", text="名下有存款")
            assert check.state == "mismatch"
            actions.tell_mismatch(clerk, check, version=None, differences="银行存款与申报不一致")
            actions.record_objection(clerk, check, version=None, text="存款是代他人保管，已提供证明")
            second = actions.request_data_check(clerk, declaration, version=None)
            minimum_living.answer(second.letter, "confirmed")
        assert (check.round, second.round, second.state) == (1, 2, "matched")
        assert "check_result_notice" in _papers(declaration)
        assert {step.code for step in declaration.application.steps} == {"data_check"}

    def test_without_objection_the_declaration_is_corrected(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            check = actions.request_data_check(clerk, declaration, version=None)
            minimum_living.answer(check.letter, "differs")
            actions.tell_mismatch(clerk, check, version=None, differences="有养老金")
            actions.settle_mismatch(clerk, check, version=None)
            assert check.state == "settled"
            actions.save_income(clerk, declaration.application, version=None, incomes=[])


class TestOpinion:
    def test_equal_to_the_standard_bears_no_support_but_the_marginal_line(self) -> None:
        """Scenario 11: exactly 640.00 a head is not below the standard."""
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people, income_fen=64_000)
            minimum_living.opined(declaration)
            opinion = queries.current_opinion(declaration)
        assert opinion is not None
        assert (opinion.scheme, opinion.total_fen) == ("marginal_income", 0)

    def test_above_both_lines_it_can_only_be_refused_and_the_letter_says_both_numbers(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people, income_fen=100_000)
            minimum_living.investigated(declaration)
            with pytest.raises(RuleBroken) as refused:
                actions.write_opinion(
                    staff.actor("clerk"), declaration, version=None, opinion="agree", category="A"
                )
            assert refused.value.field == "opinion"
            actions.write_opinion(
                staff.actor("clerk"), declaration, version=None, opinion="disagree", reason="收入不低于标准"
            )
            application = declaration.application
            hall.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
            actions.report_household(staff.actor("clerk"), declaration, version=None, way="letter")
            confirmation = queries.current_confirmation(declaration)
            assert confirmation is not None
            minimum_living.answer(confirmation.letter, "disagreed", text="收入不低于标准")
            hall.decide_application(
                staff.actor("leader"), application, version=None, result="denied", reasons="收入不低于标准"
            )
        letter = declaration.denial_document
        assert letter is not None
        said = str(letter.frozen)
        assert all(word in said for word in ("1000.00", "640.00", "960.00", "行政复议", "第二十一条"))

    def test_a_review_waits_for_the_end_of_the_notice(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            notice = minimum_living.announced(declaration)
            application, reviewer = declaration.application, staff.actor("reviewer")
            with pytest.raises(RuleBroken, match="还没有张贴"):
                hall.review_application(reviewer, application, version=None, opinion="agree")
            assert [sorted(line) for line in notice.lines] == [["amount_fen", "members", "name"]]
            with pytest.raises(RuleBroken, match="正在公示"):
                actions.reopen_declaration(staff.actor("clerk"), declaration, version=None, reason="改错")


class TestConfirm:
    def test_scenario_22_a_registered_relative_forces_the_district_s_visit(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people, relatives=[minimum_living.RELATIVE])
            minimum_living.reported(declaration)
            district, clerk = staff.actor("district"), staff.actor("clerk")
            with pytest.raises(RuleBroken, match="须先登记区级入户核查"):
                actions.confirm_household(district, declaration, version=None, answer="confirmed")
            found = {"living": "区级两人入户，情况属实"}
            visit = Visit("district", clock.today(), "区测试甲", "区测试乙", found=found)
            actions.record_investigation(clerk, declaration, version=None, visit=visit)
            actions.confirm_household(district, declaration, version=None, answer="confirmed")
            application = declaration.application
            hall.decide_application(staff.actor("leader"), application, version=None, result="granted")
            hall.issue_result(clerk, application, version=None)
        notice = find_notice(application)
        assert notice is not None
        assert notice.document is not None
        assert not any(word in str(notice.document.frozen) for word in ("近亲属", "李试", "备案"))
        file = session.scalars(select(SupportFile)).one()
        assert file.is_relative_of_staff

    def test_from_the_district_s_answer_to_the_file(self) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(2015, 5, 1), dt.date(2017, 5, 1))
            declaration = minimum_living.accepted(household, people, income_fen=100_000)
            minimum_living.granted(declaration)
            application = hall.issue_result(staff.actor("clerk"), declaration.application, version=None)
        file = session.scalars(select(SupportFile)).one()
        assert application.result_text == file.number
        assert (file.scheme, file.category, file.head_id) == ("minimum_living", "B", people[0].id)
        assert file.start_month == next_month(clock.today())
        assert [m.resident_id for m in file.members] == [p.id for p in people]
        assert file.decisions[0].total_fen == 92_000
        assert file.account_tail == assistance.ACCOUNT[-4:]
        signers = [(one.label, one.name) for one in printed_signers(application, "minimum_living")]
        assert [label for label, _name in signers] == ["经办人", "审核人", "分管领导"]

    def test_a_flat_sum_is_a_household_s_whatever_its_income(self) -> None:
        with transaction():
            assistance.make_standard(19_200, scheme="flat_hardship")
            household, people = minimum_living.family(dt.date(2015, 5, 1))
            declaration = minimum_living.accepted(
                household, people, income_fen=900_000, business="household_sum"
            )
            minimum_living.granted(declaration)
            hall.issue_result(staff.actor("clerk"), declaration.application, version=None)
        file = session.scalars(select(SupportFile)).one()
        assert (file.scheme, file.decisions[0].method, file.decisions[0].total_fen) == (
            "flat_hardship",
            "flat",
            19_200,
        )

    def test_a_decision_says_what_the_district_has_answered(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.reported(minimum_living.accepted(household, people))
            application, leader = declaration.application, staff.actor("leader")
            with pytest.raises(RuleBroken, match="还有步骤没有完成：报送确认"):
                hall.decide_application(leader, application, version=None, result="granted")
            actions.confirm_household(
                staff.actor("district"), declaration, version=None, answer="denied", note="财产超标"
            )
            with pytest.raises(RuleBroken, match="与区级确认意见一致"):
                hall.decide_application(leader, application, version=None, result="granted")

    def test_nobody_of_the_street_confirms_for_the_district(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.reported(minimum_living.accepted(household, people))
            with pytest.raises(Forbidden):
                actions.confirm_household(
                    staff.actor("leader"), declaration, version=None, answer="confirmed"
                )

    def test_a_street_that_may_decides_in_twenty_days(self) -> None:
        """Scenario 17: accepted on 2026-11-20, twenty working days end on 2026-12-18."""
        clock.fix_today(dt.date(2026, 11, 20))
        with transaction():
            change_setting(
                staff.actor("admin"),
                key="assistance.decided_by",
                text="street",
                valid_from=clock.today(),
                unit_id=staff.unit("S").id,
                reason="受区委托",
            )
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            assert declaration.application.due_on == dt.date(2026, 12, 18)
            minimum_living.reviewed(declaration)
            with pytest.raises(RuleBroken, match="由街道确认，不需要报送"):
                actions.report_household(staff.actor("clerk"), declaration, version=None, way="letter")
            hall.decide_application(
                staff.actor("leader"), declaration.application, version=None, result="granted"
            )
        assert declaration.application.result == "granted"


class TestTime:
    def test_the_longer_limit_needs_a_reason_and_is_taken_once(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            before = declaration.application.due_on
            actions.extend_due_date(clerk, declaration, version=None, because="hard", note="名下有外地房产")
            assert before is not None
            assert declaration.application.due_on > before
            with pytest.raises(RuleBroken, match="已经延长过一次"):
                actions.extend_due_date(clerk, declaration, version=None, because="hard", note="再延长")

    def test_who_came_into_another_household_meanwhile_is_not_paid_twice(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.granted(minimum_living.accepted(household, people))
            assistance.make_file(people=[people[0]], household=None, decided_on=clock.today())
            with pytest.raises(RuleBroken, match="同一人只能在一户保障"):
                hall.issue_result(staff.actor("clerk"), declaration.application, version=None)
