"""The calendar as the street sees it: unit by period, how each duty stands at this moment; read in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.screening.calendar.standings import ANSWERS, DUTIES, asked, told
from portal.screening.calendar.states import Standing
from portal.screening.kinds import PERIODS, UNIT_PERIODS
from portal.screening.models import ReportDuty
from portal.screening.moments import moment
from portal.screening.reach import reached
from portal.screening.rollup.units import Tally, tally
from portal.units.models import Unit
from portal.units.queries import list_units

READ = "screening.read_calendar"
_DUTY = ReportDuty.__table__.c
_GRID = select(
    _DUTY.id, _DUTY.unit_id, _DUTY.first, _DUTY.last, ANSWERS, _DUTY.year, _DUTY.number, _DUTY.label
).select_from(DUTIES)
_OWED = select(_DUTY.id, _DUTY.unit_id, _DUTY.last, _DUTY.label, _DUTY.due_at, ANSWERS).select_from(DUTIES)


class Cell(NamedTuple):
    """One duty in the grid: its key, and how it stands."""

    duty_id: int
    standing: Standing


@dataclass(frozen=True)
class Head:
    """One period of the grid, by its first day; where units report by different weeks, each has its own column."""

    first: dt.date
    last: dt.date
    year: int
    number: int
    label: str
    tally: Tally


class Row(NamedTuple):
    """A unit and its cells, as many as there are heads; None where it owes nothing."""

    unit: Unit
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Grid:
    """Units down, periods across."""

    street: Unit
    kind: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]

    @property
    def cells(self) -> dict[tuple[int, dt.date], Cell]:
        """Every duty by its unit and first day."""
        return {
            (row.unit.id, head.first): cell
            for row in self.rows
            for head, cell in zip(self.heads, row.cells, strict=True)
            if cell is not None
        }


@dataclass(frozen=True)
class Owed:
    """One report that somebody asks after: whose, for what, until when, and how it stands."""

    duty_id: int
    unit_id: int
    last: dt.date
    label: str
    due_at: dt.datetime
    standing: Standing


def list_streets(actor: Actor) -> list[Unit]:
    """The streets in reach: those whose units the reader sees, or the one above the reader's own unit."""
    actor.must(READ)
    reach = reached(actor)
    streets = list_units(kind="street", ended=True)
    if reach is None:
        return streets
    own = [unit for unit in streets if unit.id in reach]
    if own or actor.unit_id is None:
        return own
    seen = set(session.scalars(select(ReportDuty.street_id).where(ReportDuty.unit_id.in_(reach)).distinct()))
    return [unit for unit in streets if unit.id in seen]


def find_street(actor: Actor, street_id: int | None) -> Unit:
    """The street that was chosen, the first in reach for none; raises NotFound."""
    return pick_street(list_streets(actor), street_id)


def pick_street(streets: Iterable[Unit], street_id: int | None) -> Unit:
    """The chosen one of these streets, the first for none; raises NotFound."""
    found = next((one for one in streets if street_id in (None, one.id)), None)
    if found is None:
        raise NotFound
    return found


def read_grid(
    actor: Actor, street: Unit, kind: str, first: dt.date, last: dt.date, *, at: dt.datetime | None = None
) -> Grid:
    """How every duty of a street's units stands that ends in these days, at an instant (now when None).

    One statement, and one pass over its plain rows: a year of sixty units has three thousand. Who works in a community
    sees its own line. Raises Forbidden.
    """
    actor.must(READ)
    if kind not in PERIODS:
        raise NotFound
    statement = _GRID.where(_DUTY.kind == kind, *_within(actor, street, first, last))
    found = asked(statement, at or moment(), street.id)
    columns: dict[tuple[dt.date, dt.date], dict[int, Cell]] = {}
    words: dict[tuple[dt.date, dt.date], tuple[int, int, str]] = {}
    for duty_id, unit_id, begins, ends, answers, year, number, label in found:
        column = columns.get((begins, ends))
        if column is None:
            column = columns[begins, ends] = {}
            words[begins, ends] = (year, number, label)
        column[unit_id] = Cell(duty_id, told(answers))
    across = sorted(columns)
    heads = []
    for begins, ends in across:
        year, number, label = words[begins, ends]
        counted = tally(cell.standing for cell in columns[begins, ends].values())
        heads.append(Head(begins, ends, year, number, label, counted))
    units = _units(set().union(*columns.values()))
    lines = [columns[period].get for period in across]
    rows = [Row(unit, tuple(find(unit.id) for find in lines)) for unit in units]
    return Grid(street, kind, tuple(heads), tuple(rows))


def list_standing(
    actor: Actor,
    street: Unit,
    states: Sequence[str],
    first: dt.date,
    last: dt.date,
    *,
    at: dt.datetime | None = None,
) -> list[Owed]:
    """The duties of weeks and days of a street in these states (未报、漏报、迟报 …; marks count too), the oldest first."""
    actor.must(READ)
    statement = _OWED.where(_DUTY.kind.in_(UNIT_PERIODS), *_within(actor, street, first, last)).order_by(
        _DUTY.due_at, _DUTY.unit_id, _DUTY.id
    )
    found = asked(statement, at or moment(), street.id)
    owed = (
        Owed(duty_id, unit_id, ends, label, due_at, told(answers))
        for duty_id, unit_id, ends, label, due_at, answers in found
    )
    return [one for one in owed if one.standing.state in states or set(states) & set(one.standing.marks)]


def _units(keys: Collection[int]) -> list[Unit]:
    """Units with their names, by code."""
    statement = select(Unit).options(selectinload(Unit.names)).where(Unit.id.in_(keys))
    return list(session.scalars(statement.order_by(Unit.code, Unit.id)))


def _within(actor: Actor, street: Unit, first: dt.date, last: dt.date) -> list[ColumnElement[bool]]:
    """The duties of a street that end in these days, as far as the reader sees."""
    within = [_DUTY.street_id == street.id, _DUTY.last >= first, _DUTY.last <= last]
    reach = reached(actor)
    if reach is not None and street.id not in reach:
        within.append(_DUTY.unit_id.in_(reach))
    return within
