"""Made-up agreements at every stage: written down, signed, in force, owed. Everything here is called inside a transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.mediation.agreements.actions.concluding import conclude
from portal.mediation.agreements.actions.drafting import draft_agreement, issue_agreement
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.terms import NewAgreement, NewObligation
from portal.mediation.models import MediationCase
from portal.mediation.records import signing
from tests.factories import mediation, staff

FACTS = "被申请人家中水管破裂，漏水泡坏申请人家天花板和地板。"
TERMS = "一、被申请人于约定日期前赔偿申请人装修损失。\n二、被申请人三日内修好水管。"


def terms(case: MediationCase, *, on: dt.date | None = None, **changes: Any) -> NewAgreement:
    """The respondent pays the applicant 3000 yuan within ten days."""
    day = on or clock.today()
    payer, payee = case.parties[1].id, case.parties[0].id
    given: dict[str, Any] = {
        "form": "written",
        "reached_on": day,
        "facts": FACTS,
        "issues": "赔偿数额",
        "terms": TERMS,
        "manner": "在调委会现金给付",
        "place": "示范街道调解室",
        "amount_fen": 300_000,
        "obligations": (
            NewObligation(
                debtor_id=payer, creditor_id=payee, fen=300_000, due_on=day + dt.timedelta(days=10)
            ),
        ),
    }
    if changes.get("is_performed_at_once"):
        given["obligations"] = ()
    return NewAgreement(**{**given, **changes})


def drafted(case: MediationCase | None = None, *, actor: Actor | None = None, **changes: Any) -> Agreement:
    """An agreement that is written down, of a case at the table."""
    case = case or mediation.make_case("mediating", on=changes.get("on"))
    return draft_agreement(actor or staff.actor("mediator"), case, version=None, new=terms(case, **changes))


def issued(case: MediationCase | None = None, **changes: Any) -> Agreement:
    """One that waits for its signatures."""
    agreement = drafted(case, **changes)
    return issue_agreement(staff.actor("mediator"), agreement, version=None)


def sign_all(agreement: Agreement, *, on: dt.date | None = None, way: str = "paper", but: int = 0) -> None:
    """Everybody signs on a day, but the last `but` of those who are wanted."""
    actor, case = staff.actor("mediator"), agreement.case
    wanted = signing.missing_wanted(case, agreement)
    for one in wanted[: len(wanted) - but]:
        signing.sign(
            actor,
            agreement,
            kind=one.kind,
            way=way,
            on=on or agreement.reached_on,
            party=next((p for p in case.parties if p.id == one.party_id), None),
            mediator=next((m.mediator for m in case.mediators if m.mediator_id == one.mediator_id), None),
            name=one.name or ("王宣读" if one.kind == "reader" else "赵见证"),
        )


def in_force(case: MediationCase | None = None, *, on: dt.date | None = None, **changes: Any) -> Agreement:
    """One that everybody has signed and the committee has sealed on its own day."""
    agreement = issued(case, on=on, **changes)
    sign_all(agreement)
    conclude(staff.actor("mediator"), agreement, version=None, sealed_on=agreement.reached_on)
    return agreement
