"""Whether the ground of a street's report has moved since it was made: other figures now, other editions, silence broken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from portal import settings
from portal.db import session
from portal.disputes.models import Dispute, DisputeStep
from portal.errors import N_
from portal.screening.figures import SIX, count_figures, counted
from portal.screening.kinds import IN_FORCE
from portal.screening.models import ReportDuty, ReportSource, ScreeningReport
from portal.screening.practice import GROUP
from portal.screening.rollup.units import duties_within, in_force, units_of
from portal.standards.working_days import ONE_DAY

CORRECT, CARRY = "correction", "carry"
MOVED = settings.define(
    "screening.moved_ground",
    "choice",
    CORRECT,
    N_("街道报告报送以后数据有变化的"),
    GROUP,
    hint=N_("报告页先给出这里选的办法，另一种仍可以用。"),
    choices=((CORRECT, N_("更正这一期")), (CARRY, N_("在下一期补报"))),
    per_unit=True,
)


@dataclass(frozen=True)
class Change:
    """One figure that the records give otherwise today; `figure` is one of `figures.SIX`."""

    figure: str
    then: int
    now: int


@dataclass(frozen=True)
class SourceChange:
    """One unit's report that is another one now: which edition the street used (0: it was silent), which is in force."""

    duty: ReportDuty
    then: int
    now: int


@dataclass(frozen=True)
class Ground:
    """What has changed under a report; nothing when both are empty."""

    changes: tuple[Change, ...]
    sources: tuple[SourceChange, ...]

    @property
    def has_moved(self) -> bool:
        """Whether anything is different."""
        return bool(self.changes or self.sources)


def unit_ids_of(duty: ReportDuty) -> list[int]:
    """The units whose disputes a duty's report counts: the unit itself, or all of the street's."""
    if duty.kind in ("day", "week"):
        return [duty.unit_id]
    return [unit.id for unit in units_of(duty.unit_id, duty.first, duty.last)]


def look_at(report: ScreeningReport) -> Ground:
    """Compare a report with the records as they are now."""
    duty = report.duty
    now = count_figures(unit_ids_of(duty), duty.first, duty.last).six()
    changes = [
        Change(name, getattr(report, name), now[name]) for name in SIX if getattr(report, name) != now[name]
    ]
    return Ground(tuple(changes), tuple(_source_changes(report)))


def _source_changes(report: ScreeningReport) -> list[SourceChange]:
    if report.duty.kind in ("day", "week"):
        return []
    used = {
        source.duty_id: source.source.edition if source.source is not None else 0
        for source in session.scalars(select(ReportSource).where(ReportSource.report_id == report.id))
    }
    found = []
    for duty in duties_within(report.duty.street_id, report.duty.first, report.duty.last):
        current = in_force(duty)
        edition = current.edition if current is not None else 0
        if used.get(duty.id, 0) != edition:
            found.append(SourceChange(duty, used.get(duty.id, 0), edition))
    return found


def carried_over(duty: ReportDuty, unit_ids: Collection[int]) -> list[Dispute]:
    """Disputes of the period before that its report, sent already, does not show (上期补报), in the order of their days."""
    before = _beside(duty, ReportDuty.last == duty.first - ONE_DAY, ("sent",))
    return left_out(before, unit_ids) if before is not None else []


def left_out(report: ScreeningReport, unit_ids: Collection[int]) -> list[Dispute]:
    """Disputes that these units found in a report's period and that it does not show, in the order of their days."""
    shown = [line.dispute_id for line in report.lines if line.in_found]
    statement = (
        select(Dispute)
        .join(DisputeStep)
        .where(
            DisputeStep.kind == "found",
            DisputeStep.unit_id.in_(unit_ids),
            DisputeStep.on >= report.duty.first,
            DisputeStep.on <= report.duty.last,
            counted(),
            Dispute.id.not_in(shown),
        )
        .order_by(Dispute.found_on, Dispute.id)
    )
    return list(session.scalars(statement))


@dataclass(frozen=True)
class Ways:
    """What may be done about a sent report whose ground has moved: the office's way, the finds that it does not show, the
    next period, and that period's report, None while there is none."""

    way: str
    left_out: tuple[Dispute, ...]
    following: ReportDuty | None
    next_report: ScreeningReport | None

    @property
    def is_carried(self) -> bool:
        """Whether the next period's report, in force, says all of it (上期补报)."""
        report = self.next_report
        if report is None or report.state not in IN_FORCE:
            return False
        return {one.number for one in self.left_out} <= set(report.figures["carried"])


def ways_out(report: ScreeningReport) -> Ways:
    """How a sent report may be put right."""
    duty = report.duty
    following = session.scalars(
        select(ReportDuty).where(
            ReportDuty.unit_id == duty.unit_id,
            ReportDuty.kind == duty.kind,
            ReportDuty.first == duty.last + ONE_DAY,
        )
    ).first()
    return Ways(
        way=str(settings.value(MOVED.key, unit_id=duty.street_id)),
        left_out=tuple(left_out(report, unit_ids_of(duty))),
        following=following,
        next_report=_beside(duty, ReportDuty.first == duty.last + ONE_DAY, ("draft", *IN_FORCE)),
    )


def is_made_good(report: ScreeningReport) -> bool:
    """Whether nothing is left to do about a report's moved ground: its office carries forward, and the next report did."""
    ways = ways_out(report) if report.state == "sent" else None
    return ways is not None and ways.way == CARRY and ways.is_carried


def _beside(duty: ReportDuty, which: ColumnElement[bool], states: Collection[str]) -> ScreeningReport | None:
    """The newest report of a neighbouring period of the same unit and kind, in one of these states."""
    return session.scalars(
        select(ScreeningReport)
        .join(ReportDuty)
        .where(
            ReportDuty.unit_id == duty.unit_id,
            ReportDuty.kind == duty.kind,
            which,
            ScreeningReport.state.in_(states),
        )
        .order_by(ScreeningReport.edition)
    ).first()
