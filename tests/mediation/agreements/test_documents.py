"""The papers of agreements: two of them as pictures, and what a paper says of a record."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from portal.db import transaction
from portal.mediation.agreements import documents, papers
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.factories import agreements as made
from tests.factories import mediation
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
