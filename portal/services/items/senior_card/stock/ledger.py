"""The ledger of blank cards (空白证领用台账): what became of each serial, by day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, raiseload

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import SeniorCard
from portal.services.items.senior_card.stock.models import MOVES, CardBatch, CardMove


def list_moves(_actor: Actor) -> list[tuple[str, str]]:
    """What can become of a blank."""
    return list(MOVES.items())


def asked_for(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The moves of the period."""
    found = [CardMove.moved_on.between(asked.first, asked.last), within(actor, asked, CardBatch.unit_id)]
    if asked.of("kind"):
        found.append(CardMove.kind == asked.of("kind"))
    return found


def read_values() -> Values:
    """What a move says in each column; the names of the types are read once."""
    names = {one.code: one.name for one in rules_on().types}

    def values(found: Any) -> dict[str, Any]:
        move, batch = found[:2]
        card = move.card
        return {
            "serial": batch.text(move.serial),
            "type": names.get(batch.card_type, batch.card_type),
            "kind": MOVES[move.kind],
            "card": card.number if card else "",
            "holder": card.resident.name if card else "",
            "day": move.moved_on,
            "by": move.mover.name,
            "reason": move.reason,
        }

    return values


STOCK = define(
    Ledger(
        name="card-stock",
        title=N_("空白证领用台账"),
        permission="services.keep_card_stock",
        period_label=N_("领用日期"),
        columns=(
            Column("position", N_("序号"), 11, "number", align="center", wrap=False),
            Column("serial", N_("空白证号"), 32, "code", expression=CardMove.serial),
            Column("type", N_("类型"), 42, expression=CardBatch.card_type, groups=True),
            Column("kind", N_("去向"), 24, "label", expression=CardMove.kind, groups=True),
            Column("card", N_("证号"), 46, "code"),
            Column("holder", N_("持证人"), 26),
            Column("day", N_("日期"), 22, "date", expression=CardMove.moved_on),
            Column("by", N_("经手人"), 24),
            Column("reason", N_("原因"), 46),
        ),
        filters=(Filter("kind", N_("去向"), list_moves),),
        statement=select(CardMove, CardBatch).join(CardBatch, CardBatch.id == CardMove.batch_id),
        conditions=asked_for,
        key=CardMove.id,
        order=(CardMove.moved_on, CardMove.id),
        options=(
            joinedload(CardMove.card).joinedload(SeniorCard.resident),
            joinedload(CardMove.mover),
            raiseload("*"),
        ),
        values=read_values,
    )
)
