"""Taking a whole batch back as a job (`assistance.reverse_adjustment`): every decision of it is reversed, arrears that were not
paid are cancelled, and what was paid is to be recovered. A file that was decided on since is left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, or_, select, update

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents.actions.ranges import allocate_numbers
from portal.errors import N_
from portal.jobs.running import Task
from portal.services.assistance import practice
from portal.services.assistance.actions.deciding import sealed_due, sealed_row
from portal.services.assistance.adjustments.models import CHANGE, Adjustment, AdjustmentLine
from portal.services.assistance.adjustments.queries import income_of_line
from portal.services.assistance.models import SupportDecision, SupportDue, SupportStandard
from portal.services.assistance.months import months_from
from portal.services.assistance.papers import DECISION_NUMBER
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth, PaymentReturn
from portal.services.assistance.payments.states import FINAL, REGULAR, WITHHELD

WRITING = N_("撤销决定")
PORTION = 500
# A return in one of these states: the household does not have the money.
NOT_HAD = ("open", "stopped")
PAPER_REASON = "撤销标准调整：{reason}"
PAPER_RECOVERY = "撤销标准调整，扣回多发"


def run(task: Task) -> None:
    """One attempt; a later one goes on where it broke off."""
    key = int(task.arguments["adjustment"])
    with transaction("read"):
        total = session.scalar(select(func.count(AdjustmentLine.id)).where(*_of(key))) or 0
        left = session.scalar(select(func.count(AdjustmentLine.id)).where(*_of(key), *_open())) or 0
    task.advance(total - left, total, WRITING)
    while True:
        with task.transaction():
            adjustment = session.get_one(Adjustment, key)
            lines = _next_lines(key)
            if not lines:
                _finish(task.actor, adjustment)
                return
            reverse_lines(task.actor, adjustment, lines)
        left -= len(lines)
        task.advance(total - left, total, WRITING)


def reverse_lines(actor: Actor, adjustment: Adjustment, lines: Sequence[Row[Any]]) -> None:
    """Take these lines back in the caller's transaction."""
    later = _with_later_decisions(lines)
    good = [line for line in lines if line.file_id not in later]
    _leave(line.id for line in lines if line.file_id in later)
    if not good:
        return
    decisions = _write_decisions(actor, adjustment, good)
    _mark_reversed(good, decisions)
    paid = _settle_arrears(adjustment, good)
    _recover(adjustment, good, decisions, paid)
    audit.record(actor, "assistance.reverse_adjustment", adjustment, count=len(good))


def _of(key: int) -> tuple[Any, ...]:
    return (
        AdjustmentLine.adjustment_id == key,
        AdjustmentLine.kind == CHANGE,
        AdjustmentLine.new_decision_id.is_not(None),
    )


def _open() -> tuple[Any, ...]:
    return AdjustmentLine.reversal_decision_id.is_(None), AdjustmentLine.outcome == ""


def _next_lines(key: int) -> Sequence[Row[Any]]:
    line = AdjustmentLine
    statement = (
        select(
            line.id,
            line.file_id,
            line.new_decision_id,
            line.method,
            line.persons,
            line.income_sealed,
            line.record_key,
            line.old_standard_fen,
            line.old_base_fen,
            line.old_extra_fen,
            line.old_total_fen,
            line.delta_fen,
        )
        .where(*_of(key), *_open())
        .order_by(line.position)
        .limit(PORTION)
    )
    return session.execute(statement).all()


def _with_later_decisions(lines: Sequence[Row[Any]]) -> set[int]:
    own = {line.file_id: line.new_decision_id for line in lines}
    newest = (
        select(SupportDecision.file_id, func.max(SupportDecision.id))
        .where(SupportDecision.file_id.in_(own), SupportDecision.reversed_by_id.is_(None))
        .group_by(SupportDecision.file_id)
    )
    return {file_id for file_id, key in session.execute(newest) if key > own[file_id]}


def _leave(line_ids: Any) -> None:
    keys = list(line_ids)
    if keys:
        session.execute(
            update(AdjustmentLine)
            .where(AdjustmentLine.id.in_(keys))
            .values(outcome="later")
            .execution_options(synchronize_session=False)
        )


