"""Making sure that every report that is owed stands in the calendar: run by the scheduler, and whenever its ground changes.

What has begun stays as it is. What is still to come follows the units, the street's practice and the working days; a duty
that nobody owes any more is taken out again as long as it has not begun and nothing was written for it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from portal import clock, settings
from portal.almanac.queries import lookup
from portal.db import session
from portal.screening import practice as practices
from portal.screening.calendar.laying import lay
from portal.screening.kinds import STREET_PERIODS
from portal.screening.models import Objection, ReportDuty, ReportSource, ScreeningReport, SpecialPeriod
from portal.screening.moments import at_hour, moment
from portal.screening.practice import Practice
from portal.standards.periods import Period, beginning_on, day_of, report_due
from portal.standards.working_days import ONE_DAY
from portal.units.models import Unit
from portal.units.queries import list_units

Practices = Callable[[int, dt.date], Practice]


def ensure_duties() -> int:
    """Lay out what every community and street owes from its start to the days ahead; gives how many rows changed.

    May be run again and by two nodes: the database holds each unit, kind and first day once.
    """
    today = clock.today()
    practice_at: Practices = lru_cache(maxsize=None)(practices.practice_of)
    places = {unit.id: unit for unit in list_units(ended=True)}
    known = _known(today)
    since, oldest = practices.since(), _oldest()
    until = today + dt.timedelta(days=int(settings.value(practices.AHEAD.key)))
    changed = 0
    # Whoever has begun comes first: a unit that opens takes its weeks from those.
    for unit in sorted(places.values(), key=lambda one: (one.id, "week") not in known):
        for kind in _owes(unit):
            there = known.get((unit.id, kind), [])
            start = since or min(oldest.get(kind, today), today)
            wanted = _wanted(unit, kind, there, start, until, places, practice_at)
            changed += _settle(unit, kind, there, wanted, places, practice_at)
    return changed + _settle_days(places, practice_at)


def street_of(unit: Unit, period: Period, places: dict[int, Unit]) -> Unit | None:
    """The street to which a unit's report of a period goes: the one above it on the period's last day, or on its own last."""
    day = period.last if unit.valid_to is None else min(period.last, unit.valid_to)
    found: Unit | None = unit
    while found is not None and found.kind != "street":
        above = found.parent_id_on(max(day, found.valid_from))
        found = places.get(above) if above is not None else None
    return found


def _owes(unit: Unit) -> tuple[str, ...]:
    if unit.kind == "community":
        return ("week",)
    return tuple(sorted(STREET_PERIODS)) if unit.kind == "street" else ()


def _oldest() -> dict[str, dt.date]:
    """The first day that anybody owes, by kind: a unit that becomes known later owes nothing before it."""
    rows = session.execute(select(ReportDuty.kind, func.min(ReportDuty.first)).group_by(ReportDuty.kind))
    return {row.kind: row[1] for row in rows}


def _known(today: dt.date) -> dict[tuple[int, str], list[ReportDuty]]:
    """The newest duty of each unit and kind that has begun, and all that are still to come, in order."""
    newest = (
        select(ReportDuty.unit_id, ReportDuty.kind, func.max(ReportDuty.first).label("first"))
        .where(ReportDuty.first <= today, ReportDuty.kind != "day")
        .group_by(ReportDuty.unit_id, ReportDuty.kind)
        .subquery()
    )
    rows = session.scalars(
        select(ReportDuty)
        .outerjoin(
            newest,
            (newest.c.unit_id == ReportDuty.unit_id) & (newest.c.kind == ReportDuty.kind),
        )
        .where(ReportDuty.kind != "day", (ReportDuty.first > today) | (ReportDuty.first == newest.c.first))
        .order_by(ReportDuty.first, ReportDuty.id)
    )
    found: dict[tuple[int, str], list[ReportDuty]] = defaultdict(list)
    for row in rows:
        found[row.unit_id, row.kind].append(row)
    return found


def _wanted(
    unit: Unit,
    kind: str,
    there: list[ReportDuty],
    start: dt.date,
    until: dt.date,
    places: dict[int, Unit],
    practice_at: Practices,
) -> list[Period]:
    """The periods that are to stand from the newest that has begun, or from the unit's first day here."""
    today = clock.today()
    begun = [duty for duty in there if duty.first <= today]
    first = begun[-1].last + ONE_DAY if begun else max(start, unit.valid_from)
    end = until if unit.valid_to is None else min(until, unit.valid_to)
    taken: list[Period] = []
    if not begun and kind == "week" and first <= end:
        taken = _weeks_beside(unit, first, end, street_of(unit, day_of(first), places))
        first = taken[-1].last + ONE_DAY if taken else first
    if first > end:
        return taken

    def practice_on(day: dt.date) -> Practice:
        street = street_of(unit, day_of(day), places)
        return practice_at(street.id if street else unit.id, today)

    periods = list(lay(kind, first, end, practice_on))
    before = begun[-1] if begun else taken[-1] if taken else None
    if before is not None and periods[0].first < first:  # never back over what stands already
        periods[0] = beginning_on(periods[0], first, after=(before.year, before.number))
    return taken + periods


