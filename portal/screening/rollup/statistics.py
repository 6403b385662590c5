"""Statistics by category (排查统计) of any unit in reach and any period, in either scheme, with the year so far beside it.

Counted from the disputes by their own days; every figure opens the disputes behind it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.disputes.models import Dispute
from portal.disputes.queries import list_every_category
from portal.errors import NotFound
from portal.screening.figures import count_figures, list_ended
from portal.screening.freezing import load_disputes
from portal.screening.reach import reached
from portal.screening.rollup.units import units_of
from portal.units.models import Unit
from portal.units.queries import list_units

READ = "screening.read_calendar"
COLUMNS = {"justice": "code", "governance": "governance_code"}
FIGURES = ("found", "handled", "resolved", "closing")
# What is counted from 1 January as well, named `year_…` there.
YEAR_FIGURES = FIGURES[:3]
SUMS = (*FIGURES, *(f"year_{name}" for name in YEAR_FIGURES))
NO_CATEGORY = ""


@dataclass(frozen=True)
class Row:
    """One category in the period: found (排查数), brought to an end settled or not (调处数), settled, and still open; the first
    three in the year so far."""

    code: str
    name: str
    found: int
    handled: int
    resolved: int
    closing: int
    year_found: int
    year_handled: int
    year_resolved: int


@dataclass(frozen=True)
class Statistics:
    """The table of a unit and a period, and its last line (小计)."""

    unit: Unit
    first: dt.date
    last: dt.date
    scheme: str
    rows: tuple[Row, ...]
    total: Row


def list_choosable(actor: Actor) -> list[Unit]:
    """The streets and communities in reach, the streets first."""
    actor.must(READ)
    reach = reached(actor)
    return [
        unit
        for kind in ("street", "community")
        for unit in list_units(kind=kind, ended=True)
        if reach is None or unit.id in reach
    ]


def find_unit(actor: Actor, unit_id: int | None) -> Unit:
    """The unit that was chosen, the first in reach for none; raises NotFound for one out of reach."""
    choices = list_choosable(actor)
    found = next((unit for unit in choices if unit_id is None or unit.id == unit_id), None)
    if found is None:
        raise NotFound
    return found


def read_statistics(unit: Unit, first: dt.date, last: dt.date, scheme: str) -> Statistics:
    """The figures of every category of a scheme, zeros included, for categories that were in force in the period."""
    behind = _behind(_units(unit, first, last), first, last)
    since = dt.date(last.year, 1, 1)
    year = _behind(_units(unit, first, last, since), since, last)
    behind |= {f"year_{name}": year[name] for name in YEAR_FIGURES}
    disputes = load_disputes(sorted({key for keys in behind.values() for key in keys}))
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for name, keys in behind.items():
        for key in keys:
            table[code_of(disputes[key], scheme)][name] += 1
    rows = [_row(code, name, table[code]) for code, name in _names(scheme, first, last, set(table))]
    sums = Counter({name: sum(getattr(row, name) for row in rows) for name in SUMS})
    return Statistics(unit, first, last, scheme, tuple(rows), _row("", "", sums))


def _behind(unit_ids: list[int], first: dt.date, last: dt.date) -> dict[str, list[int]]:
    """The disputes behind each figure of these units, by key."""
    figures = count_figures(unit_ids, first, last)
    found = {name: figures.of(name) for name in ("found", "resolved", "closing")}
    return {**found, "handled": sorted({*found["resolved"], *list_ended(unit_ids, first, last)})}


def list_behind(
    unit: Unit, first: dt.date, last: dt.date, scheme: str, figure: str, code: str | None
) -> list[Dispute]:
    """The disputes behind a figure, of one category or (None) of all; a figure with `year_` counts from 1 January."""
    wanted = figure.removeprefix("year_")
    if wanted not in FIGURES or scheme not in COLUMNS:
        raise NotFound
    since = dt.date(last.year, 1, 1) if figure.startswith("year_") else first
    keys = _behind(_units(unit, first, last, since), since, last)[wanted]
    disputes = load_disputes(keys)
    found = [disputes[key] for key in keys]
    return [one for one in found if code is None or code_of(one, scheme) == code]


def code_of(dispute: Dispute, scheme: str) -> str:
    """The line of a scheme in which a dispute counts."""
    return str(getattr(dispute.category, COLUMNS[scheme]) or NO_CATEGORY)


def _units(unit: Unit, first: dt.date, last: dt.date, since: dt.date | None = None) -> list[int]:
    """The units that count for one that was chosen: a street's are those that lived in the period, or from `since` on."""
    if unit.kind != "street":
        return [unit.id]
    begin = since or first
    return [one.id for one in units_of(unit.id, begin, min(last, max(first, begin, clock.today())))]


def _names(scheme: str, first: dt.date, last: dt.date, used: set[str]) -> list[tuple[str, str]]:
    """The codes of a scheme in the order of the form: those in force in the period, and ended ones that have a figure."""
    names: dict[str, str] = {}
    for one in list_every_category():
        in_force = one.valid_from <= last and (one.valid_to is None or one.valid_to >= first)
        if one.scheme == scheme and (in_force or one.code in used):
            names.setdefault(one.code, one.name)
    rest = sorted(used - set(names))
    return [*names.items(), *((code, code) for code in rest)]


def _row(code: str, name: str, values: Counter[str]) -> Row:
    return Row(code, name, **{key: values[key] for key in SUMS})
