"""The two-minute case: one call makes a whole case, or nothing at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal.db import session, transaction
from portal.disputes.models import Dispute
from portal.disputes.queries import list_categories
from portal.documents.queries import list_documents_of
from portal.errors import RuleBroken
from portal.mediation.agreements.actions.settling import Settled, settle_case
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.queries import agreement_in_force
from portal.mediation.models import MediationCase
from portal.mediation.records.signing import signatures_of
from tests.factories import mediation, staff

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 20)


def settled(**changes: object) -> Settled:
    return Settled(
        **{
            "parties": mediation.PARTIES,
            "category_id": list_categories(DAY)[1].id,
            "story": "楼道堆放杂物，双方口角。",
            "terms": "李样本当天清走杂物，赔偿张示例200元。",
            "amount_fen": 20_000,
            "on": DAY,
            **changes,
        }
    )


def settle(given: Settled) -> Agreement:
    return settle_case(
        staff.actor("mediator"),
        committee=mediation.make_committee(),
        mediator=mediation.mediator_of("mediator"),
        settled=given,
    )


@pytest.mark.both
def test_performed_at_once_it_is_accepted_settled_and_performed() -> None:
    with transaction():
        agreement = settle(settled(preventions={"criminal": 2}))
        case = agreement.case
        assert (case.state, case.is_simple, case.number) == ("performed", True, "示街人调字〔2026〕1号")
        assert {case.accepted_on, case.agreed_on, case.performed_on, agreement.effective_on} == {DAY}
        assert case.dispute.title == f"张示例与李样本{case.dispute.category.name.removesuffix('纠纷')}纠纷"
        assert (agreement.number, agreement.copies) == ("示街调口〔2026〕1号", 3)
        assert agreement.obligations[0].done_fen == 20_000
        assert [one.way for one in signatures_of(agreement)] == ["paper"] * 3
        verbs = [event.verb for event in case.events]
        assert [verb for verb in verbs if verb in {"accept_case", "conclude", "finish_performance"}] == [
            "accept_case",
            "conclude",
            "finish_performance",
        ]
        kinds = [paper.kind for paper in list_documents_of("MediationCase", case.id)]
        assert kinds.count("mediation_oral_agreement") == 1


def test_performed_later_and_for_people_who_cannot_read() -> None:
    parties = (mediation.PARTIES[0], replace(mediation.PARTIES[1], cannot_read=True))
    given = settled(
        parties=parties,
        way="fingerprint",
        perform_by=dt.date(2026, 12, 1),
        amount_fen=0,
        terms="李样本当天清走杂物。",
    )
    with pytest.raises(RuleBroken, match="宣读人和见证人") as refused, transaction():
        settle(given)
    assert refused.value.field == "reader"
    with pytest.raises(RuleBroken, match="应当是两个人") as refused, transaction():
        settle(replace(given, reader="王某某", witness="王某某"))
    assert refused.value.field == "witness"
    with transaction("read"):
        assert session.query(MediationCase).count() + session.query(Dispute).count() == 0
    with transaction():
        agreement = settle(replace(given, reader="王某某", witness="赵某某"))
        assert (agreement.case.state, agreement.obligations[0].kind) == ("performing", "act")
        assert agreement_in_force(agreement.case) is agreement
        kinds = [one.kind for one in signatures_of(agreement)]
        assert kinds == ["party", "party", "reader", "witness", "mediator"]


WRONG: tuple[tuple[dict, str], ...] = (
    ({"parties": mediation.PARTIES[:1]}, "parties"),
    ({"amount_capitals": "贰佰伍拾元整"}, "amount_capitals"),
    ({"perform_by": DAY - dt.timedelta(days=1)}, "perform_by"),
    ({"on": dt.date(2026, 11, 23)}, "on"),
    ({"story": " "}, "story"),
    ({"way": "screen"}, "way"),
)


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept() -> None:
    for changes, field in WRONG:
        with pytest.raises(RuleBroken) as refused, transaction():
            settle(settled(**changes))
        assert refused.value.field == field, changes
    with transaction("read"):
        assert session.query(MediationCase).count() + session.query(Dispute).count() == 0
