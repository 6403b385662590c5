"""Reading rosters: the list, one with its lines, who shares a household, what it comes to. It changes nothing.

The street sees its rosters; a community sees those that are being handed out and have people of its own, and only these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.rosters.models import Roster, RosterLine, RosterSheet
from portal.services.rosters.sums import Portion, Thing, Totals, reckon
from portal.units.models import Unit
from portal.units.queries import visible_unit_ids, within_scope

LARGEST_KEY = 2**63 - 1
OPEN_TO_COMMUNITIES = ("agreed", "settled")
TABS = ("all", "waiting", "received", "uncollected", "struck", "questioned", "shared")


@dataclass(frozen=True)
class LinePage:
    """One page of lines: rows, number from 1, size, and how many there are in all."""

    rows: list[RosterLine]
    number: int
    size: int
    total: int


def sees_street(actor: Actor, roster: Roster) -> bool:
    """Whether this reader sees the whole roster, and not only the people of a community."""
    visible = visible_unit_ids(actor)
    return visible is None or roster.street_id in visible


def get_roster(actor: Actor, roster_id: int) -> Roster:
    """A roster that the actor may see; raises NotFound for any other."""
    statement = select(Roster).where(Roster.id == roster_id, _visible(actor))
    found = session.scalars(statement).first() if 0 < roster_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_rosters(actor: Actor, limit: int = 100) -> list[Roster]:
    """The rosters that the actor may see, newest first."""
    statement = select(Roster).where(_visible(actor)).order_by(Roster.id.desc()).limit(limit)
    return list(session.scalars(statement))


def list_in_states(actor: Actor, states: Sequence[str]) -> list[Roster]:
    """The rosters in these states that the actor may see, the earliest end first."""
    statement = select(Roster).where(_visible(actor), Roster.state.in_(states))
    return list(session.scalars(statement.order_by(Roster.ends_on, Roster.id)))


def count_waiting(actor: Actor) -> dict[int, int]:
    """For how many people of the actor's units each roster still waits to be handed out, by its key; none of them left out."""
    statement = (
        select(RosterLine.roster_id, func.count())
        .join(Roster, Roster.id == RosterLine.roster_id)
        .where(
            Roster.state == "agreed",
            RosterLine.is_struck.is_(False),
            RosterLine.outcome == "waiting",
            within_scope(actor, RosterLine.unit_id),
        )
        .group_by(RosterLine.roster_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def get_line(actor: Actor, line_id: int) -> RosterLine:
    """A line of a roster that the actor may see, of a person of the actor's units; raises NotFound."""
    statement = (
        select(RosterLine)
        .join(Roster, Roster.id == RosterLine.roster_id)
        .where(RosterLine.id == line_id, within_scope(actor, RosterLine.unit_id), _visible(actor))
    )
    found = session.scalars(statement).first() if 0 < line_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def get_sheet(actor: Actor, sheet_id: int) -> RosterSheet:
    """A workbook that was tried for a roster of the actor's street; raises NotFound."""
    found = session.get(RosterSheet, sheet_id) if 0 < sheet_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_roster(actor, found.roster_id)
    return found


def list_lines(
    actor: Actor,
    roster: Roster,
    *,
    tab: str = "all",
    unit_id: int | None = None,
    page: int = 1,
    size: int = 50,
) -> LinePage:
    """One page of the lines that this reader may see, in the order of the roster."""
    wanted = [*_lines(actor, roster), *_of_tab(roster.id, tab)]
    if unit_id is not None:
        wanted.append(RosterLine.unit_id == unit_id)
    total = session.scalar(select(func.count(RosterLine.id)).where(*wanted)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    statement = (
        select(RosterLine)
        .where(*wanted)
        .options(joinedload(RosterLine.unit), joinedload(RosterLine.hander))
        .order_by(RosterLine.position, RosterLine.id)
    )
    return LinePage(
        list(session.scalars(statement.offset((number - 1) * size).limit(size))), number, size, total
    )


def count_tabs(actor: Actor, roster: Roster) -> dict[str, int]:
    """How many lines each tab shows to this reader."""
    return {
        tab: session.scalar(
            select(func.count(RosterLine.id)).where(*_lines(actor, roster), *_of_tab(roster.id, tab))
        )
        or 0
        for tab in TABS
    }


def list_units_of(actor: Actor, roster: Roster) -> list[Unit]:
    """The communities whose people are on it."""
    keys = select(RosterLine.unit_id).where(*_lines(actor, roster))
    return list(session.scalars(select(Unit).where(Unit.id.in_(keys)).order_by(Unit.code, Unit.id)))


def shared_households(roster_id: int) -> dict[int, list[str]]:
    """The households with more than one person on the roster who is not struck, with their names in its order."""
    statement = (
        select(RosterLine.household_id, RosterLine.name)
        .where(
            RosterLine.roster_id == roster_id,
            RosterLine.is_struck.is_(False),
            RosterLine.household_id.in_(_shared(roster_id)),
        )
        .order_by(RosterLine.position)
    )
    found: dict[int, list[str]] = {}
    for household_id, name in session.execute(statement):
        found.setdefault(household_id, []).append(name)
    return found


def totals_of(actor: Actor, roster: Roster) -> Totals:
    """What the lines that this reader sees come to."""
    statement = select(RosterLine.money_fen, RosterLine.outcome).where(
        *_lines(actor, roster), RosterLine.is_struck.is_(False)
    )
    return reckon(things_of(roster), [Portion(fen, outcome) for fen, outcome in session.execute(statement)])


def things_of(roster: Roster) -> list[Thing]:
    """The goods of a round."""
    return [Thing(i.name, i.unit, i.quantity, i.value_fen) for i in roster.items if i.kind == "goods"]


def lines_of(roster_id: int, ids: list[int] | None = None) -> list[RosterLine]:
    """The lines of a roster in their order, all or those with these keys; for actions."""
    statement = select(RosterLine).where(RosterLine.roster_id == roster_id).order_by(RosterLine.position)
    return list(session.scalars(statement if ids is None else statement.where(RosterLine.id.in_(ids))))


def _visible(actor: Actor) -> ColumnElement[bool]:
    own = select(RosterLine.roster_id).where(
        RosterLine.is_struck.is_(False), within_scope(actor, RosterLine.unit_id)
    )
    return or_(
        within_scope(actor, Roster.street_id),
        and_(Roster.state.in_(OPEN_TO_COMMUNITIES), Roster.id.in_(own)),
    )


def _lines(actor: Actor, roster: Roster) -> list[ColumnElement[bool]]:
    found = [RosterLine.roster_id == roster.id]
    if not sees_street(actor, roster):
        found.append(within_scope(actor, RosterLine.unit_id))
    return found


def _of_tab(roster_id: int, tab: str) -> list[ColumnElement[bool]]:
    if tab == "struck":
        return [RosterLine.is_struck.is_(True)]
    if tab == "questioned":
        return [RosterLine.questioned != ""]
    if tab == "shared":
        return [RosterLine.is_struck.is_(False), RosterLine.household_id.in_(_shared(roster_id))]
    if tab in {"waiting", "received", "uncollected"}:
        return [RosterLine.is_struck.is_(False), RosterLine.outcome == tab]
    return []


def _shared(roster_id: int) -> Select[tuple[int | None]]:
    return (
        select(RosterLine.household_id)
        .where(
            RosterLine.roster_id == roster_id,
            RosterLine.is_struck.is_(False),
            RosterLine.household_id.is_not(None),
        )
        .group_by(RosterLine.household_id)
        .having(func.count(RosterLine.id) > 1)
    )
