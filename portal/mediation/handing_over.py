"""How a dispute that screening found comes to a committee, and how each room shows the other's: through `disputes.reach`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes import reach
from portal.disputes.kinds import RISKS
from portal.disputes.models import Dispute
from portal.errors import N_, NotFound
from portal.mediation.actions.opening import cases_of
from portal.mediation.agreements.models import Agreement, CaseVisit
from portal.mediation.models import CaseMediator, Committee, MediationCase
from portal.mediation.parts import add_part
from portal.mediation.states import BEFORE_ACCEPTANCE, RUNNING, STATES
from portal.units.queries import get_unit, street_above, unit_and_below

HAND_OVER = "mediation.hand_over"
LABEL = N_("转人民调解")
WORKING = BEFORE_ACCEPTANCE | RUNNING | {"suspended"}
BATCH = 500


def join() -> None:
    """Offer the opening and the handling of a dispute, and show on a case's page where its dispute is followed."""
    reach.offer_opening("mediation", find_opening)
    reach.offer_handling("mediation", handlings_of)
    add_part("screening", 150, load_part, place="aside")


def find_opening(actor: Actor, dispute: Dispute) -> reach.Place | None:
    """Where this reader gives the dispute to a committee; None while one is working on it, or where there is none."""
    if not actor.can(HAND_OVER) or dispute.state != "open" or not committees_for(dispute):
        return None
    if any(case.state in WORKING for case in cases_of(dispute)):
        return None
    return reach.Place(LABEL, f"/mediation/cases/for/{dispute.id}", True)


def get_carried(actor: Actor, dispute_id: int) -> tuple[Dispute, reach.Place]:
    """The dispute with the page where this actor carries it on; raises NotFound where he only looks, or sees nothing."""
    dispute = session.get(Dispute, dispute_id)
    if dispute is None:
        raise NotFound
    place = next((one for one in reach.find_pages(actor, dispute).values() if one.may_carry), None)
    if place is None:
        raise NotFound
    return dispute, place


def committees_for(dispute: Dispute) -> list[Committee]:
    """The committees that may take the dispute: those of its own unit first, then those of its street itself."""
    own = unit_and_below(dispute.unit_id)
    street = street_above(dispute.unit_id)
    found = session.scalars(select(Committee).order_by(Committee.id)).all()
    today = clock.today()
    near = [one for one in found if one.unit_id in own]
    above = [
        one
        for one in found
        if one not in near
        and street is not None
        and street.id in (one.unit_id, get_unit(one.unit_id).parent_id_on(today))
    ]
    return near + above


def handlings_of(dispute_ids: Collection[int]) -> reach.Handlings:
    """What committees have of disputes: case, mediators, agreement, last visit; three statements for every few hundred."""
    keys, found = sorted(dispute_ids), defaultdict(list)
    for start in range(0, len(keys), BATCH):
        statement = (
            select(MediationCase)
            .where(
                MediationCase.dispute_id.in_(keys[start : start + BATCH]),
                MediationCase.state != "discarded",
            )
            .options(
                joinedload(MediationCase.committee),
                selectinload(MediationCase.mediators).joinedload(CaseMediator.mediator),
            )
            .order_by(MediationCase.id)
        )
        cases = session.scalars(statement).all()
        numbers, visits = _results([case.id for case in cases])
        for case in cases:
            people = [row.mediator.name for row in case.mediators if row.until is None]
            found[case.dispute_id].append(
                reach.Handling(
                    body=case.committee.unit.name,
                    people="、".join(dict.fromkeys(people)),
                    state=STATES[case.state],
                    is_open=case.state in WORKING,
                    number=case.number or "",
                    agreement=numbers.get(case.id, ""),
                    visited_on=visits.get(case.id),
                )
            )
    return dict(found)


def load_part(actor: Actor, case: MediationCase) -> tuple[str, dict[str, Any]] | None:
    """Where screening follows the dispute of a case; None for one that it did not find and this reader does not see there."""
    places = {name: one for name, one in reach.find_pages(actor, case.dispute).items() if name != "mediation"}
    if not case.dispute.is_screened and not places:
        return None
    place = next(iter(places.values()), None)
    context = {"dispute": case.dispute, "href": place.href if place else "", "risks": RISKS}
    return "mediation/cases/found_part.html", context


def _results(case_ids: list[int]) -> tuple[dict[int, str], dict[int, Any]]:
    """The agreement in force of each case, and the day of its last visit."""
    agreements = select(Agreement.case_id, Agreement.number).where(
        Agreement.case_id.in_(case_ids), Agreement.effective_on.is_not(None), Agreement.struck_on.is_(None)
    )
    visits = select(CaseVisit.case_id, CaseVisit.visited_on, CaseVisit.id).where(
        CaseVisit.case_id.in_(case_ids)
    )
    return (
        {key: number or "" for key, number in session.execute(agreements)},
        {key: day for key, day, _id in session.execute(visits.order_by(CaseVisit.visited_on))},
    )
