"""Reading senior cards: one by number, those of a person with their chain, lists, and those proposed for cancellation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.services.items.senior_card.models import SeniorCard
from portal.units.queries import within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20


@dataclass(frozen=True)
class CardPage:
    """One page of cards: its rows, its number from 1, the size of a page, and how many there are in all."""

    rows: list[SeniorCard]
    number: int
    size: int
    total: int


def get_card(actor: Actor, card_id: int) -> SeniorCard:
    """The card with its holder, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.read_application")
    statement = (
        select(SeniorCard)
        .where(SeniorCard.id == card_id, within_scope(actor, SeniorCard.unit_id))
        .options(
            joinedload(SeniorCard.resident), joinedload(SeniorCard.photo), joinedload(SeniorCard.document)
        )
    )
    found = session.scalars(statement).first() if 0 < card_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_cards(
    actor: Actor,
    *,
    status: str = "",
    card_type: str = "",
    text: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> CardPage:
    """One page of cards, the newest first; `text` is a holder's name or a part of a number."""
    actor.must("services.read_application")
    conditions = [within_scope(actor, SeniorCard.unit_id)]
    if status:
        conditions.append(SeniorCard.status == status)
    if card_type:
        conditions.append(SeniorCard.card_type == card_type)
    wanted = text.strip()
    if wanted:
        conditions.append(
            or_(
                Resident.name.contains(wanted, autoescape=True),
                SeniorCard.number.contains(wanted, autoescape=True),
            )
        )
    statement = select(SeniorCard).join(SeniorCard.resident).where(*conditions)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    statement = statement.options(selectinload(SeniorCard.resident)).order_by(SeniorCard.id.desc())
    return CardPage(
        list(session.scalars(statement.limit(size).offset((number - 1) * size))), number, size, total
    )


def cards_of_resident(resident_id: int) -> list[SeniorCard]:
    """Every card that a person ever held here, newest first."""
    statement = select(SeniorCard).where(SeniorCard.resident_id == resident_id)
    return list(session.scalars(statement.order_by(SeniorCard.id.desc())))


def valid_cards_of(resident_id: int) -> list[SeniorCard]:
    """A person's valid cards, newest first: at most one of each type."""
    return [card for card in cards_of_resident(resident_id) if card.status == "valid"]


def cards_of_application(application_id: int) -> list[SeniorCard]:
    """What an application made, oldest first."""
    statement = select(SeniorCard).where(SeniorCard.application_id == application_id)
    return list(session.scalars(statement.order_by(SeniorCard.id)))


def chain_of(card: SeniorCard) -> list[SeniorCard]:
    """The card and those before it that it took the place of, newest first."""
    found = [card]
    while found[-1].replaces is not None and len(found) < 100:
        found.append(found[-1].replaces)
    return found


def list_proposed_cancellations(actor: Actor) -> list[SeniorCard]:
    """Valid cards that the portal proposes to cancel (the holder died), oldest proposal first."""
    statement = (
        select(SeniorCard)
        .where(
            SeniorCard.proposal != "", SeniorCard.status == "valid", within_scope(actor, SeniorCard.unit_id)
        )
        .options(joinedload(SeniorCard.resident))
        .order_by(SeniorCard.proposed_on, SeniorCard.id)
    )
    return list(session.scalars(statement))
