"""Temporary relief: the sum by the standard, the district above the limit, aid before the papers, the receipt, the limits."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.documents.facts import from_plain
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.letters import actions as letters
from portal.residents.models import Resident
from portal.services import actions as hall
from portal.services.items.temporary_relief import actions, queries, reporting
from portal.services.items.temporary_relief.papers import ReliefApproval, ReliefNotice
from portal.services.models import Application
from tests.factories import assistance, residents, services, staff
from tests.factories.letters import answered

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)
TOLD = {
    "reason": "住房失火，生活用品烧毁",
    "event_on": "2026-11-20",
    "place": "示范路1号",
    "need": "过渡住处和被褥",
    "persons": "3",
}


def draft(who: Resident, business: str = "emergency") -> Application:
    application = services.draft(who, item="temporary_relief")
    return hall.save_answers(staff.actor("clerk"), application, version=None, answers=TOLD, business=business)


def assess(application: Application, percent: int = 200, **more: object) -> None:
    said: dict[str, object] = {"percent": percent, "persons": 3, "form": "cash"}
    actions.assess_relief(staff.actor("clerk"), application, version=None, **(said | more))  # type: ignore[arg-type]


def accept(application: Application) -> Application:
    return hall.accept_application(staff.actor("clerk"), services.checked(application), version=None)


def to_the_end(application: Application) -> Application:
    hall.decide_application(staff.actor("reviewer"), application, version=None, result="granted")
    return hall.issue_result(staff.actor("clerk"), application, version=None)


class TestAssessRelief:
    def test_small_from_the_sum_to_the_receipt_with_both_papers_and_a_limit_a_year(self) -> None:
        with transaction():
            assistance.make_standard(64_000)
            who = residents.make_zhang()
            application = draft(who)
            with pytest.raises(RuleBroken) as refused:
                assess(application, 401)
            assert refused.value.field == "percent"
            with pytest.raises(RuleBroken) as refused:
                assess(application, form="goods")
            assert refused.value.field == "goods"
            accept(application)
            with pytest.raises(RuleBroken):
                hall.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
            assess(application, 250)
            relief = queries.find_relief(application)
            assert relief is not None
            assert (relief.standard_fen, relief.amount_fen) == (64_000, 160_000)
            hall.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
            assessor, relief.assessed_by = relief.assessed_by, staff.actor("reviewer").account_id
            with pytest.raises(Forbidden):  # who set the sum does not decide on it, at another post either
                to_the_end(application)
            relief.assessed_by = assessor
            to_the_end(application)
            assert application.result_text == "现金 1,600.00 元"
            assert relief.approval is not None and relief.notice is not None  # noqa: PT018
            form = from_plain(ReliefApproval, relief.approval.frozen["facts"])
            assert form.reckoning == "月保障标准 640.00 元 × 250% = 1,600.00 元"
            assert [one.label for one in form.signers] == ["经办人", "审核人", "审批人"]
            letter = from_plain(ReliefNotice, relief.notice.frozen["facts"])
            assert letter.capitals == "人民币壹仟陆佰元整"
            services.print_results(application)
            hall.collect_result(staff.actor("clerk"), application, version=None, collector="self")
            assert (relief.receiver, relief.received_on) == (who.name, TODAY)
            assert queries.count_in_year(who.id, 2026, 0) == 1

    def test_above_the_limit_the_district_is_asked_and_followed(self) -> None:
        with transaction():
            assistance.make_standard(64_000)
            application = accept(draft(residents.make_zhang(), "medical"))
            assess(application, 600)
            reviewer, clerk = staff.actor("reviewer"), staff.actor("clerk")
            hall.review_application(reviewer, application, version=None, opinion="agree")
            with pytest.raises(RuleBroken):
                hall.decide_application(reviewer, application, version=None, result="granted")
            with pytest.raises(RuleBroken) as refused:
                actions.enter_relief_answer(
                    clerk, application, version=None, answer="agreed", number="", on=TODAY
                )
            assert refused.value.field == "number"
            actions.enter_relief_answer(
                clerk, application, version=None, answer="agreed", number="示民批〔2026〕8号", on=TODAY
            )
            with pytest.raises(RuleBroken, match="一致"):
                hall.decide_application(
                    reviewer, application, version=None, result="denied", reasons="不符合"
                )
            to_the_end(application)
            relief = queries.find_relief(application)
            assert relief is not None
            assert relief.approval is not None
            form = from_plain(ReliefApproval, relief.approval.frozen["facts"])
            assert form.district.startswith("同意（示民批〔2026〕8号")

    @pytest.mark.both
    def test_the_review_drafts_the_letter_whose_answer_is_the_district_s(self) -> None:
        with transaction():
            assistance.make_standard(64_000)
            application = accept(draft(residents.make_zhang(), "medical"))
            assess(application, 600)
            reviewer, clerk = staff.actor("reviewer"), staff.actor("clerk")
            hall.review_application(reviewer, application, version=None, opinion="agree")
            relief = queries.find_relief(application)
            assert relief is not None
            assert relief.letter is not None
            assert "大病救助" in relief.letter.body
            assert "3,840.00元" in relief.letter.body
            with pytest.raises(RuleBroken, match="已经起草"):
                reporting.draft_report(clerk, application, version=None)
            letters.withdraw_letter(clerk, relief.letter, version=None, reason="写错")
            with pytest.raises(Conflict):
                reporting.draft_report(clerk, application, version=application.version - 1)
            letter = reporting.draft_report(clerk, application, version=application.version)
            letters.send_letter(clerk, letter)
            answered(letter, "interim")
            assert relief.district_answer == ""
            answered(letter, "agreed")
            assert (relief.district_answer, relief.district_number) == ("agreed", "示民函〔2026〕8号")
            to_the_end(application)


class TestGiveFirst:
    def test_urgent_and_small_before_the_papers_which_follow_within_ten_working_days(self) -> None:
        with transaction():
            assistance.make_standard(64_000)
            reviewer, clerk = staff.actor("reviewer"), staff.actor("clerk")
            application = draft(residents.make_zhang())
            with pytest.raises(RuleBroken):
                actions.give_first(reviewer, application, version=None, because="无处可住")
            assess(application, 400)
            with pytest.raises(RuleBroken, match="小额"):
                actions.give_first(reviewer, application, version=None, because="无处可住")
            assess(application, 100)
            with pytest.raises(Forbidden):
                actions.give_first(clerk, application, version=None, because="无处可住")
            relief = actions.give_first(reviewer, application, version=None, because="无处可住")
            assert relief.papers_due_on == dt.date(2026, 12, 4)
            assert queries.list_papers_due(clerk) == [relief]
            with pytest.raises(RuleBroken):
                assess(application, 300)
            with pytest.raises(RuleBroken) as refused:
                actions.record_relief_receipt(clerk, application, version=None, receiver="李代领")
            assert refused.value.field == "relation"
            actions.record_relief_receipt(
                clerk, application, version=None, receiver="李代领", relation="女儿"
            )
            accept(application)
            assert [step.code for step in application.steps] == ["assess"]
            hall.review_application(reviewer, application, version=None, opinion="agree")
            to_the_end(application)
            assert queries.list_papers_due(clerk) == []
            services.print_results(application)
            hall.collect_result(clerk, application, version=None, collector="self")
            assert relief.receiver == "李代领"
            second = draft(relief.resident)
            assess(second, 100)
            actions.give_first(reviewer, second, version=None, because="再次失火")
            with pytest.raises(RuleBroken, match="上限"):
                assess(draft(relief.resident), 100)
