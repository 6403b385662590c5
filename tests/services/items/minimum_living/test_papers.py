"""What the papers of a household's case say of whom: the applicant's own document, whole numbers only where they are checked,
the decider, and nothing handed over that was never printed.
"""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services import actions as hall
from portal.services.application_forms import actions as forms
from portal.services.assistance.documents import money_words
from portal.services.assistance.models import SupportFile
from portal.services.assistance.schemes import STOPPING
from portal.services.items.minimum_living import actions, documents, next_step
from portal.services.items.minimum_living.actions.declaring import LineEntry
from portal.services.items.minimum_living.form.papers import support_application
from portal.services.items.minimum_living.papers import CheckAuthorisationForm
from portal.services.items.minimum_living.queries import find_file
from portal.services.powers.actions import print_power
from tests.factories import assistance, minimum_living, services, staff

pytestmark = pytest.mark.usefixtures("hall")
CHILD = dt.date(2018, 5, 1)


@pytest.fixture(autouse=True)
def standard(hall: None) -> None:
    with transaction():
        assistance.make_standard()


class TestNameTheApplicant:
    def test_a_household_is_named_by_the_person_who_applied_and_never_by_its_number(self) -> None:
        with transaction():
            household, people = minimum_living.family(CHILD)
            declaration = minimum_living.accepted(household, people)
            number, application = people[0].primary_paper.number, declaration.application
            masked = number[:6] + "*" * 8 + number[-4:]
            visit = minimum_living.investigated(declaration).investigations[0]
            known = [
                documents.approval_form(with_opinion(declaration), declaration.opinions[-1]),
                documents.investigation_form(visit),
                documents.check_result_notice(declaration.checks[-1], "名下有存款"),
                documents.refusal_letter(declaration),
            ]
            printed = print_power(staff.actor("clerk"), application).frozen["facts"]
        for facts in known:
            assert (facts.applicant, facts.identity_masked) == ("王试样", masked)
        assert (printed["applicant"], printed["applicant_identity"]) == ("王试样", masked)
        assert printed["agent"] == ""

    def test_who_is_checked_stands_whole_in_what_goes_out_and_the_trail_says_why(self) -> None:
        with transaction():
            household, people = minimum_living.family(CHILD)
            declaration = minimum_living.accepted(household, people)
            actions.print_authorisation(staff.actor("clerk"), declaration)
            check = actions.request_data_check(staff.actor("clerk"), declaration, version=None)
            form = documents.authorisation_form(declaration, until=clock.today())
            whole = [person.primary_paper.number for person in people]
        assert isinstance(form, CheckAuthorisationForm)
        assert [line.identity_number for line in form.members] == whole
        assert check.letter is not None
        assert all(number in check.letter.body for number in whole)
        entries = session.scalars(select(AuditEntry).where(AuditEntry.verb == "services.print_whole_numbers"))
        kept = [entry.facts for entry in entries]
        assert [(facts["persons"], facts["reason"]) for facts in kept] == [(2, "handling")] * 2
        assert not any(number in str(kept) for number in whole)


def with_opinion(declaration):  # type: ignore[no-untyped-def]
    """The declaration with an opinion written on it, already visited and checked."""
    actions.write_opinion(
        staff.actor("clerk"), declaration, version=None, opinion="agree", category="B", reason=""
    )
    return declaration


class TestGrant:
    def test_the_decider_decided_and_what_is_handed_over_was_printed(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.granted(minimum_living.accepted(household, people))
            application = declaration.application
            hall.issue_result(staff.actor("clerk"), application, version=None)
            file = find_file(application)
            assert file is not None
            decision = file.decisions[0]
            assert decision.decided_by == staff.actor("district").account_id
            assert "审核确认同意" in decision.reason
            assert decision.document is not None
            assert decision.reason in decision.document.frozen["facts"]["facts_text"]
            with pytest.raises(RuleBroken, match="还没有打印"):
                hall.collect_result(staff.actor("clerk"), application, version=None, collector="self")
            services.print_results(application)
            hall.collect_result(staff.actor("clerk"), application, version=None, collector="self")
        assert application.state == "collected"

    @pytest.mark.parametrize(
        ("scheme", "words"),
        [("最低生活保障", "最低生活保障金"), ("特困人员供养", "特困人员供养救助金")],
    )
    def test_money_is_named_once(self, scheme: str, words: str) -> None:
        assert money_words(scheme) == words

    @pytest.mark.parametrize(("months", "shown"), [(0, "stopped"), (1, STOPPING)])
    def test_a_stop_to_come_is_not_yet_one(self, months: int, shown: str) -> None:
        month = clock.today().replace(day=1, month=clock.today().month + months)
        assert SupportFile(state="stopped", stop_month=month).shown_state == shown


class TestCorrect:
    def test_what_differs_is_corrected_before_an_opinion_and_the_form_printed_anew(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            application = declaration.application
            forms.print_form(clerk, application)
            assert not forms.is_outdated(application)
            check = minimum_living.investigated(declaration).checks[-1]
            check.state = "told"
            actions.settle_mismatch(clerk, check, version=None)
            need = next_step.next_steps([application], clock.today())[application.id]
            assert need is not None
            assert need.way_out is not None
            assert need.way_out[1].endswith("/declaration/income")
            with pytest.raises(RuleBroken, match="先按核对结果更正申报"):
                with_opinion(declaration)
            wage = [LineEntry("wages", declaration.members[0].id, {"fen": 10_000, "per": "month"})]
            actions.save_income(clerk, application, version=None, incomes=wage)
            assert forms.is_outdated(application)
            house = [LineEntry("house", None, {"fen": 0, "is_exempt": True})]
            actions.save_property(clerk, application, version=None, lines=house)
            forms.print_form(clerk, application)
            assert not forms.is_outdated(application)
            with_opinion(declaration)
            facts = support_application(declaration)
        assert [line.amount for line in facts.possessions] == ["—"]
        assert declaration.opinions[-1].total_fen == 54_000
