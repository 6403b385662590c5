"""Finding agreements and what follows them: one, those of a case, what is due, what is overdue, who is to be visited."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.mediation.agreements.models import (
    Agreement,
    CaseVisit,
    Confirmation,
    Obligation,
    Performance,
    Urging,
)
from portal.mediation.models import Committee, MediationCase, Mediator
from portal.mediation.queries import LARGEST_KEY, visible


def get_agreement(actor: Actor, agreement_id: int) -> Agreement:
    """The agreement, if this actor may see its case; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    if not 0 < agreement_id <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(
        select(Agreement)
        .join(MediationCase)
        .where(Agreement.id == agreement_id, visible(actor))
        .options(selectinload(Agreement.obligations).selectinload(Obligation.performances))
    ).first()
    if found is None:
        raise NotFound
    return found


def get_obligation(actor: Actor, obligation_id: int) -> Obligation:
    """One thing owed, if this actor may see its case; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    if not 0 < obligation_id <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(
        select(Obligation)
        .join(Agreement)
        .join(MediationCase)
        .where(Obligation.id == obligation_id, visible(actor))
    ).first()
    if found is None:
        raise NotFound
    return found


def get_performance(actor: Actor, performance_id: int) -> Performance:
    """One proof of performance, if this actor may see its case; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    found = session.get(Performance, performance_id) if 0 < performance_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_obligation(actor, found.obligation_id)
    return found


def get_confirmation(actor: Actor, confirmation_id: int) -> Confirmation:
    """One application for judicial confirmation, if this actor may see its case; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    found = session.get(Confirmation, confirmation_id) if 0 < confirmation_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_agreement(actor, found.agreement_id)
    return found


def list_agreements(case: MediationCase) -> list[Agreement]:
    """Every agreement of a case, the newest first."""
    return list(
        session.scalars(
            select(Agreement)
            .where(Agreement.case_id == case.id)
            .options(selectinload(Agreement.obligations).selectinload(Obligation.performances))
            .order_by(Agreement.id.desc())
        )
    )


def agreement_in_force(case: MediationCase) -> Agreement | None:
    """The agreement that binds the parties of this case now."""
    return session.scalars(
        select(Agreement).where(Agreement.case_id == case.id, Agreement.state == "effective")
    ).first()


def open_agreement(case: MediationCase) -> Agreement | None:
    """The agreement that is being written or signed."""
    return session.scalars(
        select(Agreement).where(Agreement.case_id == case.id, Agreement.state.in_(("draft", "signing")))
    ).first()


def find_confirmation(agreement: Agreement) -> Confirmation | None:
    """The newest application for judicial confirmation of an agreement that was not withdrawn."""
    return session.scalars(
        select(Confirmation)
        .where(Confirmation.agreement_id == agreement.id, Confirmation.state != "withdrawn")
        .order_by(Confirmation.id.desc())
    ).first()


def list_confirmations(agreement: Agreement) -> list[Confirmation]:
    """Every application about an agreement, the newest first."""
    return list(
        session.scalars(
            select(Confirmation)
            .where(Confirmation.agreement_id == agreement.id)
            .order_by(Confirmation.id.desc())
        )
    )


def list_visits(case: MediationCase) -> list[CaseVisit]:
    """The visits of a case, in their order."""
    return list(
        session.scalars(
            select(CaseVisit).where(CaseVisit.case_id == case.id).order_by(CaseVisit.visited_on, CaseVisit.id)
        )
    )


def count_visits(case_id: int) -> int:
    """How often the parties of a case were visited."""
    return session.scalar(select(func.count(CaseVisit.id)).where(CaseVisit.case_id == case_id)) or 0


def list_urgings(agreement: Agreement) -> list[Urging]:
    """How often the parties of an agreement were urged, the first one first."""
    return list(
        session.scalars(
            select(Urging)
            .join(Obligation)
            .where(Obligation.agreement_id == agreement.id)
            .order_by(Urging.urged_on, Urging.id)
        )
    )


def standing_of(one: Obligation, today: dt.date) -> str:
    """How far a thing owed has come on a day: a code of kinds.STANDINGS."""
    if one.done_on is not None:
        return "done"
    if one.due_on < today:
        return "overdue"
    if one.done_fen:
        return "partial"
    return "due" if one.due_on == today else "waiting"


def overdue_of(agreement: Agreement, today: dt.date) -> list[Obligation]:
    """What should have been done before this day and is not."""
    return [one for one in agreement.obligations if one.done_on is None and one.due_on < today]


def list_serving(committee: Committee, day: dt.date) -> list[Mediator]:
    """The mediators whom a committee engages on a day, by name."""
    return list(
        session.scalars(
            select(Mediator)
            .where(
                Mediator.committee_id == committee.id,
                Mediator.valid_from <= day,
                or_(Mediator.valid_to.is_(None), Mediator.valid_to >= day),
            )
            .order_by(Mediator.name, Mediator.id)
        )
    )
