"""Reading the tree of units as it stood on a day, and the rows that a post may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import once, session
from portal.errors import NotFound
from portal.units.models import Post, Unit, UnitParent

SEES_EVERYTHING = frozenset({"admin", "auditor", "district"})


def get_unit(unit_id: int) -> Unit:
    """The unit with this key; raises NotFound."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def list_units(*, kind: str | None = None, on: dt.date | None = None, ended: bool = False) -> list[Unit]:
    """Units by code; those in being on a day (today when None), or all with `ended`."""
    day = on or clock.today()
    statement = (
        select(Unit)
        .options(selectinload(Unit.names), selectinload(Unit.parents))
        .order_by(Unit.code, Unit.id)
    )
    if kind:
        statement = statement.where(Unit.kind == kind)
    if not ended:
        statement = statement.where(
            Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to >= day)
        )
    return list(session.scalars(statement))


def find_unit_by_code(code: str) -> Unit | None:
    """The unit with this code, in being or ended; None where there is none."""
    return session.scalars(select(Unit).where(Unit.code == code)).first()


@dataclass(frozen=True)
class TreeRow:
    """A unit and how deep it stands below the top."""

    unit: Unit
    depth: int


def tree(on: dt.date | None = None) -> list[TreeRow]:
    """The units in being on a day, each below the one above it, by code; a constant number of statements."""
    day = on or clock.today()
    units = {unit.id: unit for unit in list_units(on=day)}
    below = children_by_parent(day)
    above = {child: parent for parent, children in below.items() for child in children}
    rows: list[TreeRow] = []
    waiting = [TreeRow(u, 0) for u in reversed(units.values()) if above.get(u.id) not in units]
    while waiting:
        row = waiting.pop()
        rows.append(row)
        children = [units[key] for key in below.get(row.unit.id, ()) if key in units]
        children.sort(key=lambda unit: (unit.code, unit.id), reverse=True)
        waiting.extend(TreeRow(child, row.depth + 1) for child in children)
    return rows


def list_children(unit_id: int, on: dt.date | None = None) -> list[Unit]:
    """The units in being directly below a unit on a day, by code."""
    keys = set(children_by_parent(on).get(unit_id, ()))
    return [unit for unit in list_units(on=on) if unit.id in keys]


def successor_of(unit: Unit) -> Unit | None:
    """The unit that an ended unit was merged into (并入), or None.

    It is kept as the parent from the day after the last: whoever works at the successor goes on seeing the old rows.
    """
    if unit.valid_to is None:
        return None
    before = unit.parent_id_on(unit.valid_to)
    after = unit.parent_id_on(unit.valid_to + dt.timedelta(days=1))
    return session.get(Unit, after) if after is not None and after != before else None


def children_by_parent(on: dt.date | None = None) -> Mapping[int, Sequence[int]]:
    """For each unit, the keys of the units directly below it on a day, in one statement."""
    day = on or clock.today()
    return once(f"units.children_by_parent {day}", lambda: _children_by_parent(day))


def _children_by_parent(day: dt.date) -> dict[int, list[int]]:
    rows = session.execute(
        select(UnitParent.parent_id, UnitParent.unit_id)
        .where(UnitParent.valid_from <= day, or_(UnitParent.valid_to.is_(None), UnitParent.valid_to >= day))
        .order_by(UnitParent.unit_id)
    )
    below: dict[int, list[int]] = {}
    for parent_id, unit_id in rows:
        below.setdefault(parent_id, []).append(unit_id)
    return below


def unit_and_below(unit_id: int, on: dt.date | None = None) -> set[int]:
    """The keys of a unit and of everything under it on a day."""
    below, found, waiting = children_by_parent(on), set(), [unit_id]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(below.get(key, ()))
    return found


def visible_unit_ids(actor: Actor) -> set[int] | None:
    """The units whose rows this actor's post may see: its own and those below; None means all of them."""
    if actor.role in SEES_EVERYTHING:
        return None
    return unit_and_below(actor.unit_id) if actor.unit_id is not None else set()


def within_scope(
    actor: Actor, column: InstrumentedAttribute[Any] | ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition that keeps a query to the rows this actor may see; `column` holds a unit's key."""
    return among(visible_unit_ids(actor), column)


def among(
    units: set[int] | None, column: InstrumentedAttribute[Any] | ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition that `column` holds one of these units' keys; None means any, an empty set none."""
    if units is None:
        return true()
    return column.in_(units) if units else false()


def street_above(unit_id: int, on: dt.date | None = None) -> Unit | None:
    """The street office that a unit belongs to on a day: itself, or the nearest above; None where there is none."""
    day, unit = on or clock.today(), session.get(Unit, unit_id)
    while unit is not None and unit.kind != "street":
        parent_id = unit.parent_id_on(day)
        unit = session.get(Unit, parent_id) if parent_id is not None else None
    return unit


def list_posts(account_id: int, *, on: dt.date | None = None) -> list[Post]:
    """The posts that a person holds on a day, oldest first."""
    day = on or clock.today()
    statement = (
        select(Post)
        .where(
            Post.account_id == account_id,
            Post.valid_from <= day,
            or_(Post.valid_to.is_(None), Post.valid_to >= day),
        )
        .order_by(Post.valid_from, Post.id)
    )
    return list(session.scalars(statement))


def list_posts_at(unit_ids: Iterable[int], *, on: dt.date | None = None) -> list[Post]:
    """Everybody who holds a post at these units on a day."""
    day = on or clock.today()
    statement = select(Post).where(
        Post.unit_id.in_(list(unit_ids)),
        Post.valid_from <= day,
        or_(Post.valid_to.is_(None), Post.valid_to >= day),
    )
    return list(session.scalars(statement.order_by(Post.unit_id, Post.role, Post.id)))
