"""Whether the ground of a street's report has moved since it was made: other figures now, other editions, silence broken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import session
from portal.disputes.models import Dispute, DisputeStep
from portal.screening.figures import SIX, count_figures, counted
from portal.screening.models import ReportDuty, ReportSource, ScreeningReport
from portal.screening.rollup.units import duties_within, in_force, units_of


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
    before = _sent_before(duty)
    if before is None:
        return []
    shown = [line.dispute_id for line in before.lines if line.in_found]
    statement = (
        select(Dispute)
        .join(DisputeStep)
        .where(
            DisputeStep.kind == "found",
            DisputeStep.unit_id.in_(unit_ids),
            DisputeStep.on >= before.duty.first,
            DisputeStep.on <= before.duty.last,
            counted(),
            Dispute.id.not_in(shown),
        )
        .order_by(Dispute.found_on, Dispute.id)
    )
    return list(session.scalars(statement))


def _sent_before(duty: ReportDuty) -> ScreeningReport | None:
    """The report of the period before, where it was sent and stands."""
    return session.scalars(
        select(ScreeningReport)
        .join(ReportDuty)
        .where(
            ReportDuty.unit_id == duty.unit_id,
            ReportDuty.kind == duty.kind,
            ReportDuty.last == duty.first - dt.timedelta(days=1),
            ScreeningReport.state == "sent",
        )
    ).first()
