"""The papers of agreements: two of them as pictures, and what a paper says of a record."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

import pytest

from portal import clock
from portal.db import transaction
from portal.mediation.agreements import documents, papers
from portal.mediation.agreements.actions.confirming import Consent, ask_confirmation
from portal.mediation.agreements.actions.performing import record_performance
from portal.mediation.agreements.terms import NewObligation
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.factories import agreements as made
from tests.factories import mediation, staff
from tests.mediation.agreements import samples

APPROVED = Path(__file__).with_name("approved")


@pytest.mark.rendered
@pytest.mark.parametrize("kind", [papers.AGREEMENT, papers.ORAL_FORM])
def test_the_paper_looks_as_approved(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    order = sample.order(kind, samples.all_samples()[kind], "a4")
    must_look(order, APPROVED / f"{kind}-a4.png", tmp_path_factory)


@pytest.mark.rendered
def test_another_nature_never_bears_the_name_of_peoples_mediation(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    facts = dataclasses.replace(samples.agreement(), nature="行政调解", office="示范街道办事处")
    text = text_of(sample.order(papers.AGREEMENT, facts, "a4"), tmp_path_factory)
    assert "行政调解协议书" in text
    assert "人民调解委员会印章" not in text


def test_an_agreement_says_sum_copies_and_who_signs(app: Portal) -> None:
    parties = [mediation.PARTIES[0], dataclasses.replace(mediation.PARTIES[1], cannot_read=True)]
    with app.app_context(), transaction():
        agreement = made.drafted(mediation.make_case("mediating", parties=parties))
        kind, facts = documents.agreement_paper(agreement)
        assert (kind, facts.figures, facts.capitals, facts.copies) == (
            papers.AGREEMENT,
            "3000.00",
            "人民币叁仟元整",
            3,
        )
        labels = [one.label for one in facts.signs]
        assert labels == ["申请人", "被申请人", "宣读人", "见证人", "人民调解员", "记录人"]
        assert facts.office == "示范街道人民调解委员会"


def test_a_receipt_says_the_whole_sum_and_what_was_paid_by_then(app: Portal) -> None:
    with app.app_context(), transaction():
        case = mediation.make_case("mediating")
        payer, payee = case.parties[1].id, case.parties[0].id
        owed = tuple(
            NewObligation(debtor_id=payer, creditor_id=payee, fen=fen, due_on=clock.today())
            for fen in (100_000, 200_000)
        )
        first, second = made.in_force(case, obligations=owed).obligations
        pay = partial(record_performance, staff.actor("mediator"), version=None, done_on=clock.today())
        rows = [pay(first, fen=100_000), pay(second, fen=50_000, proof="transfer")]
        said = [documents.receipt_paper(row)[1] for row in rows]
    assert [(one.owed_figures, one.done_figures, one.left_figures, one.proof) for one in said] == [
        ("3000.00", "1000.00", "2000.00", ""),
        ("3000.00", "1500.00", "1500.00", "汇款单"),
    ]


def test_an_application_to_the_court_tells_the_facts_and_warns_of_what_is_unknown(app: Portal) -> None:
    with app.app_context(), transaction():
        agreement = made.in_force(mediation.make_case("mediating"))
        assert documents.left_blank(agreement.case) == [one.name for one in agreement.case.parties]
        everybody = {one.id: Consent(agreement.reached_on, "signed") for one in agreement.case.parties}
        row = ask_confirmation(
            staff.actor("mediator"),
            agreement,
            version=None,
            court="示范区人民法院",
            consents=everybody,
        )
        reasons = documents.confirmation_paper(row)[1].reasons
    assert agreement_number_in(reasons[0])
    assert reasons[1] == made.FACTS


def agreement_number_in(text: str) -> bool:
    """Whether the number of the agreement stands in the sentence."""
    return "（编号：示街" in text
