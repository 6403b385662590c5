"""Reading the statistics: the figures of a unit and a period in one statement, however many cases; the choices of both."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeCategory
from portal.errors import N_, NotFound
from portal.mediation.models import Committee, MediationCase
from portal.mediation.queries import in_sight, visible
from portal.mediation.registers.conditions import Facts, Period, facts_of_cases, gathered
from portal.mediation.registers.figures import Figure, Section, sections
from portal.units.models import Unit
from portal.units.queries import (
    children_by_parent,
    list_units,
    street_above,
    unit_and_below,
    visible_unit_ids,
)

READ = "mediation.read_statistics"
FEN_A_TEN_THOUSAND = 1_000_000


@dataclass(frozen=True)
class Statistics:
    """The figures of a period and a unit (None: all in sight): by code, with the sections they stand in."""

    period: Period
    unit: Unit | None
    sections: tuple[Section, ...]
    values: Mapping[str, int]

    def of(self, code: str) -> int:
        """A figure by its code; 0 for one that is not there."""
        return self.values.get(code, 0)

    @property
    def rate(self) -> str:
        """成功率 in words: `—` where nothing was accepted."""
        return rate_words(self.of("settled"), self.of("accepted"))


def rate_words(part: int, whole: int) -> str:
    """A share as a percentage with one decimal, rounded half up once; `—` for 0/0."""
    if not whole:
        return "—"
    tenths = (2 * part * 1000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def ten_thousands(fen: int) -> str:
    """Fen as 万元 with two decimals, rounded half up once."""
    hundredths = (fen + FEN_A_TEN_THOUSAND // 200) // (FEN_A_TEN_THOUSAND // 100)
    return f"{hundredths // 100:,}.{hundredths % 100:02}"


def figure_words(figure: Figure, value: int) -> str:
    """A figure as it stands on page and paper."""
    return ten_thousands(value) if figure.unit == "fen" else f"{value:,}"


def list_rows_of_categories() -> list[DisputeCategory]:
    """Every row of the justice scheme, of whatever time, in the order of the form."""
    statement = select(DisputeCategory).where(DisputeCategory.scheme == "justice")
    order = (DisputeCategory.position, DisputeCategory.valid_from, DisputeCategory.id)
    return list(session.scalars(statement.order_by(*order)))


def read_statistics(actor: Actor, period: Period, unit: Unit | None = None) -> Statistics:
    """The figures of the cases in sight, at this unit and below. Raises Forbidden."""
    actor.must(READ)
    rows = list_rows_of_categories()
    shown = sections(rows)
    figures = [figure for section in shown for figure in section.figures]
    table, facts = gathered(facts_of_cases(period), *of_unit(actor, unit))
    columns = [_sum(figure, facts).label(f"figure_{n}") for n, figure in enumerate(figures)]
    row = session.execute(select(*columns).select_from(table)).one()
    values = {figure.code: int(value or 0) for figure, value in zip(figures, row, strict=True)}
    ended = _ended_before(rows, period)
    kept = [_without(section, {code for code in ended if not values[code]}) for section in shown]
    return Statistics(period, unit, tuple(kept), values)


def of_unit(actor: Actor, unit: Unit | None) -> list[ColumnElement[bool]]:
    """The cases of a unit and below that the actor may count; all in sight for None."""
    found = [visible(actor)]
    if unit is not None:
        found.append(MediationCase.unit_id.in_(unit_and_below(unit.id)))
    return found


def _sum(figure: Figure, facts: Facts) -> ColumnElement[int]:
    condition = figure.condition(facts)
    if figure.measure is None:
        return func.count().filter(condition)
    return func.sum(case((condition, figure.measure(facts)), else_=0))


def _ended_before(rows: Sequence[DisputeCategory], period: Period) -> set[str]:
    """The figures of categories that had ended before the period."""
    lasts = {row.code for row in rows if row.valid_to is None or row.valid_to >= period.first}
    return {f"category_{row.code}" for row in rows if row.code not in lasts}


def _without(section: Section, codes: set[str]) -> Section:
    return Section(section.title, tuple(one for one in section.figures if one.code not in codes))


def list_choosable_units(actor: Actor) -> list[Unit]:
    """The units that have a committee in sight at them or below, by code: what statistics may be asked of."""
    seats = set(session.scalars(select(Committee.unit_id).where(in_sight(actor, Committee.unit_id))))
    reach, above = _reach(actor), _above(children_by_parent())
    wanted = {key for seat in seats for key in above(seat)}
    return [unit for unit in list_units() if unit.id in wanted and (reach is None or unit.id in reach)]


def _above(below: Mapping[int, Sequence[int]]) -> Callable[[int], set[int]]:
    """What gives a unit and all above it."""
    parents = {child: parent for parent, children in below.items() for child in children}

    def chain(unit_id: int) -> set[int]:
        found = {unit_id}
        while (parent := parents.get(unit_id)) is not None and parent not in found:
            found.add(parent)
            unit_id = parent
        return found

    return chain


def find_unit(actor: Actor, unit_id: int | None) -> Unit | None:
    """The unit that was chosen, None for none; raises NotFound for one out of sight."""
    if unit_id is None:
        return None
    found = next((unit for unit in list_choosable_units(actor) if unit.id == unit_id), None)
    if found is None:
        raise NotFound
    return found


def _reach(actor: Actor) -> set[int] | None:
    """The units whose cases the actor sees (None: all): a judicial office those of its street."""
    if actor.can("mediation.guide_committees") and actor.unit_id is not None:
        street = street_above(actor.unit_id)
        if street is not None:
            return unit_and_below(street.id)
    return visible_unit_ids(actor)


def periods(today: dt.date | None = None) -> Sequence[tuple[str, dt.date, dt.date]]:
    """The periods of the report as (marked text, first, last): months, half-years and years that begin before today."""
    day = today or clock.today()
    year = day.year
    month_first = day.replace(day=1)
    before = month_first - dt.timedelta(days=1)
    found = [
        (N_("本月"), month_first, _month_end(day)),
        (N_("上月"), before.replace(day=1), before),
        (N_("上半年"), dt.date(year, 1, 1), dt.date(year, 6, 30)),
        (N_("下半年"), dt.date(year, 7, 1), dt.date(year, 12, 31)),
        (N_("今年"), dt.date(year, 1, 1), dt.date(year, 12, 31)),
        (N_("去年"), dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),
    ]
    return [one for one in found if one[1] <= day]


def this_year() -> tuple[dt.date, dt.date]:
    """What statistics open on."""
    year = clock.today().year
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def period_words(period: Period) -> str:
    """A period as paper names it: 2026年, 2026年上半年, 2026年11月, or its days."""
    first, last = period.first, period.last
    whole = {
        (1, 1, 12, 31): PAPER_YEAR,
        (1, 1, 6, 30): PAPER_FIRST_HALF,
        (7, 1, 12, 31): PAPER_SECOND_HALF,
    }.get((first.month, first.day, last.month, last.day))
    if first.year == last.year and whole:
        return whole.format(first)
    if first.day == 1 and last == _month_end(first):
        return PAPER_MONTH.format(first)
    return PAPER_DAYS.format(first, last)


PAPER_YEAR = "{0.year}年"
PAPER_FIRST_HALF = "{0.year}年上半年"
PAPER_SECOND_HALF = "{0.year}年下半年"
PAPER_MONTH = "{0.year}年{0.month}月"
PAPER_DAYS = "{0.year}年{0.month}月{0.day}日至{1.year}年{1.month}月{1.day}日"
