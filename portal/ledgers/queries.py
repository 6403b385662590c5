"""Reading what frames a ledger: the units that a reader may choose, and the condition that keeps rows to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units, unit_and_below, visible_unit_ids, within_scope

if TYPE_CHECKING:
    from portal.ledgers.asking import Asked


class NoSuchUnit(NotFound):
    """No unit has this code."""


def list_choosable_units(actor: Actor, kinds: tuple[str, ...]) -> list[tuple[int, str]]:
    """Key and name of the units of these kinds that the actor may see, by code."""
    visible = visible_unit_ids(actor)
    return [
        (unit.id, unit.name_on(clock.today()))
        for unit in list_units()
        if unit.kind in kinds and (visible is None or unit.id in visible)
    ]


def key_of(code: str) -> int:
    """The key of the unit with this code; raises NoSuchUnit."""
    key = session.scalar(select(Unit.id).where(Unit.code == code))
    if key is None:
        raise NoSuchUnit(f"there is no unit with the code {code!r}")
    return key


def within(
    actor: Actor, asked: Asked, column: InstrumentedAttribute[Any] | ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition that keeps a ledger to the rows this actor may see, and to the unit that was asked for."""
    scope = within_scope(actor, column)
    if asked.unit_id is None:
        return scope
    return and_(scope, column.in_(unit_and_below(asked.unit_id)))


def unit_name(actor: Actor, asked: Asked) -> str | None:
    """The unit that stands in the heading: the one asked for, else the actor's own; None for somebody above all units."""
    key = asked.unit_id or actor.unit_id
    return get_unit(key).name_on(clock.today()) if key else None
