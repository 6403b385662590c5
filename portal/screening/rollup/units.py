"""Which units' disputes a street's report counts, and which of their reports fall in its period."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import session
from portal.errors import N_
from portal.screening.calendar.ensuring import street_of
from portal.screening.calendar.states import Standing
from portal.screening.kinds import IN_FORCE, UNIT_PERIODS
from portal.screening.models import ReportDuty, ScreeningReport
from portal.standards.periods import Period
from portal.units.models import Unit
from portal.units.queries import list_units


def units_of(street_id: int, first: dt.date, last: dt.date) -> list[Unit]:
    """The street itself and the communities that stand under it on the period's last day (or their own last), by code."""
    places = {unit.id: unit for unit in list_units(ended=True)}
    period = Period("", last.year, 0, first, last, "")

    def is_counted(unit: Unit) -> bool:
        lives = unit.valid_from <= last and (unit.valid_to is None or unit.valid_to >= first)
        street = street_of(unit, period, places)
        return lives and street is not None and street.id == street_id

    below = [unit for unit in places.values() if unit.kind == "community" and is_counted(unit)]
    return [places[street_id], *sorted(below, key=lambda unit: (unit.code, unit.id))]


def duties_within(street_id: int, first: dt.date, last: dt.date, kind: str = "") -> list[ReportDuty]:
    """What the street's units owed in a period, with their editions: a week counts where its last day lies, so only once."""
    kinds = (kind,) if kind else sorted(UNIT_PERIODS)
    statement = (
        select(ReportDuty)
        .where(
            ReportDuty.street_id == street_id,
            ReportDuty.kind.in_(kinds),
            ReportDuty.last >= first,
            ReportDuty.last <= last,
        )
        .options(joinedload(ReportDuty.unit).selectinload(Unit.names), selectinload(ReportDuty.reports))
        .order_by(ReportDuty.unit_id, ReportDuty.kind, ReportDuty.first)
    )
    return list(session.scalars(statement))


def in_force(duty: ReportDuty) -> ScreeningReport | None:
    """The edition in force among those that are loaded."""
    return next((one for one in reversed(duty.reports) if one.state in IN_FORCE), None)


@dataclass(frozen=True)
class Tally:
    """How many reports were owed, made, made as zero, made late, and not made although their time has passed."""

    owed: int
    reported: int
    zero: int
    late: int
    silent: int

    words = N_("应报%(owed)s 已报%(reported)s（含零报告%(zero)s） 未报%(silent)s")

    @property
    def outstanding(self) -> int:
        """How many are not made, whether or not their time has passed."""
        return self.owed - self.reported

    def params(self) -> dict[str, int]:
        """What `words` wants."""
        return {
            "owed": self.owed,
            "reported": self.reported,
            "zero": self.zero,
            "silent": self.outstanding,
        }

    def plain(self) -> dict[str, int]:
        """The five numbers by name, as a report keeps them."""
        return vars(self).copy()


def tally(standings: Iterable[Standing]) -> Tally:
    """Count how duties stand; a zero report is one that was made, and nothing new with open disputes is a zero report too."""
    alike = Counter(standings)
    reported = {one: times for one, times in alike.items() if one.is_reported}
    return Tally(
        owed=alike.total(),
        reported=sum(reported.values()),
        zero=sum(times for one, times in reported.items() if one.state in ("zero", "nothing_new")),
        late=sum(times for one, times in reported.items() if "late" in one.marks),
        silent=sum(times for one, times in alike.items() if one.is_silent),
    )
