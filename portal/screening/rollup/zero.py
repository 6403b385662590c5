"""Whether a street's report is a zero (是否零报告): somebody says so, where screening stands behind it and every unit has spoken.

A report that found nothing while a unit is silent, or where nobody screened, goes all the same, and is no zero.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import clock
from portal.errors import N_, RuleBroken
from portal.screening.calendar.standings import standings
from portal.screening.figures import count_figures
from portal.screening.freezing import count_acts
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.rollup.units import Tally, duties_within, tally, units_of


@dataclass(frozen=True)
class ZeroGround:
    """What a zero of a street would stand on: disputes found, screening acts, reports of its units that are not there."""

    found: int
    acts: int
    silent: int

    @property
    def may_be_said(self) -> bool:
        """Whether nothing was found, somebody looked, and no unit is silent."""
        return not self.found and self.acts > 0 and not self.silent


def owed_by(duty: ReportDuty, at: dt.datetime) -> list[ReportDuty]:
    """What the street's units owe in a period as of an instant: nobody is silent for days that have not come."""
    begun = clock.office_time(at).date()
    return [one for one in duties_within(duty.unit_id, duty.first, duty.last) if one.first <= begun]


def ground_of(duty: ReportDuty, at: dt.datetime | None = None) -> ZeroGround:
    """The ground as the records stand now."""
    instant = at or moment()
    ids = [unit.id for unit in units_of(duty.unit_id, duty.first, duty.last)]
    told = standings(owed_by(duty, instant), instant)
    figures = count_figures(ids, duty.first, duty.last)
    return ZeroGround(
        figures.found, count_acts(ids, duty.first, duty.last)[0], tally(told.values()).outstanding
    )


def say(report: ScreeningReport, zero_said: bool) -> None:
    """Write into a report whose figures were just frozen whether it is a zero.

    Raises RuleBroken at `zero_said` for a zero that has no ground, and for one that nobody said although it has.
    """
    ground = ZeroGround(report.found, report.acts, Tally(**report.figures["tally"]).outstanding)
    if zero_said and not ground.may_be_said:
        raise RuleBroken("zero_said", _against(ground))
    if ground.may_be_said and not zero_said:
        raise RuleBroken(
            "zero_said",
            N_("本期没有新增纠纷，各社区都已上报。确实没有的，请勾选零报告的这句话；有的，请先登记纠纷。"),
        )
    report.is_zero = zero_said


def why_none(ground: ZeroGround) -> str:
    """Why a report that found nothing is no zero, in words; empty where something was found or a zero may be said."""
    return "" if ground.found or ground.may_be_said else _against(ground)


def _against(ground: ZeroGround) -> str:
    if ground.found:
        return N_("不能零报告：本期有新增纠纷。")
    if ground.silent:
        return N_("本期没有新增纠纷，但还有社区的报告没有上报，不作零报告；未报的会列在表上。")
    return N_("本期没有新增纠纷，但没有一次排查记录，不作零报告。")
