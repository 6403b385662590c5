"""A case from the door to the table: parties, acceptance with its guards and number, rights told, the beginning."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.parties import NewParty
from portal.documents.models import Document
from portal.documents.queries import find_by_number, list_documents_of
from portal.errors import RuleBroken
from portal.mediation.actions.accepting import accept_case
from portal.mediation.actions.opening import record_wish
from portal.mediation.actions.running import begin_mediation
from tests.factories import mediation as made
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")


class TestRegisterDispute:
    def test_refuses_two_people_in_one_row_and_takes_no_number(self):
        with transaction(), pytest.raises(RuleBroken, match="像是两个人") as refused:
            made.make_dispute(parties=[NewParty(side="applicant", name="张三、李四")])
        assert refused.value.field == "parties-0-name"
        with transaction():
            made.make_committee()
            assert made.make_dispute().number == "示街纠〔2026〕1号"


class TestAcceptCase:
    def test_reaches_the_table(self):
        with transaction():
            case = made.make_case("mediating", on=dt.date(2026, 10, 23))
            assert (case.state, case.number) == ("mediating", "示街人调字〔2026〕1号")
            assert case.due_on == dt.date(2026, 11, 23)
            kinds = [d.kind for d in list_documents_of("MediationCase", case.id)]
            assert kinds == ["mediation_acceptance_form", "mediation_acceptance", "mediation_rights"]
            found = find_by_number("mediation_rights", case.number)
            assert found is not None
            assert (found.subject_kind, found.subject_id) == ("MediationCase", case.id)
            assert find_by_number("mediation_rights", "没有") is None
            assert all(d.unit_id == staff.unit("M1").id for d in session.query(Document))

    @pytest.mark.both
    def test_refuses_after_a_clear_refusal_in_words(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case(respondent_wish="refuses")
            with pytest.raises(RuleBroken, match="明确拒绝调解，不能受理"):
                accept_case(actor, case, version=case.version, respondent_wish="agrees")
            record_wish(actor, case, version=None, wish="agrees", note="电话征询，同意调解")
            assert accept_case(actor, case, version=None).state == "accepted"

    @pytest.mark.both
    def test_wants_both_sides(self):
        with transaction():
            case = made.make_case(parties=made.PARTIES[:1])
            with pytest.raises(RuleBroken, match="被申请人"):
                accept_case(staff.actor("mediator"), case, version=None)

    def test_counts_thirty_days_for_a_court_case(self):
        clock.fix_today(dt.date(2026, 11, 22))
        with transaction():
            assert made.make_case("accepted", source="court").due_on == dt.date(2026, 12, 22)


class TestBeginMediation:
    def test_wants_a_leader_and_told_parties(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("accepted")
            with pytest.raises(RuleBroken, match="指派"):
                begin_mediation(actor, case, version=None)
