"""Whose reports and disputes a reader of screening sees: a unit's own and those below, an organ (司法所) those of its street."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from portal.actor import Actor
from portal.units.queries import among, get_unit, street_above, unit_and_below, visible_unit_ids


def reached(actor: Actor) -> set[int] | None:
    """The units that a reader sees: its own and below, an organ the street it stands in; None for all of them."""
    if actor.unit_id is not None and get_unit(actor.unit_id).kind == "organ":
        street = street_above(actor.unit_id)
        if street is not None:
            return unit_and_below(street.id)
    return visible_unit_ids(actor)


def within_reach(
    actor: Actor, column: InstrumentedAttribute[Any] | ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition that keeps a query to what this reader sees; `column` holds a unit's key."""
    return among(reached(actor), column)
