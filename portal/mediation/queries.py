"""Finding the cases that a reader may see, and committees and mediators. Longer lists are in modules beside this one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import joinedload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.mediation.models import Committee, CommitteeMember, MediationCase, Mediator, Recusal
from portal.units.queries import street_above, unit_and_below, within_scope

LARGEST_KEY = 2**63 - 1


def in_sight(actor: Actor, column: Any = None) -> ColumnElement[bool]:
    """The condition that keeps a query to the committees whose cases this actor may see: those of its unit and below.

    A judicial office (司法所), which hangs in the tree as a leaf, guides the committees of the whole street that it stands in.
    """
    column = MediationCase.unit_id if column is None else column
    if actor.can("mediation.guide_committees") and actor.unit_id is not None:
        street = street_above(actor.unit_id)
        if street is not None:
            return column.in_(unit_and_below(street.id))
    return within_scope(actor, column)


def not_recused(actor: Actor) -> ColumnElement[bool]:
    """The condition that hides a case from a mediator who stands aside in it (回避), from the decision on."""
    return ~exists().where(
        and_(
            Recusal.case_id == MediationCase.id,
            Recusal.is_granted.is_(True),
            Recusal.mediator_id == Mediator.id,
            Mediator.account_id == actor.account_id,
        )
    )


def visible(actor: Actor) -> ColumnElement[bool]:
    """Every case that this actor may open or count."""
    return and_(in_sight(actor), not_recused(actor))


def get_case(actor: Actor, case_id: int) -> MediationCase:
    """The case, if this actor may see it; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    if not 0 < case_id <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(select(MediationCase).where(MediationCase.id == case_id, visible(actor))).first()
    if found is None:
        raise NotFound
    return found


def key_of_number(number: str) -> int | None:
    """The key of the case with this 案号, for the command line, which has every right; None where there is none."""
    return session.scalars(
        select(MediationCase.id)
        .where(MediationCase.number == number)
        .order_by(MediationCase.id.desc())
        .limit(1)
    ).first()


def get_committee(actor: Actor, committee_id: int) -> Committee:
    """The committee, if its unit is in this actor's sight; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    if not 0 < committee_id <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(
        select(Committee).where(Committee.id == committee_id, in_sight(actor, Committee.unit_id))
    ).first()
    if found is None:
        raise NotFound
    return found


def list_committees(actor: Actor) -> list[Committee]:
    """The committees in this actor's sight with their members, by the code of their unit, in a bounded number of statements."""
    found = session.scalars(
        select(Committee)
        .where(in_sight(actor, Committee.unit_id))
        .options(
            joinedload(Committee.unit),
            selectinload(Committee.members).joinedload(CommitteeMember.mediator),
        )
        .order_by(Committee.id)
    )
    return sorted(found, key=lambda committee: (committee.unit.code, committee.id))


def find_own_committee(actor: Actor) -> Committee | None:
    """The committee at whose unit the actor's active post is."""
    if actor.unit_id is None:
        return None
    return session.scalars(select(Committee).where(Committee.unit_id == actor.unit_id)).first()


def recorder_proposed(case: MediationCase) -> str:
    """The name of the mediator who is assigned to record this case now; empty where nobody is."""
    names = [row.mediator.name for row in case.mediators if row.role == "recorder" and row.until is None]
    return names[-1] if names else ""


def find_own_mediator(actor: Actor) -> Mediator | None:
    """The mediator that this person is, in the committee of the active post."""
    return session.scalars(
        select(Mediator)
        .join(Committee)
        .where(
            Mediator.account_id == actor.account_id,
            Mediator.valid_to.is_(None),
            Committee.unit_id == actor.unit_id,
        )
        .order_by(Mediator.id)
    ).first()
