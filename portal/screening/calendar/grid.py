"""The calendar as the street sees it: unit by period, how each duty stands at this moment; read in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from portal import settings
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.screening.calendar.states import Facts, Standing, standing_of
from portal.screening.kinds import IN_FORCE, PERIODS
from portal.screening.models import Objection, ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.practice import MISSING_AFTER
from portal.screening.rollup.units import Tally, tally
from portal.units.models import Unit
from portal.units.queries import list_units, visible_unit_ids

READ = "screening.read_calendar"


@dataclass(frozen=True)
class Cell:
    """One duty in the grid: its key, its dates, and how it stands; `late_seconds` of a late one."""

    duty_id: int
    unit_id: int
    first: dt.date
    last: dt.date
    label: str
    due_at: dt.datetime
    standing: Standing
    late_seconds: int
    found: int | None
    closing: int | None


@dataclass(frozen=True)
class Head:
    """One period of the grid, by its first day; where units report by different weeks, each has its own column."""

    first: dt.date
    last: dt.date
    year: int
    number: int
    label: str
    tally: Tally


@dataclass(frozen=True)
class Grid:
    """Units down, periods across; `cells` by unit and first day. A unit owes nothing where there is no cell."""

    street: Unit
    kind: str
    heads: tuple[Head, ...]
    units: tuple[Unit, ...]
    cells: dict[tuple[int, dt.date], Cell]


def list_streets(actor: Actor) -> list[Unit]:
    """The streets in reach: those whose units the reader sees, or the one above the reader's own unit."""
    actor.must(READ)
    reach = visible_unit_ids(actor)
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
    found = next((one for one in list_streets(actor) if street_id in (None, one.id)), None)
    if found is None:
        raise NotFound
    return found


def read_grid(
    actor: Actor, street: Unit, kind: str, first: dt.date, last: dt.date, *, at: dt.datetime | None = None
) -> Grid:
    """How every duty of a street's units stands that ends in these days, at an instant (now when None).

    Who works in a community sees its own line. Raises Forbidden.
    """
    actor.must(READ)
    cells = list(_cells(actor, street, kind, first, last, at or moment()))
    names = {unit.id: unit for unit in list_units(ended=True)}
    units = sorted({cell.unit_id for cell, _year, _number in cells}, key=lambda key: (names[key].code, key))
    columns: dict[tuple[dt.date, dt.date], list[tuple[Cell, int, int]]] = {}
    for cell, year, number in cells:
        columns.setdefault((cell.first, cell.last), []).append((cell, year, number))
    heads = tuple(
        Head(day, end, row[0][1], row[0][2], row[0][0].label, tally(cell.standing for cell, _y, _n in row))
        for (day, end), row in sorted(columns.items())
    )
    return Grid(
        street,
        kind,
        heads,
        tuple(names[key] for key in units),
        {(cell.unit_id, cell.first): cell for cell, _year, _number in cells},
    )


def list_standing(
    actor: Actor,
    street: Unit,
    states: Sequence[str],
    first: dt.date,
    last: dt.date,
    *,
    at: dt.datetime | None = None,
) -> list[Cell]:
    """The duties of weeks and days of a street in these states (未报、漏报、迟报 …; marks count too), the oldest first."""
    actor.must(READ)
    found = [
        cell
        for kind in ("week", "day")
        for cell, _year, _number in _cells(actor, street, kind, first, last, at or moment())
        if cell.standing.state in states or set(states) & set(cell.standing.marks)
    ]
    return sorted(found, key=lambda cell: (cell.due_at, cell.unit_id))


def _cells(
    actor: Actor, street: Unit, kind: str, first: dt.date, last: dt.date, now: dt.datetime
) -> list[tuple[Cell, int, int]]:
    """One statement: duties, the edition in force of each, whether one is being written or objected to."""
    if kind not in PERIODS:
        raise NotFound
    missing = dt.timedelta(days=int(settings.value(MISSING_AFTER.key, unit_id=street.id)))
    report, draft = ScreeningReport, aliased(ScreeningReport)
    drafted = exists().where(draft.duty_id == ReportDuty.id, draft.state == "draft")
    disputed = exists().where(Objection.duty_id == ReportDuty.id, Objection.state == "open")
    statement = (
        select(
            ReportDuty.id,
            ReportDuty.unit_id,
            ReportDuty.first,
            ReportDuty.last,
            ReportDuty.year,
            ReportDuty.number,
            ReportDuty.label,
            ReportDuty.due_at,
            report.filed_at,
            report.edition,
            report.is_zero,
            report.found,
            report.closing,
            report.late_seconds,
            report.as_of.is_not(None).label("is_as_of"),
            report.signed_at.is_not(None).label("is_signed"),
            report.ground_moved_at.is_not(None).label("has_moved"),
            drafted.label("drafted"),
            disputed.label("disputed"),
        )
        .outerjoin(report, and_(report.duty_id == ReportDuty.id, report.state.in_(IN_FORCE)))
        .where(
            ReportDuty.street_id == street.id,
            ReportDuty.kind == kind,
            ReportDuty.last >= first,
            ReportDuty.last <= last,
        )
    )
    reach = visible_unit_ids(actor)
    if reach is not None and street.id not in reach:
        statement = statement.where(ReportDuty.unit_id.in_(reach))
    return [(_cell(row, now, missing), row.year, row.number) for row in session.execute(statement)]


def _cell(row: Any, now: dt.datetime, missing: dt.timedelta) -> Cell:
    filed, drafted, disputed = row.filed_at, bool(row.drafted), bool(row.disputed)
    if filed is None:
        facts = Facts(row.first, row.due_at, has_draft=drafted, has_objection=disputed)
    else:
        facts = Facts(
            row.first,
            row.due_at,
            filed_at=filed,
            edition=row.edition,
            is_zero=row.is_zero,
            closing=row.closing,
            late_seconds=row.late_seconds,
            is_as_of=bool(row.is_as_of),
            is_signed=bool(row.is_signed),
            ground_moved=bool(row.has_moved),
            has_draft=drafted,
            has_objection=disputed,
        )
    return Cell(
        duty_id=row.id,
        unit_id=row.unit_id,
        first=row.first,
        last=row.last,
        label=row.label,
        due_at=row.due_at,
        standing=standing_of(facts, now=now, missing_after=missing),
        late_seconds=row.late_seconds or 0,
        found=row.found,
        closing=row.closing,
    )