def _write_decisions(actor: Actor, adjustment: Adjustment, lines: Sequence[Row[Any]]) -> dict[int, int]:
    numbers = allocate_numbers(actor, unit_id=adjustment.street_id, kind=DECISION_NUMBER, count=len(lines))
    shared: dict[str, Any] = {
        "kind": "reverse",
        "decided_on": clock.today(),
        "effective_month": adjustment.reversal_month,
        "reason_code": "reversed",
        "adjustment_id": adjustment.id,
        "prepared_by": adjustment.reversal_asked_by,
        "decided_by": adjustment.reversal_approved_by,
        "created_at": clock.now(),
    }
    reason = PAPER_REASON.format(reason=adjustment.reversal_reason)
    rows = [
        shared
        | sealed_row(income_fen=income_of_line(line), reason=reason)
        | {
            "file_id": line.file_id,
            "number": number.text,
            "issued_number_id": number.id,
            "method": line.method,
            "persons": line.persons,
            "standard_fen": line.old_standard_fen,
            "base_fen": line.old_base_fen,
            "extra_fen": line.old_extra_fen,
            "total_fen": line.old_total_fen,
        }
        for line, number in zip(lines, numbers, strict=True)
    ]
    session.execute(insert(SupportDecision), rows)
    made = select(SupportDecision.file_id, SupportDecision.id).where(
        SupportDecision.adjustment_id == adjustment.id,
        SupportDecision.kind == "reverse",
        SupportDecision.file_id.in_([line.file_id for line in lines]),
    )
    return {file_id: key for file_id, key in session.execute(made)}  # noqa: C416  (rows are no pairs to mypy)


def _mark_reversed(lines: Sequence[Row[Any]], decisions: dict[int, int]) -> None:
    pairs = [{"line": line.id, "old": line.new_decision_id, "new": decisions[line.file_id]} for line in lines]
    session.connection().execute(
        update(SupportDecision)
        .where(SupportDecision.id == bindparam("old"))
        .values(reversed_by_id=bindparam("new")),
        pairs,
    )
    session.connection().execute(
        update(AdjustmentLine)
        .where(AdjustmentLine.id == bindparam("line"))
        .values(reversal_decision_id=bindparam("new")),
        pairs,
    )


def _settle_arrears(adjustment: Adjustment, lines: Sequence[Row[Any]]) -> dict[int, int]:
    """Cancel the arrears that no approved payment list has taken; gives what was paid of the others, by file."""
    of_these = (
        SupportDue.adjustment_id == adjustment.id,
        SupportDue.kind == "arrears",
        SupportDue.cancelled_on.is_(None),
        SupportDue.file_id.in_([line.file_id for line in lines]),
    )
    listed = (
        select(PaymentLine.id)
        .join(PaymentMonth, PaymentMonth.id == PaymentLine.month_id)
        .where(PaymentMonth.state.not_in(FINAL))
    )
    untaken = (
        SupportDue.settled_month.is_(None),
        or_(SupportDue.payment_line_id.is_(None), SupportDue.payment_line_id.in_(listed)),
    )
    session.execute(
        update(SupportDue)
        .where(*of_these, *untaken)
        .values(cancelled_on=clock.today(), payment_line_id=None)
        .execution_options(synchronize_session=False)
    )
    paid: dict[int, int] = defaultdict(int)
    had = or_(SupportDue.payment_line_id.is_(None), SupportDue.payment_line_id.not_in(_came_back()))
    for file_id, fen in session.execute(select(SupportDue.file_id, SupportDue.fen).where(*of_these, had)):
        paid[file_id] += fen
    return dict(paid)


def _came_back() -> Select[Any]:
    return select(PaymentReturn.line_id).where(PaymentReturn.state.in_(NOT_HAD))


def _months_paid(adjustment: Adjustment, lines: Sequence[Row[Any]]) -> dict[int, int]:
    """In how many months each file was paid the new sum, or is owed it still because the month was withheld and comes later.

    A month counts that was listed, not left out, and whose money did not come back; one that was approved while the batch was
    on its way, or before its household was released, at another decision, does not.
    """
    own = {line.file_id: line.new_decision_id for line in lines}
    months: dict[int, int] = defaultdict(int)
    for line in session.execute(_lines_since(adjustment, own).where(PaymentLine.id.not_in(_came_back()))):
        if line.decision_id in (None, own[line.file_id]):
            months[line.file_id] += 1
    owed = _withheld_months(lines).where(
        or_(SupportDue.payment_line_id.is_(None), SupportDue.payment_line_id.not_in(_came_back()))
    )
    for due in session.execute(owed):
        months[due.file_id] += 1
    return dict(months)


