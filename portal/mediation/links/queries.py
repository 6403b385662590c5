"""Finding referrals and transfers: whoever may see the case may see its links. What waits for a reply and what is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.letters.models import Letter
from portal.letters.outside import MOST, list_outside
from portal.mediation.links.models import Referral, StationTransfer
from portal.mediation.models import CaseExtension, MediationCase
from portal.mediation.queries import LARGEST_KEY, visible

PAGE_SIZE = 20
TABS = ("waiting", "overdue", "replied", "out", "all")


def list_known_bodies(unit_id: int) -> list[str]:
    """The names of outside bodies to offer to a committee: those of `letters`, then those that sent it a case before."""
    statement = (
        select(Referral.body)
        .join(MediationCase, MediationCase.id == Referral.case_id)
        .where(MediationCase.unit_id == unit_id, Referral.body_id.is_(None))
        .group_by(Referral.body)
        .order_by(Referral.body)
        .limit(MOST)
    )
    return list(dict.fromkeys([*list_outside(unit_id), *session.scalars(statement)]))


def due_of(referral: Referral) -> dt.date | None:
    """By when the sender waits for a reply: what it set, or the day that the parties agreed on for a court's case."""
    extended = referral.kind == "court" and referral.case.extensions
    return referral.case.due_on if extended else referral.due_on


def due_column() -> ColumnElement[Any]:
    """`due_of` as the database says it; the case must be joined."""
    extended = exists().where(CaseExtension.case_id == MediationCase.id)
    return case((and_(Referral.kind == "court", extended), MediationCase.due_on), else_=Referral.due_on)


def is_waiting() -> ColumnElement[bool]:
    """The referrals in to which no reply has gone out; the letter must be joined (outer)."""
    return and_(
        Referral.direction == "in",
        Referral.recalled_on.is_(None),
        or_(Referral.letter_id.is_(None), Letter.state == "draft"),
    )


def get_referral(actor: Actor, referral_id: int) -> Referral:
    """A referral of a case that the actor may see; raises Forbidden or NotFound."""
    actor.must("mediation.read_link")
    return _of_visible_case(actor, Referral, referral_id)


def get_transfer(actor: Actor, transfer_id: int) -> StationTransfer:
    """A transfer of a case that the actor may see; raises Forbidden or NotFound."""
    actor.must("mediation.read_link")
    return _of_visible_case(actor, StationTransfer, transfer_id)


def referrals_of(case_: MediationCase) -> list[Referral]:
    """The referrals of a case, in and out, oldest first."""
    statement = select(Referral).where(Referral.case_id == case_.id).order_by(Referral.id)
    return list(session.scalars(statement.options(joinedload(Referral.letter))))


def transfers_of(case_: MediationCase) -> list[StationTransfer]:
    """The transfers of a case, oldest first."""
    statement = (
        select(StationTransfer).where(StationTransfer.case_id == case_.id).order_by(StationTransfer.id)
    )
    return list(session.scalars(statement.options(joinedload(StationTransfer.letter))))


@dataclass(frozen=True)
class Page:
    """One page of a list, its number from 1, the size of a page, and how many rows there are in all."""

    rows: list[Any]
    number: int
    size: int
    total: int


def list_referrals(actor: Actor, *, tab: str = "waiting", page: int = 1) -> Page:
    """One page of the referrals of the cases in the actor's sight; those that wait stand by their day, others newest first."""
    actor.must("mediation.read_link")
    soonest = tab in {"waiting", "overdue"}
    order: tuple[Any, ...] = (due_column(), Referral.id) if soonest else (Referral.id.desc(),)
    base = _joined(actor).where(_tab(tab))
    total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
    number = min(max(1, page), max(1, (total + PAGE_SIZE - 1) // PAGE_SIZE))
    rows = session.scalars(
        base.options(joinedload(Referral.case), joinedload(Referral.letter))
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(list(rows), number, PAGE_SIZE, total)


def count_referrals(actor: Actor) -> dict[str, int]:
    """How many referrals stand under each tab, in one statement."""
    actor.must("mediation.read_link")
    counts = [func.count().filter(_tab(tab)).label(tab) for tab in TABS]
    row = session.execute(_joined(actor).with_only_columns(*counts)).one()
    return {tab: int(getattr(row, tab)) for tab in TABS}


def list_transfers(actor: Actor) -> list[StationTransfer]:
    """The transfers of the cases in the actor's sight, newest first."""
    actor.must("mediation.read_link")
    statement = (
        select(StationTransfer)
        .join(MediationCase, MediationCase.id == StationTransfer.case_id)
        .where(visible(actor))
        .options(joinedload(StationTransfer.letter), joinedload(StationTransfer.case))
        .order_by(StationTransfer.id.desc())
        .limit(200)
    )
    return list(session.scalars(statement))


def _joined(actor: Actor) -> Any:
    return (
        select(Referral)
        .join(MediationCase, MediationCase.id == Referral.case_id)
        .outerjoin(Letter, Letter.id == Referral.letter_id)
        .where(visible(actor))
    )


def _tab(tab: str) -> ColumnElement[bool]:
    if tab == "waiting":
        return is_waiting()
    if tab == "overdue":
        return and_(is_waiting(), due_column() < clock.today())
    if tab == "replied":
        return and_(Referral.direction == "in", ~is_waiting_or_null())
    if tab == "out":
        return Referral.direction == "out"
    return Referral.id.is_not(None)


def is_waiting_or_null() -> ColumnElement[bool]:
    """`is_waiting` with an unknown state of the letter taken for waiting, so that it can be turned round."""
    return func.coalesce(is_waiting(), True)


def _of_visible_case(actor: Actor, model: Any, key: int) -> Any:
    found = None
    if 0 < key <= LARGEST_KEY:
        found = session.scalars(
            select(model)
            .join(MediationCase, MediationCase.id == model.case_id)
            .where(model.id == key, visible(actor))
        ).first()
    if found is None:
        raise NotFound
    return found
