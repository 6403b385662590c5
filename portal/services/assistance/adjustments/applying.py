"""Carrying out an approved batch as a job (`assistance.apply_adjustment`): decisions, arrears and the standard itself, by the
portion. What is done is known by the lines, so an attempt that breaks off is gone on with and nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from portal import audit, clock, signoffs
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents.actions.ranges import allocate_numbers
from portal.errors import N_, RuleBroken
from portal.jobs.running import Task
from portal.services.assistance.actions.deciding import sealed_due, sealed_row
from portal.services.assistance.adjustments.drawing import differences, draw_up
from portal.services.assistance.adjustments.models import (
    CHANGE,
    EXCEPTION,
    SIGNED_AS,
    Adjustment,
    AdjustmentLine,
)
from portal.services.assistance.adjustments.queries import expected_run_month, income_of_line, stored_lines
from portal.services.assistance.models import SupportDecision, SupportDue, SupportFile, SupportStandard
from portal.services.assistance.months import add_months, month_text, months_from
from portal.services.assistance.papers import DECISION_NUMBER
from portal.services.assistance.rules.terms import Terms
from portal.services.assistance.schemes import PAID
from portal.services.assistance.standards import terms_on

CHECKING, WRITING = N_("核对预览"), N_("写入决定")
PORTION = 500
NAMED = 10
PAPER_REASON = "保障标准调整：{source}"
PAPER_ARREARS = "标准调整补发（{source}）"
PAPER_LIST = "、"
PAPER_MOVED = "预览以后有变动"
PAPER_PAID_MEANWHILE = "执行期间又有月份审批发放，补发月数增加"


def run(task: Task) -> None:
    """One attempt. Raises RuleBroken when the ground has moved since the preview: then nothing was changed, and a new preview
    and approval are wanted."""
    key = int(task.arguments["adjustment"])
    if not _has_begun(key):
        _check_ground(task, key)
    with transaction("read"):
        total, done = _count(key)
    task.advance(done, total, WRITING)
    while True:
        with task.transaction():
            adjustment = session.get_one(Adjustment, key)
            lines = _next_lines(key)
            if not lines:
                _finish(task.actor, adjustment)
                return
            apply_lines(task.actor, adjustment, lines)
        done += len(lines)
        task.advance(done, total, WRITING)


def apply_lines(actor: Actor, adjustment: Adjustment, lines: Sequence[Row[Any]]) -> None:
    """Write the decisions and arrears of these lines, in the caller's transaction; a file that moved meanwhile becomes an
    exception of the batch. A month that was approved at the old sum while the batch ran is owed as well."""
    still = _unmoved(lines)
    good = [line for line in lines if line.file_id in still]
    _set_aside(adjustment, [line.id for line in lines if line.file_id not in still])
    if not good:
        return
    decisions = _write_decisions(actor, adjustment, good)
    _write_arrears(adjustment, _with_months_paid_meanwhile(adjustment, good), decisions)
    _note_decisions(good, decisions)
    audit.record(actor, "assistance.apply_adjustment", adjustment, count=len(good))


def apply_release(actor: Actor, adjustment: Adjustment, *, months: int) -> None:
    """Write decision and arrears of the one line that was released after the batch, and sum the batch up again.

    `months` are those whose difference is owed, as it was proposed. Raises RuleBroken when the file has moved.
    """
    lines = _next_lines(adjustment.id)
    if {line.file_id for line in lines} - _unmoved(lines):
        raise RuleBroken(None, N_("提出以后这一户有变动，请不同意，由经办人重新提出。"))
    decisions = _write_decisions(actor, adjustment, lines)
    owed = [_Owed(line.file_id, line.arrears_fen, months, line.workings) for line in lines]
    _write_arrears(adjustment, owed, decisions)
    _note_decisions(lines, decisions)
    _sum_up(adjustment)
    session.flush()


def _note_decisions(lines: Sequence[Row[Any]], decisions: dict[int, int]) -> None:
    session.connection().execute(
        update(AdjustmentLine)
        .where(AdjustmentLine.id == bindparam("line"))
        .values(new_decision_id=bindparam("decision")),
        [{"line": line.id, "decision": decisions[line.file_id]} for line in lines],
    )


def _has_begun(key: int) -> bool:
    with transaction("read"):
        statement = select(AdjustmentLine.id).where(
            AdjustmentLine.adjustment_id == key, AdjustmentLine.new_decision_id.is_not(None)
        )
        return session.scalar(statement.limit(1)) is not None


def _check_ground(task: Task, key: int) -> None:
    """Draw the batch up again and compare: what was approved is what is carried out, or nothing is."""
    task.advance(0, None, CHECKING)
    with transaction("read"):
        adjustment = session.get_one(Adjustment, key)
        unpaid = expected_run_month(adjustment.street_id, adjustment.scheme, adjustment.effective_month)
        terms = Terms.from_plain(adjustment.terms or {})
        drawn = draw_up(adjustment, terms=terms, advance=lambda done: task.advance(done, None, CHECKING))
        paid_meanwhile = unpaid > adjustment.run_month
        if drawn.digest() == adjustment.digest and not paid_meanwhile:
            return
        moved = differences(stored_lines(key), drawn.lines)
    with task.transaction():
        adjustment = session.get_one(Adjustment, key)
        adjustment.state, adjustment.approved_by, adjustment.approved_on = "previewed", None, None
        session.flush()
        signoffs.clear(task.actor, adjustment, chain=SIGNED_AS, reason=PAPER_MOVED)
        audit.record(task.actor, "assistance.refuse_adjustment", adjustment, count=len(moved))
    if paid_meanwhile and not moved:
        raise RuleBroken(None, N_("预览以后又有月份审批发放，补发的月数变了，没有执行。请重新预览后再审批。"))
    raise RuleBroken(
        None,
        N_("预览以后有 %(count)s 户发生变动，没有执行：%(numbers)s。请重新预览后再审批。"),
        count=len(moved),
        numbers=PAPER_LIST.join(moved[:NAMED]),
    )


def _count(key: int) -> tuple[int, int]:
    """The changes of the batch, and how many of them are carried out."""
    statement = select(func.count(AdjustmentLine.id), func.count(AdjustmentLine.new_decision_id))
    row = session.execute(
        statement.where(AdjustmentLine.adjustment_id == key, AdjustmentLine.kind == CHANGE)
    ).one()
    return row[0], row[1]


def _next_lines(key: int) -> Sequence[Row[Any]]:
    line = AdjustmentLine
    statement = (
        select(
            line.id,
            line.file_id,
            line.decision_id,
            line.method,
            line.persons,
            line.income_sealed,
            line.record_key,
            line.new_standard_fen,
            line.new_base_fen,
            line.new_extra_fen,
            line.new_total_fen,
            line.delta_fen,
            line.arrears_fen,
            line.from_month,
            line.workings,
        )
        .where(line.adjustment_id == key, line.kind == CHANGE, line.new_decision_id.is_(None))
        .order_by(line.position)
        .limit(PORTION)
    )
    return session.execute(statement).all()


def _unmoved(lines: Sequence[Row[Any]]) -> set[int]:
    """The files whose newest decision is still the one that the preview started from, and that are still paid."""
    started = {line.file_id: line.decision_id for line in lines}
    newest = (
        select(SupportDecision.file_id, func.max(SupportDecision.id))
        .where(SupportDecision.file_id.in_(started), SupportDecision.reversed_by_id.is_(None))
        .group_by(SupportDecision.file_id)
    )
    same = {file_id for file_id, decision_id in session.execute(newest) if decision_id <= started[file_id]}
    paid = select(SupportFile.id).where(SupportFile.id.in_(same), SupportFile.state.in_(PAID))
    return set(session.scalars(paid))


def _set_aside(adjustment: Adjustment, line_ids: Sequence[int]) -> None:
    if not line_ids:
        return
    session.execute(
        update(AdjustmentLine)
        .where(AdjustmentLine.id.in_(line_ids))
        .values(kind=EXCEPTION, reason="moved")
        .execution_options(synchronize_session=False)
    )


def _write_decisions(actor: Actor, adjustment: Adjustment, lines: Sequence[Row[Any]]) -> dict[int, int]:
    """One decision with a number of its own for each line, in one statement; gives their keys by file."""
    numbers = allocate_numbers(actor, unit_id=adjustment.street_id, kind=DECISION_NUMBER, count=len(lines))
    shared: dict[str, Any] = {
        "kind": "adjust",
        "decided_on": clock.today(),
        "reason_code": "standard",
        "adjustment_id": adjustment.id,
        "prepared_by": adjustment.prepared_by,
        "decided_by": adjustment.approved_by,
        "created_at": clock.now(),
    }
    reason = PAPER_REASON.format(source=adjustment.source)
    rows = [
        shared
        | sealed_row(income_fen=income_of_line(line), reason=reason)
        | {
            "file_id": line.file_id,
            "number": number.text,
            "issued_number_id": number.id,
            "effective_month": line.from_month,
            "method": line.method,
            "persons": line.persons,
            "standard_fen": line.new_standard_fen,
            "base_fen": line.new_base_fen,
            "extra_fen": line.new_extra_fen,
            "total_fen": line.new_total_fen,
        }
        for line, number in zip(lines, numbers, strict=True)
    ]
    session.execute(insert(SupportDecision), rows)
    made = select(SupportDecision.file_id, SupportDecision.id).where(
        SupportDecision.adjustment_id == adjustment.id,
        SupportDecision.kind == "adjust",
        SupportDecision.file_id.in_([line.file_id for line in lines]),
    )
    return {file_id: key for file_id, key in session.execute(made)}  # noqa: C416  (rows are no pairs to mypy)


@dataclass(frozen=True)
class _Owed:
    """What a line's arrears come to, of how many months."""

    file_id: int
    fen: int
    months: int
    workings: dict[str, Any] | None