def _lines_since(adjustment: Adjustment, files: Collection[int]) -> Select[Any]:
    """The lines of these files on the approved lists of the months since the new sum is paid, those withheld left out."""
    return (
        select(PaymentLine.id, PaymentLine.file_id, PaymentLine.decision_id)
        .join(PaymentMonth, PaymentMonth.id == PaymentLine.month_id)
        .where(
            PaymentMonth.kind == REGULAR,
            PaymentMonth.state.in_(FINAL),
            PaymentMonth.month >= adjustment.run_month,
            PaymentLine.file_id.in_(files),
            PaymentLine.state != WITHHELD,
        )
    )


def _withheld_months(lines: Sequence[Row[Any]]) -> Select[Any]:
    """What is owed for months at the new sum that a list withheld: one due a month, of the decision that is taken back."""
    return select(SupportDue.file_id, SupportDue.payment_line_id).where(
        SupportDue.decision_id.in_([line.new_decision_id for line in lines]),
        SupportDue.kind == "arrears",
        SupportDue.adjustment_id.is_(None),
        SupportDue.cancelled_on.is_(None),
    )


def _mark_unearned(adjustment: Adjustment, lines: Sequence[Row[Any]]) -> None:
    """Say of each return that still waits how much of it the batch had added: it was not had, so it is not recovered, and it is
    not paid again either."""
    of_file = {line.file_id: line for line in lines}
    listed = {line.id: line for line in session.execute(_lines_since(adjustment, of_file))}
    withheld: dict[int, int] = defaultdict(int)
    for due in session.execute(_withheld_months(lines)):
        withheld[due.payment_line_id or 0] += 1
    arrears = select(func.coalesce(func.sum(SupportDue.fen), 0)).where(
        SupportDue.adjustment_id == adjustment.id, SupportDue.kind == "arrears"
    )
    waiting = select(PaymentReturn).where(PaymentReturn.file_id.in_(of_file), PaymentReturn.state == "open")
    for item in session.scalars(waiting):
        line, own = of_file[item.file_id], listed.get(item.line_id)
        months = withheld[item.line_id]
        if own is not None and own.decision_id in (None, line.new_decision_id):
            months += 1
        added = session.scalar(arrears.where(SupportDue.payment_line_id == item.line_id)) or 0
        item.unearned_fen = min(item.fen, line.delta_fen * months + int(added))
    session.flush()


def _recover(
    adjustment: Adjustment, lines: Sequence[Row[Any]], decisions: dict[int, int], paid: dict[int, int]
) -> None:
    """What was paid too much: arrears, and each month that was really paid; noted unless the office recovers nothing."""
    if adjustment.reversal_month is None or not settings.value(practice.RECOVER.key):
        return
    months = _months_paid(adjustment, lines)
    _mark_unearned(adjustment, lines)
    rows: list[dict[str, Any]] = []
    for line in lines:
        fen = paid.get(line.file_id, 0) + line.delta_fen * months.get(line.file_id, 0)
        if fen:
            rows.append(
                {
                    "file_id": line.file_id,
                    "kind": "recovery",
                    "fen": -fen,
                    "first_month": adjustment.effective_month,
                    "months": months_from(adjustment.effective_month, adjustment.reversal_month),
                    **sealed_due(PAPER_RECOVERY),
                    "decision_id": decisions[line.file_id],
                    "adjustment_id": adjustment.id,
                    "created_at": clock.now(),
                }
            )
    if rows:
        session.execute(insert(SupportDue), rows)
        adjustment.recovered_fen += sum(-row["fen"] for row in rows)


def _finish(actor: Actor, adjustment: Adjustment) -> None:
    """Put the old standard back from the reversal month on, and end the batch."""
    entered = session.get(SupportStandard, adjustment.standard_id) if adjustment.standard_id else None
    if entered is not None:
        session.add(
            SupportStandard(
                scheme=adjustment.scheme,
                area=adjustment.area,
                unit_id=entered.unit_id,
                fen=adjustment.old_fen,
                valid_from=adjustment.reversal_month,
                source=adjustment.source,
                entered_by=adjustment.reversal_approved_by,
            )
        )
    adjustment.state, adjustment.reversed_on = "reversed", clock.today()
    session.flush()
    audit.record(
        actor,
        "assistance.finish_reversal",
        adjustment,
        recovered=adjustment.recovered_fen,
        month=adjustment.reversal_month,
    )
