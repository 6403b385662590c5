"""From the visit to the first month that is paid: conditions, self-care, care, notice, the district's answer, the file."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.db import session, transaction
from portal.documents.facts import from_plain
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.letters import actions as letters
from portal.services import actions as hall
from portal.services.assistance.payments.models import PaymentLine
from portal.services.items.destitute_support import actions, queries
from portal.services.items.destitute_support.papers import DestituteForm, DestituteRefusal
from portal.services.models import Application
from portal.services.next_steps import next_of
from portal.services.queries import list_waiting, papers_of
from tests.factories import assistance, destitute, payments, residents, staff
from tests.factories.letters import answered

pytestmark = pytest.mark.usefixtures("hall")


class TestRecordVisit:
    def test_what_somebody_cannot_do_alone_decides_the_level_of_care(self) -> None:
        with transaction():
            destitute.standards()
            application = destitute.accepted()
            everything = ("eating", "dressing", "getting_up", "toilet")
            for failed, level, total in (
                ((), "none", 94_500),
                (everything[:3], "half", 114_500),
                (everything, "full", 174_500),
            ):
                case = destitute.visited(application, failed=failed)
                assert case.care_level == level
                assert queries.sheet_of(case, case.visited_on).total_fen == total
            for field, found in (
                ("disability", {"disability": "limb"}),
                ("about_supporters", {"supporters": "unable"}),
                ("income", {"income_fen": -1}),
            ):
                with pytest.raises(RuleBroken) as refused:
                    destitute.visited(application, **found)
                assert refused.value.field == field
            destitute.opined(case)
            with pytest.raises(RuleBroken):
                destitute.visited(application)

    def test_nobody_who_is_supported_already(self) -> None:
        with transaction():
            destitute.standards()
            person = residents.make_resident(birth_date=destitute.OLD)
            assistance.make_file(people=[person])
            with pytest.raises(RuleBroken, match="先办理停保"):
                destitute.accepted(person)


class TestWriteOpinion:
    def test_only_where_all_three_are_missing_and_with_somebody_who_cares(self) -> None:
        with transaction():
            destitute.standards()
            case = destitute.visited(destitute.accepted(), supporters="able")
            with pytest.raises(RuleBroken, match="义务人") as refused:
                destitute.opined(case)
            assert refused.value.field == "opinion"
            case = destitute.visited(case.application)
            wrong = {"carer": "", "phone": "1390", "account": "12", "bank": ""}
            for field, value in wrong.items():
                told = {**destitute.CARE.__dict__, field: value}
                with pytest.raises(RuleBroken) as refused:
                    destitute.opined(case, care=actions.Care(**told))
                assert refused.value.field == field
            other = actions.Care(**{**destitute.CARE.__dict__, "holder": "李邻居"})
            with pytest.raises(RuleBroken, match="协议"):
                destitute.opined(case, care=other)
            with pytest.raises(Conflict):
                actions.write_opinion(
                    staff.actor("clerk"), case, version=case.version - 1, opinion="agree", care=destitute.CARE
                )
            destitute.opined(case)
            with pytest.raises(RuleBroken):
                hall.review_application(
                    staff.actor("reviewer"), case.application, version=None, opinion="agree"
                )

    @pytest.mark.both
    def test_against_it_nothing_is_announced_and_a_letter_says_why(self) -> None:
        with transaction():
            destitute.standards()
            case = destitute.opined(
                destitute.visited(destitute.accepted(), supporters="able", about_supporters="儿子在业"),
                "disagree",
            )
            with pytest.raises(RuleBroken):
                actions.announce_opinion(staff.actor("reviewer"), case, version=None, phone="1")
            application = case.application
            hall.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
            actions.report_person(staff.actor("clerk"), case, version=None, way="letter")
            assert case.letter is not None
            letters.send_letter(staff.actor("clerk"), case.letter)
            answered(case.letter, "disagreed", text="有赡养义务人")
            assert (case.answer, case.answer_number) == ("denied", "示民函〔2026〕8号")
            hall.decide_application(
                staff.actor("leader"), application, version=None, result="denied", reasons="有赡养义务人"
            )
            assert case.refusal is not None
            letter = from_plain(DestituteRefusal, case.refusal.frozen["facts"])
            assert [one.answer for one in letter.conditions] == ["符合", "符合", "不符合"]
            assert "示民函〔2026〕8号" in letter.result


def _waits_for(application: Application) -> tuple[str, set[str]]:
    need = next_of(application)
    assert need is not None
    people = ("clerk", "reviewer", "leader", "district")
    return need.label, {who for who in people if application in list_waiting(staff.actor(who))}


class TestGrant:
    def test_from_the_visit_to_the_first_month_that_is_paid(self) -> None:
        with transaction():
            destitute.standards()
            application = destitute.accepted()
            assert application.definition.promised_days == 35
            assert _waits_for(application) == ("入户调查和自理能力评估", {"clerk"})
            case = destitute.reviewed(destitute.opined(destitute.visited(application)))
            assert _waits_for(application) == ("报送确认", {"clerk", "reviewer"})
            with pytest.raises(RuleBroken):
                hall.decide_application(staff.actor("leader"), application, version=None, result="granted")
            with pytest.raises(Forbidden):
                actions.confirm_person(staff.actor("clerk"), case, version=None, answer="confirmed")
            destitute.granted(case)
            file = queries.find_file(application)
            assert file is not None
            assert (file.scheme, file.head_name, file.start_month) == (
                "destitute",
                "王独老",
                dt.date(2026, 12, 1),
            )
            decision = file.decisions[0]
            assert (decision.method, decision.base_fen, decision.extra_fen) == ("person", 84_500, 30_000)
            assert decision.document is not None
            assert "特困人员认定办法" in str(decision.document.frozen["facts"])
            assert case.form is not None
            form = from_plain(DestituteForm, case.form.frozen["facts"])
            assert [one.label for one in form.signers] == ["经办人", "审核人", "分管领导"]
            assert form.care == "分散供养（在家），照料人李邻居（邻居）"
            printed = [one for one in papers_of(application) if one.kind == case.form.kind]
            assert [one.status for one in printed] == ["replaced", "valid"]
            assert {step.code: step.outcome for step in application.steps}["public_notice"].startswith(
                "公示至 "
            )
            assert queries.spot_checks(2026) == (1, 1)
        month = payments.prepare(dt.date(2026, 12, 1), scheme="destitute")
        with transaction("read"):
            lines = session.scalars(select(PaymentLine).where(PaymentLine.month_id == month)).all()
            assert [(line.head_name, line.net_fen) for line in lines] == [("王独老", 114_500)]