def _with_months_paid_meanwhile(adjustment: Adjustment, lines: Sequence[Row[Any]]) -> list[_Owed]:
    """The arrears of lines; where a list was approved since the batch began, with its month, which the line then says too."""
    unpaid = expected_run_month(adjustment.street_id, adjustment.scheme, adjustment.effective_month)
    late = [add_months(adjustment.run_month, n) for n in range(months_from(adjustment.run_month, unpaid))]
    if not late:
        count = adjustment.arrears_months
        return [_Owed(line.file_id, line.arrears_fen, count, line.workings) for line in lines]
    found = []
    for line in lines:
        before = [add_months(adjustment.effective_month, n) for n in range(adjustment.arrears_months)]
        known = (line.workings or {}).get("months") or [[month_text(m), line.delta_fen] for m in before]
        months = [*known, *([month_text(month), line.delta_fen] for month in late)]
        fen = line.arrears_fen + line.delta_fen * len(late)
        found.append(_Owed(line.file_id, fen, len(months), {**(line.workings or {}), "months": months}))
        kept = session.get_one(AdjustmentLine, line.id)
        kept.arrears_fen, kept.workings, kept.note = fen, found[-1].workings, PAPER_PAID_MEANWHILE
    session.flush()
    return found


def _write_arrears(adjustment: Adjustment, lines: Sequence[_Owed], decisions: dict[int, int]) -> None:
    reason = PAPER_ARREARS.format(source=adjustment.source)[:200]
    shared: dict[str, Any] = {
        "kind": "arrears",
        "first_month": adjustment.effective_month,
        "adjustment_id": adjustment.id,
        "created_at": clock.now(),
    }
    rows = [
        shared
        | {
            "file_id": line.file_id,
            "fen": line.fen,
            "months": line.months,
            "decision_id": decisions[line.file_id],
            "details": line.workings,
            **sealed_due(reason),
        }
        for line in lines
        if line.fen
    ]
    if rows:
        session.execute(insert(SupportDue), rows)


