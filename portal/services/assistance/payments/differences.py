"""The differences of a month's list against the month before: new, stopped, changed, and what is paid or taken back once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from portal.db import session
from portal.services.assistance.models import SupportDecision, SupportDue
from portal.services.assistance.payments.models import PaymentDifference, PaymentLine, PaymentMonth
from portal.services.assistance.payments.queries import find_previous_of
from portal.services.assistance.payments.storing import store

PAPER_AND = "；"


def compare(batch: PaymentMonth, rows: Sequence[Any]) -> int:
    """Write down every difference of a batch, whose lines are stored; gives the households that are paid the same.

    `rows` are those of `listing.read_rows`: they tell by which decision somebody is no longer paid.
    """
    session.execute(
        delete(PaymentDifference)
        .where(PaymentDifference.month_id == batch.id)
        .execution_options(synchronize_session=False)
    )
    previous = find_previous_of(batch)
    before = _lines(previous.id) if previous else {}
    after = _lines(batch.id)
    by_file = {row.file.file_id: row.force for row in rows}
    found, same = [], 0
    for key in sorted(before.keys() | after.keys()):
        kind = _kind(before.get(key), after.get(key))
        if kind:
            found.append(_difference(batch.id, kind, key, before.get(key), after.get(key), by_file.get(key)))
        else:
            same += 1
    found += _once(batch)
    store(PaymentDifference, found)
    return same


def _lines(month_id: int) -> dict[int, Any]:
    """What a list pays for the month itself, by file; lines with nothing but arrears are not of the month."""
    monthly = (PaymentLine.base_fen + PaymentLine.extra_fen).label("monthly")
    statement = select(
        PaymentLine.file_id,
        PaymentLine.number,
        PaymentLine.unit_id,
        PaymentLine.head_name,
        PaymentLine.persons,
        monthly,
        PaymentLine.decision_id,
        PaymentLine.decision_number,
    ).where(PaymentLine.month_id == month_id, monthly > 0)
    return {row.file_id: row for row in session.execute(statement)}


def _kind(before: Any, after: Any) -> str:
    if before is None:
        return "new"
    if after is None:
        return "stopped"
    is_same = (before.monthly, before.persons) == (after.monthly, after.persons)
    return "" if is_same else "changed"


def _difference(
    month_id: int, kind: str, file_id: int, before: Any, after: Any, force: Any
) -> dict[str, Any]:
    shown = after or before
    return {
        "month_id": month_id,
        "file_id": file_id,
        "kind": kind,
        "number": shown.number,
        "unit_id": shown.unit_id,
        "head_name": shown.head_name,
        "persons_before": before.persons if before else 0,
        "persons_after": after.persons if after else 0,
        "before_fen": before.monthly if before else 0,
        "after_fen": after.monthly if after else 0,
        "decision_id": force.decision_id if force else None,
        "decision_number": force.decision_number if force else "",
        "why": force.kind if force else "",
    }


def _once(batch: PaymentMonth) -> list[dict[str, Any]]:
    """What is paid or taken back once, besides the month's own sum: with the kind and decision of the due, or of the line."""
    lines = select(PaymentLine).where(
        PaymentLine.month_id == batch.id, (PaymentLine.arrears_fen + PaymentLine.recovery_fen) > 0
    )
    found = {line.id: line for line in session.scalars(lines)}
    if not found:
        return []
    dues = (
        select(
            SupportDue.payment_line_id,
            func.min(SupportDue.decision_id).label("decision_id"),
            func.min(SupportDecision.number).label("number"),
            func.min(SupportDue.kind).label("kind"),
        )
        .join(PaymentLine, PaymentLine.id == SupportDue.payment_line_id)
        .outerjoin(SupportDecision, SupportDecision.id == SupportDue.decision_id)
        .where(PaymentLine.month_id == batch.id)
        .group_by(SupportDue.payment_line_id)
    )
    by_line = {row.payment_line_id: row for row in session.execute(dues)}
    return [_one_time(batch.id, line, by_line.get(line.id)) for line in found.values()]


def _one_time(month_id: int, line: PaymentLine, due: Any) -> dict[str, Any]:
    return {
        "month_id": month_id,
        "file_id": line.file_id,
        "kind": "once",
        "number": line.number,
        "unit_id": line.unit_id,
        "head_name": line.head_name,
        "persons_before": line.persons,
        "persons_after": line.persons,
        "before_fen": 0,
        "after_fen": line.arrears_fen - line.recovery_fen,
        "decision_id": due.decision_id if due and due.decision_id else line.decision_id,
        "decision_number": due.number if due and due.number else line.decision_number,
        "why": due.kind if due else "",
    }
