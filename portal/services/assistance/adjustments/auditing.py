"""Reckoning a batch again from what it was reckoned from (重新核算): the same lines, or a list of those that differ.."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from portal.db import session
from portal.services.assistance.adjustments.drawing import DrawnLine
from portal.services.assistance.adjustments.figures import Start, at_standard, family_of, move
from portal.services.assistance.adjustments.models import CHANGE, Adjustment, AdjustmentLine
from portal.services.assistance.adjustments.queries import stored_lines
from portal.services.assistance.models import SupportDecision
from portal.services.assistance.queries import sheets_behind
from portal.services.assistance.rules.terms import Terms

NAMED = 50


@dataclass(frozen=True)
class Audit:
    """What an audit found: how many lines it reckoned again, the numbers of those that differ, and whether the stored preview is
    the one that was frozen."""

    lines: int
    different: tuple[str, ...]
    is_frozen: bool
    same_sums: bool

    @property
    def is_sound(self) -> bool:
        """Every figure is what it was."""
        return self.is_frozen and self.same_sums and not self.different


def audit_adjustment(adjustment: Adjustment) -> Audit:
    """Reckon every change again from the decision that it started from and the terms that were frozen."""
    terms = Terms.from_plain(adjustment.terms) if adjustment.terms else None
    found = hashlib.sha256()
    count = delta = 0
    different: list[str] = []
    starts = _starts(adjustment)
    for line in stored_lines(adjustment.id):
        found.update(line.trace())
        if line.kind != CHANGE or terms is None:
            continue
        count += 1
        delta += line.delta_fen
        if not _is_same(line, starts, terms, adjustment):
            different.append(line.number)
    moved = _moved_while_running(adjustment)
    return Audit(
        count,
        tuple(different[:NAMED]),
        moved or found.hexdigest() == adjustment.digest,
        delta == adjustment.delta_fen and count == adjustment.households,
    )


def _starts(adjustment: Adjustment) -> dict[int, Start]:
    wanted = select(AdjustmentLine.decision_id).where(
        AdjustmentLine.adjustment_id == adjustment.id, AdjustmentLine.kind == CHANGE
    )
    statement = (
        select(SupportDecision).where(SupportDecision.id.in_(wanted)).execution_options(yield_per=1_000)
    )
    starts: dict[int, Start] = {}
    for few in session.scalars(statement).partitions():
        sheets = sheets_behind([decision for decision in few if decision.extra_fen])
        starts.update(_start_of(decision, sheets.get(decision.id)) for decision in few)
    return starts


def _start_of(decision: SupportDecision, sheet: dict[str, Any] | None) -> tuple[int, Start]:
    return decision.id, Start(
        decision.method,
        decision.persons,
        decision.standard_fen,
        decision.income_fen,
        decision.base_fen,
        decision.extra_fen,
        family_of(sheet),
    )


def _is_same(line: DrawnLine, starts: dict[int, Start], terms: Terms, adjustment: Adjustment) -> bool:
    start = starts.get(line.decision_id or 0)
    if start is None:
        return False
    moved = move(start, terms, at_standard(terms, adjustment.new_fen))
    if isinstance(moved, str):
        return False
    arrears = line.delta_fen * adjustment.arrears_months
    if line.workings:
        arrears = sum(fen for _month, fen in line.workings["months"])
    return (moved.base_fen, moved.extra_fen, moved.total_fen, arrears) == (
        line.new_base_fen,
        line.new_extra_fen,
        line.new_total_fen,
        line.arrears_fen,
    ) and line.delta_fen == moved.total_fen - start.total_fen


def _moved_while_running(adjustment: Adjustment) -> bool:
    """Lines that were set aside or owed more while the batch ran, or settled by themselves since, are no longer what was frozen,
    and say so by their reason or note."""
    statement = select(AdjustmentLine.id).where(
        AdjustmentLine.adjustment_id == adjustment.id,
        or_(AdjustmentLine.reason == "moved", AdjustmentLine.note_sealed.is_not(None)),
    )
    return session.scalar(statement.limit(1)) is not None