def _finish(actor: Actor, adjustment: Adjustment) -> None:
    """The standard itself, unless it has been entered already, and what was really changed."""
    known = terms_on(
        adjustment.scheme, adjustment.area, adjustment.effective_month, street_id=adjustment.street_id
    )
    if known.standard_fen != adjustment.new_fen:
        standard = SupportStandard(
            scheme=adjustment.scheme,
            area=adjustment.area,
            unit_id=adjustment.street_id,  # it moves its own files, and no other street's
            fen=adjustment.new_fen,
            valid_from=adjustment.effective_month,
            source=adjustment.source,
            entered_by=adjustment.approved_by,
        )
        session.add(standard)
        session.flush()
        adjustment.standard_id = standard.id
    _sum_up(adjustment)
    adjustment.state, adjustment.applied_on = "applied", clock.today()
    session.flush()
    audit.record(
        actor,
        "assistance.finish_adjustment",
        adjustment,
        households=adjustment.households,
        fen=adjustment.delta_fen,
        arrears=adjustment.arrears_fen,
    )


def _sum_up(adjustment: Adjustment) -> None:
    """The sums of what was carried out; the same as the preview's unless files moved while the batch ran."""
    line = AdjustmentLine
    done = session.execute(
        select(
            func.count(line.id),
            func.coalesce(func.sum(line.persons), 0),
            func.coalesce(func.sum(line.delta_fen), 0),
            func.coalesce(func.sum(line.arrears_fen), 0),
            func.coalesce(func.sum(line.new_total_fen), 0),
        ).where(line.adjustment_id == adjustment.id, line.kind == CHANGE)
    ).one()
    adjustment.households, adjustment.persons = int(done[0]), int(done[1])
    adjustment.delta_fen, adjustment.arrears_fen, adjustment.new_total_fen = map(int, done[2:])
    adjustment.exceptions = (
        session.scalar(
            select(func.count(line.id)).where(line.adjustment_id == adjustment.id, line.kind == EXCEPTION)
        )
        or 0
    )
