"""Freezing what a report says: its six figures, the lines behind them, and what the form prints besides, at this moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.db import session
from portal.disputes.kinds import RISKS, WAYS
from portal.disputes.models import Dispute, DisputeStep
from portal.errors import N_, RuleBroken
from portal.screening.figures import Figures, Line, count_figures, counted, list_ended
from portal.screening.kinds import IN_FORCE, SIZES
from portal.screening.ledger.queries import cares_of
from portal.screening.models import ReportDuty, ReportLine, ScreeningAct, ScreeningReport


def lock_duty(duty_id: int) -> ReportDuty:
    """The duty, read anew and held until the transaction ends: whoever files or finds for this period waits here."""
    statement = select(ReportDuty).where(ReportDuty.id == duty_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def report_in_force(duty: ReportDuty) -> ScreeningReport | None:
    """The edition that counts now, None while nothing is reported."""
    return session.scalars(
        select(ScreeningReport).where(ScreeningReport.duty_id == duty.id, ScreeningReport.state.in_(IN_FORCE))
    ).first()


def draft_of(duty: ReportDuty) -> ScreeningReport | None:
    """The edition that is being written, None for none."""
    return session.scalars(
        select(ScreeningReport).where(ScreeningReport.duty_id == duty.id, ScreeningReport.state == "draft")
    ).first()


def next_edition(duty: ReportDuty) -> int:
    """The number of the edition after all there are."""
    newest = select(func.max(ScreeningReport.edition)).where(ScreeningReport.duty_id == duty.id)
    return (session.scalar(newest) or 0) + 1


def freeze(report: ScreeningReport, unit_ids: Collection[int]) -> Figures:
    """Write the figures of these units into the report, with a line for each dispute behind them.

    Raises RuleBroken when they do not add up: such a report does not go (then a dispute's history contradicts itself).
    """
    duty = report.duty
    figures = count_figures(unit_ids, duty.first, duty.last)
    if not figures.adds_up:
        raise RuleBroken(None, N_("期末数与期初、新增、化解、移交上报、转入不平，请先核对这一期的纠纷记录。"))
    for name, value in figures.six().items():
        setattr(report, name, value)
    report.is_zero = figures.found == 0
    report.acts, report.hands = count_acts(unit_ids, duty.first, duty.last)
    disputes = load_disputes([line.dispute_id for line in figures.lines])
    settled, units = settling_steps(figures), units_on(disputes, duty.last)
    report.figures = {
        **sum_up(figures, disputes, settled),
        "ended": len(list_ended(unit_ids, duty.first, duty.last)),
        "overdue": count_overdue(figures, settled, min(duty.last, clock.today())),
    }
    for row in list(report.lines):
        session.delete(row)
    report.lines.clear()
    session.flush()
    for position, line in enumerate(figures.lines, start=1):
        key = line.dispute_id
        report.lines.append(_line(position, line, disputes[key], settled.get(key), units[key]))
    session.flush()
    return figures


def count_acts(unit_ids: Collection[int], first: dt.date, last: dt.date) -> tuple[int, int]:
    """How many screenings there were (排查次数), and how many hands took part in all (排查人次)."""
    row = session.execute(
        select(
            func.coalesce(func.sum(ScreeningAct.times), 0), func.coalesce(func.sum(ScreeningAct.hands), 0)
        ).where(
            ScreeningAct.unit_id.in_(unit_ids),
            ScreeningAct.day >= first,
            ScreeningAct.day <= last,
            ScreeningAct.struck_at.is_(None),
        )
    ).one()
    return int(row[0]), int(row[1])


def load_disputes(ids: Sequence[int]) -> dict[int, Dispute]:
    """Disputes by key with their categories, a few hundred keys a statement."""
    found: dict[int, Dispute] = {}
    for start in range(0, len(ids), 500):
        statement = (
            select(Dispute)
            .where(Dispute.id.in_(ids[start : start + 500]))
            .options(joinedload(Dispute.category))
        )
        found |= {one.id: one for one in session.scalars(statement)}
    return found


def settling_steps(figures: Figures) -> dict[int, DisputeStep]:
    """The step that settled each dispute of 本期化解, by dispute: its day and way stay, whatever becomes of the dispute later."""
    keys = [line.settled_by for line in figures.lines if line.resolved]
    found: dict[int, DisputeStep] = {}
    for start in range(0, len(keys), 500):
        statement = select(DisputeStep).where(DisputeStep.id.in_(keys[start : start + 500]))
        found |= {step.dispute_id: step for step in session.scalars(statement)}
    return found


def units_on(disputes: dict[int, Dispute], last: dt.date) -> dict[int, int]:
    """Where each dispute lay on a day, by key: its unit, for one that went on to another community since the one it left."""
    keys, units = list(disputes), {key: one.unit_id for key, one in disputes.items()}
    for start in range(0, len(keys), 500):
        statement = (
            select(DisputeStep.dispute_id, DisputeStep.on, DisputeStep.unit_id)
            .join(Dispute)
            .where(DisputeStep.dispute_id.in_(keys[start : start + 500]))
            .where(DisputeStep.kind.in_(("found", "moved_in")), counted())
            .order_by(DisputeStep.on, DisputeStep.id)
        )
        then: dict[int, int] = {}
        for key, on, unit_id in session.execute(statement):
            if on <= last:
                then[key] = unit_id
            else:
                units[key] = then.get(key, unit_id)
    return units


def sum_up(figures: Figures, disputes: dict[int, Dispute], settled: dict[int, DisputeStep]) -> dict[str, Any]:
    """What the form prints besides the six (人数、金额、群体性、民转刑、重大、化解方式、类别), of what was found in the period.

    Ways are of what was resolved; the open ones of high risk (`grave_open`) are of the stock at the end.
    """
    found = [disputes[key] for key in figures.of("found")]
    resolved = [disputes[key] for key in figures.of("resolved")]
    closing = [disputes[key] for key in figures.of("closing")]
    sizes = Counter(_size(one.people) for one in found if one.is_mass)
    ways = Counter(step.way or "other" for step in settled.values())
    return {
        "people": sum(one.people for one in found),
        "amount_fen": sum(one.amount_fen for one in found),
        "mass": sum(one.is_mass for one in found),
        "sizes": {str(least): sizes[least] for least, _label in SIZES},
        "criminal": sum(one.tends_criminal for one in found),
        "grave": sum(one.risk == "red" for one in found),
        "grave_open": sum(one.risk == "red" for one in closing),
        "risks": {risk: sum(one.risk == risk for one in closing) for risk in RISKS},
        "ways": {way: ways[way] for way in WAYS},
        "justice": _by_category("code", found, resolved, closing),
        "governance": _by_category("governance_code", found, resolved, closing),
    }


def count_overdue(figures: Figures, settled: dict[int, DisputeStep], on: dt.date) -> tuple[int, int]:
    """How many disputes were settled in the period after their limit (超期办结), and how many of the open ones had passed it
    on a day (超期在办); a limit that rests (中止) has not passed."""
    closing = figures.of("closing")
    cares = cares_of({*settled, *closing})
    limits = {key: care.limit_on for key, care in cares.items() if care.limit_on is not None}
    late = sum(key in limits and limits[key] < step.on for key, step in settled.items())
    standing = [key for key in closing if key in limits and cares[key].suspended_on is None]
    return late, sum(limits[key] < on for key in standing)


def _size(people: int) -> int:
    return next(least for least, _label in SIZES if people >= least)


def _by_category(column: str, *groups: Sequence[Dispute]) -> dict[str, list[int]]:
    """Found, resolved and still open, by the code of a scheme."""
    table: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for one in group:
            table.setdefault(getattr(one.category, column) or "", [0, 0, 0])[place] += 1
    return table


def _line(
    position: int, line: Line, dispute: Dispute, settled: DisputeStep | None, unit_id: int
) -> ReportLine:
    return ReportLine(
        dispute_id=dispute.id,
        position=position,
        in_opening=bool(line.opening),
        in_found=bool(line.found),
        in_resolved=bool(line.resolved),
        in_went_out=bool(line.went_out),
        in_came_in=bool(line.came_in),
        in_closing=bool(line.closing),
        facts={
            "number": dispute.number,
            "title": dispute.title,
            "category": dispute.category.name,
            "code": dispute.category.code,
            "governance_code": dispute.category.governance_code,
            "found_on": dispute.found_on.isoformat(),
            "risk": dispute.risk,
            "people": dispute.people,
            "amount_fen": dispute.amount_fen,
            "unit_id": unit_id,
            "resolved_on": settled.on.isoformat() if settled else "",
            "way": settled.way if settled else "",
        },
    )
