"""An agreement from the first word to the day on which it binds: days, forms, signatures, numbers, changed words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace as dataclass_replace

import pytest

from portal import clock
from portal.db import session, transaction
from portal.documents.models import IssuedNumber
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.mediation.agreements.actions.concluding import conclude, missing_signers
from portal.mediation.agreements.actions.drafting import (
    change_agreement,
    draft_agreement,
    issue_agreement,
    strike_agreement,
)
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.queries import agreement_in_force
from portal.mediation.models import MediationCase
from portal.mediation.records import signing
from tests.factories import agreements as made
from tests.factories import mediation, staff

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 10)
M = "mediator"


def begun(**changes: object) -> MediationCase:
    return mediation.make_case("mediating", on=DAY, **changes)


def test_scenario_25_a_missing_signature_lets_nothing_be_sealed() -> None:
    """One signature is missing: not effective, no seal, the case stays 调解中; the day is that of the last signature or seal."""
    with transaction():
        agreement = made.issued(begun(), on=DAY)
        made.sign_all(agreement, on=dt.date(2026, 11, 11), but=1)
        case, lead = agreement.case, agreement.case.lead
        assert lead is not None
        assert missing_signers(agreement) == [f"{lead.name}（人民调解员）签名"]
        with pytest.raises(RuleBroken, match="不能盖章，案件仍在调解中") as refused:
            conclude(staff.actor(M), agreement, version=agreement.version)
        assert lead.name in str(refused.value.params["who"])
        assert (case.state, agreement.state, agreement.effective_on) == ("mediating", "signing", None)
        assert all(one.kind != "seal" for one in signing.signatures_of(agreement))
        made.sign_all(agreement, on=dt.date(2026, 11, 15))
        for wrong in (DAY - dt.timedelta(days=1), dt.date(2026, 11, 23)):
            with pytest.raises(RuleBroken, match="盖章日期") as refused:
                conclude(staff.actor(M), agreement, version=agreement.version, sealed_on=wrong)
            assert refused.value.field == "sealed_on"
        conclude(staff.actor(M), agreement, version=agreement.version, sealed_on=dt.date(2026, 11, 12))
        assert (case.state, agreement.state) == ("performing", "effective")
        assert agreement.effective_on == dt.date(2026, 11, 15)
        assert (case.agreed_on, case.agreement_form) == (DAY, "written")
        assert case.visit_due_on == DAY + dt.timedelta(days=40)
        assert (case.dispute.state, case.dispute.resolved_on) == ("resolved", DAY)
        assert agreement_in_force(case) is agreement


class TestDraftAgreement:
    def test_nothing_is_older_than_the_acceptance_or_younger_than_today(self) -> None:
        with transaction():
            case = begun()
            for day in (DAY - dt.timedelta(days=1), clock.today() + dt.timedelta(days=1)):
                with pytest.raises(RuleBroken) as refused:
                    draft_agreement(staff.actor(M), case, version=None, new=made.terms(case, on=day))
                assert refused.value.field == "reached_on"
            assert session.query(Agreement).count() == 0

    def test_an_oral_one_is_refused_where_it_must_be_written(self) -> None:
        for case_changes, changes, words in (
            ({}, {"is_asked_in_writing": True}, "当事人要求书面"),
            ({"difficulty": "complex"}, {}, "疑难复杂"),
        ):
            with transaction():
                case = begun(**case_changes)
                with pytest.raises(RuleBroken, match=words) as refused:
                    made.drafted(case, on=DAY, form="oral", is_performed_at_once=True, **changes)
                assert refused.value.field == "form"

    def test_only_one_is_open_and_only_a_mediator_writes_it(self) -> None:
        with transaction():
            agreement = made.drafted(begun(), on=DAY)
            with pytest.raises(RuleBroken, match="没有完成的协议"):
                made.drafted(agreement.case, on=DAY)
            with pytest.raises(Forbidden):
                made.drafted(agreement.case, on=DAY, actor=staff.actor("clerk"))
            strike_agreement(staff.actor(M), agreement, version=agreement.version, reason="双方改变主意")
            again = made.drafted(agreement.case, on=DAY)
            with pytest.raises(Conflict):
                issue_agreement(staff.actor(M), again, version=again.version - 1)


class TestIssueAgreement:
    def test_each_form_has_its_own_book_and_a_struck_number_stays_void(self) -> None:
        with transaction():
            written = made.issued(begun(), on=DAY)
            oral = made.issued(begun(), on=DAY, form="oral", is_performed_at_once=True)
            assert (written.number, oral.number) == ("示街调协〔2026〕1号", "示街调口〔2026〕1号")
            assert (written.document.kind, oral.document.kind) == (
                "mediation_agreement",
                "mediation_oral_agreement",
            )
            strike_agreement(staff.actor(M), written, version=None, reason="一方不肯签字")
            book = session.get_one(IssuedNumber, written.issued_number_id)
            assert (written.state, written.document.status, book.voided_at is not None) == (
                "struck",
                "void",
                True,
            )
            assert written.case.state == "mediating"

    def test_who_cannot_read_needs_a_reader_and_a_witness(self) -> None:
        parties = [*mediation.PARTIES[:1], dataclass_replace(mediation.PARTIES[1], cannot_read=True)]
        with transaction():
            agreement = made.issued(begun(parties=parties), on=DAY)
            assert [words for words in missing_signers(agreement) if "李样本" in words] == [
                "李样本（当事人）签名",
                "向李样本宣读的人签名",
                "李样本的见证人签名",
            ]


class TestChangeAgreement:
    def test_signed_words_change_only_with_their_signatures_struck(self) -> None:
        with transaction():
            agreement = made.issued(begun(), on=DAY)
            number = agreement.number
            made.sign_all(agreement, but=1)
            new = made.terms(
                agreement.case, on=DAY, terms="一、赔偿3000元（大写：人民币叁仟元整），分两次付清。"
            )
            with pytest.raises(RuleBroken) as refused:
                change_agreement(staff.actor(M), agreement, version=agreement.version, new=new)
            assert refused.value.field == "strike_because"
            change_agreement(
                staff.actor(M), agreement, version=agreement.version, new=new, strike_because="改为分期"
            )
            assert (signing.signatures_of(agreement), agreement.state) == ([], "draft")
            issue_agreement(staff.actor(M), agreement, version=agreement.version)
            assert (agreement.number, agreement.document.edition) == (number, 2)
            made.sign_all(agreement)
            conclude(staff.actor(M), agreement, version=agreement.version)
            with pytest.raises(RuleBroken):
                change_agreement(staff.actor(M), agreement, version=None, new=new)


class TestConclude:
    def test_an_oral_one_binds_from_its_day_and_needs_no_seal(self) -> None:
        with transaction():
            agreement = made.issued(begun(), on=DAY, form="oral", is_performed_at_once=True)
            with pytest.raises(RuleBroken, match="张示例"):
                conclude(staff.actor(M), agreement, version=None)
            made.sign_all(agreement, on=dt.date(2026, 11, 12))
            conclude(staff.actor(M), agreement, version=None, preventions={"criminal": 2, "brawl": 0})
            assert agreement.effective_on == DAY
            assert [(row.kind, row.people) for row in agreement.case.preventions] == [("criminal", 2)]

    def test_not_before_it_is_issued(self) -> None:
        with transaction():
            agreement = made.drafted(begun(), on=DAY)
            with pytest.raises(RuleBroken, match="还没有定稿"):
                conclude(staff.actor(M), agreement, version=None)
            with pytest.raises(RuleBroken, match="还没有定稿"):
                made.sign_all(agreement)
