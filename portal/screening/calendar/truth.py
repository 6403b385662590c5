"""Disputes that lie in weeks reported as zero (疑似瞒报): found in the period, or having happened in it, and entered after the
zero report was filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import Dispute, DisputeStep
from portal.errors import N_
from portal.screening.kinds import UNIT_PERIODS
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.practice import GROUP
from portal.screening.reach import within_reach
from portal.units.models import Unit

READ = "screening.read_truth"
MOST = 300
LATE_DAYS = settings.define(
    "screening.conceal_days",
    "integer",
    3,
    N_("零报告之后多少天才登记的纠纷要说明"),
    GROUP,
    hint=N_(
        "自然日，从排查日期（发生日期）到登记日期；超过的在“零报告核对”里标出，由督办员核实，不等于瞒报。"
    ),
    minimum=0,
    maximum=60,
    per_unit=True,
)


@dataclass(frozen=True)
class Doubt:
    """One dispute, the zero report that it contradicts, the day that lies in its period (of the find, or else of what
    happened), after how many days it was entered, and whether that is too long."""

    dispute: Dispute
    report: ScreeningReport
    day: dt.date
    is_found: bool
    days: int
    is_late: bool


def list_doubts(actor: Actor, first: dt.date, last: dt.date) -> list[Doubt]:
    """Within reach, of periods that end in these days, the newest first: a dispute whose day of the find, or of what happened
    (发生日期), lies in a period that its unit reported as zero before it was entered. Raises Forbidden."""
    actor.must(READ)
    statement = (
        select(Dispute, ScreeningReport)
        .join(DisputeStep, and_(DisputeStep.dispute_id == Dispute.id, DisputeStep.kind == "found"))
        .join(
            ReportDuty,
            and_(
                ReportDuty.unit_id == DisputeStep.unit_id,
                ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
                or_(_lies_in_period(DisputeStep.on), _lies_in_period(Dispute.happened_on)),
            ),
        )
        .join(ScreeningReport, ScreeningReport.duty_id == ReportDuty.id)
        .where(
            DisputeStep.struck_at.is_(None),
            ScreeningReport.is_zero,
            ScreeningReport.state.in_(("filed", "sent", "superseded")),
            Dispute.created_at > ScreeningReport.filed_at,
            ReportDuty.last >= first,
            ReportDuty.last <= last,
            within_reach(actor, ReportDuty.street_id),
        )
        .options(
            joinedload(Dispute.enterer),
            joinedload(ScreeningReport.duty).joinedload(ReportDuty.unit).selectinload(Unit.names),
        )
        .order_by(Dispute.created_at.desc(), ScreeningReport.id)
        .limit(MOST)
    )
    return [_doubt(dispute, report) for dispute, report in session.execute(statement).unique()]


def _lies_in_period(day: Any) -> ColumnElement[bool]:
    return and_(ReportDuty.first <= day, ReportDuty.last >= day)


def _doubt(dispute: Dispute, report: ScreeningReport) -> Doubt:
    duty = report.duty
    is_found = duty.first <= dispute.found_on <= duty.last
    day = dispute.found_on if is_found or dispute.happened_on is None else dispute.happened_on
    days = (clock.office_time(dispute.created_at).date() - day).days
    most = int(settings.value(LATE_DAYS.key, unit_id=duty.street_id))
    return Doubt(dispute, report, day, is_found, days, days > most)
