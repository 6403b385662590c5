"""Reading the stock book: balances by type, batches, moves, counts, and which types run low."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from portal import settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.services.items.senior_card.stock.book import Balance
from portal.services.items.senior_card.stock.models import (
    ISSUED,
    RETURNED,
    SPOILED,
    CardBatch,
    CardCount,
    CardMove,
)

_GROUP = N_("老年优待证")
USED = settings.define(
    "senior_card.use_stock",
    "flag",
    False,
    N_("使用空白证领用登记"),
    _GROUP,
    hint=N_("勾选后，制证时自动领用下一张空白证；没有空白证时不能制证。"),
    per_unit=True,
)
LOW = settings.define(
    "senior_card.low_stock",
    "integer",
    20,
    N_("空白证少于几张时提醒"),
    _GROUP,
    minimum=0,
    maximum=10_000,
    per_unit=True,
)


def is_used(unit_id: int) -> bool:
    """Whether this counter keeps the book."""
    return bool(settings.value(USED.key, unit_id=unit_id))


def balances(unit_id: int) -> dict[str, Balance]:
    """The balance of each type that this counter ever received."""
    received = dict(
        session.execute(
            select(CardBatch.card_type, func.sum(CardBatch.last - CardBatch.first + 1))
            .where(CardBatch.unit_id == unit_id)
            .group_by(CardBatch.card_type)
            .order_by(CardBatch.card_type)
        )
        .tuples()
        .all()
    )

    def count(kind: str) -> object:
        return func.sum(case((CardMove.kind == kind, 1), else_=0))

    moves = session.execute(
        select(CardBatch.card_type, count(ISSUED), count(SPOILED), count(RETURNED))  # type: ignore[call-overload]
        .join(CardMove, CardMove.batch_id == CardBatch.id)
        .where(CardBatch.unit_id == unit_id)
        .group_by(CardBatch.card_type)
    )
    found = {code: tuple(int(n) for n in figures) for code, *figures in moves}
    return {code: Balance(int(n), *found.get(code, (0, 0, 0))) for code, n in received.items()}


def low_types(actor: Actor) -> dict[str, Balance]:
    """The types of this actor's counter of which few blanks are left; none where it keeps no book."""
    if actor.unit_id is None or not is_used(actor.unit_id):
        return {}
    least = settings.value(LOW.key, unit_id=actor.unit_id)
    return {code: one for code, one in balances(actor.unit_id).items() if one.in_hand < least}


def list_batches(unit_id: int) -> list[CardBatch]:
    """The batches of a counter, oldest first: the order in which they are used."""
    statement = select(CardBatch).where(CardBatch.unit_id == unit_id).order_by(CardBatch.id)
    return list(session.scalars(statement))


def used_serials(batch: CardBatch) -> list[int]:
    """The serials of a batch that something has become of."""
    return list(session.scalars(select(CardMove.serial).where(CardMove.batch_id == batch.id)))


def list_moves(unit_id: int, limit: int = 50) -> list[CardMove]:
    """The newest moves of a counter."""
    statement = (
        select(CardMove)
        .join(CardBatch, CardBatch.id == CardMove.batch_id)
        .where(CardBatch.unit_id == unit_id)
        .options(joinedload(CardMove.batch), joinedload(CardMove.card), joinedload(CardMove.mover))
        .order_by(CardMove.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def list_counts(unit_id: int, limit: int = 20) -> list[CardCount]:
    """The newest counts of a counter."""
    statement = select(CardCount).where(CardCount.unit_id == unit_id).order_by(CardCount.id.desc())
    return list(session.scalars(statement.options(joinedload(CardCount.counter)).limit(limit)))