def _weeks_beside(unit: Unit, first: dt.date, end: dt.date, street: Unit | None) -> list[Period]:
    """The weeks that most other units of a street have, one after the other from the one that holds a day: a unit that opens
    while the street's weeks change reports by those, and not by a week of its own."""
    if street is None:
        return []
    key = (ReportDuty.first, ReportDuty.last, ReportDuty.year, ReportDuty.number, ReportDuty.label)
    rows = session.execute(
        select(*key)
        .where(
            ReportDuty.kind == "week",
            ReportDuty.street_id == street.id,
            ReportDuty.unit_id != unit.id,
            ReportDuty.last >= first,
            ReportDuty.first <= end,
        )
        .group_by(*key)
        .order_by(ReportDuty.first, func.count().desc(), ReportDuty.last)
    )
    found: list[Period] = []
    for begins, ends, year, number, label in rows:
        follows = begins == found[-1].last + ONE_DAY if found else begins <= first
        if follows:
            found.append(Period("week", year, number, begins, ends, label))
    return found


def _settle(
    unit: Unit,
    kind: str,
    there: list[ReportDuty],
    wanted: Iterable[Period],
    places: dict[int, Unit],
    practice_at: Practices,
) -> int:
    """Bring the rows still to come to what is wanted, and the due times of all that are not due yet."""
    changed, today = 0, clock.today()
    by_first = {duty.first: duty for duty in there}
    periods = {period.first: period for period in wanted}
    for duty in there:
        period = periods.get(duty.first)
        gone = duty.first > today and (period is None or period.last != duty.last)
        if gone and _is_untouched(duty):
            session.delete(duty)
            by_first.pop(duty.first)
            changed += 1
        else:
            changed += _align(duty, unit, places, practice_at)
    session.flush()
    for first, period in periods.items():
        street = street_of(unit, period, places)
        if first in by_first or street is None:
            continue
        session.add(make_duty(unit, kind, period, street, practice_at))
        changed += 1
    session.flush()
    return changed


def _align(duty: ReportDuty, unit: Unit, places: dict[int, Unit], practice_at: Practices) -> int:
    """A duty whose due time has not passed follows the unit's street and the calendar of working days; one that has not begun
    follows the practice too."""
    if duty.due_at <= moment():
        return 0
    period = Period(duty.kind, duty.year, duty.number, duty.first, duty.last, duty.label)
    street = street_of(unit, period, places)
    if street is None:
        return 0
    day, provisional = _due(period, street, practice_at)
    before = (duty.street_id, duty.due_at, duty.due_is_provisional)
    duty.street_id, duty.due_at, duty.due_is_provisional = street.id, day, provisional
    return int(before != (street.id, day, provisional))


def make_duty(
    unit: Unit,
    kind: str,
    period: Period,
    street: Unit,
    practice_at: Practices,
    special: SpecialPeriod | None = None,
) -> ReportDuty:
    """The row of a period that a unit owes; the caller adds it."""
    due_at, provisional = _due(period, street, practice_at)
    return ReportDuty(
        unit_id=unit.id,
        street_id=street.id,
        kind=kind,
        year=period.year,
        number=period.number,
        first=period.first,
        last=period.last,
        label=period.label,
        due_at=due_at,
        due_is_provisional=provisional,
        special_period=special,
    )


def _due(period: Period, street: Unit, practice_at: Practices) -> tuple[dt.datetime, bool]:
    """When a period is due and whether that is provisional: what runs already keeps the practice that it began under."""
    practice = practice_at(street.id, min(clock.today(), period.first - ONE_DAY))
    found = report_due(period, lookup, practice.working_days[period.kind], practice.hours[period.kind])
    return at_hour(found.day, found.hour), found.provisional


def _is_untouched(duty: ReportDuty) -> bool:
    """Whether nothing hangs on a duty: no edition, no objection, no street report that names it."""
    hangs = (
        exists().where(ScreeningReport.duty_id == duty.id),
        exists().where(Objection.duty_id == duty.id),
        exists().where(ReportSource.duty_id == duty.id),
    )
    return not any(session.scalar(select(one)) for one in hangs)


def _settle_days(places: dict[int, Unit], practice_at: Practices) -> int:
    """The days of special periods: each named unit owes each day once, known from the first day."""
    changed, today = 0, clock.today()
    periods = list(
        session.scalars(
            select(SpecialPeriod)
            .where(SpecialPeriod.last >= today - dt.timedelta(days=31))
            .options(selectinload(SpecialPeriod.units))
            .order_by(SpecialPeriod.id)
        )
    )
    wanted: dict[tuple[int, dt.date], SpecialPeriod] = {}
    for special in periods:
        days = (special.ended_early_on or special.last) - special.first
        for named in special.units:
            for n in range(days.days + 1):
                wanted.setdefault((named.unit_id, special.first + n * ONE_DAY), special)
    known = {
        (duty.unit_id, duty.first): duty
        for duty in session.scalars(
            select(ReportDuty).where(
                ReportDuty.kind == "day", ReportDuty.first >= min((p.first for p in periods), default=today)
            )
        )
    }
    for key, duty in known.items():
        if key not in wanted and duty.first > today and _is_untouched(duty):
            session.delete(duty)
            changed += 1
        elif duty.unit_id in places:
            changed += _align(duty, places[duty.unit_id], places, practice_at)
    for (unit_id, day), special in wanted.items():
        unit = places[unit_id]
        street = street_of(unit, day_of(day), places)
        if (unit_id, day) not in known and unit.exists_on(day) and street is not None:
            session.add(make_duty(unit, "day", day_of(day), street, practice_at, special))
            changed += 1
    session.flush()
    return changed
