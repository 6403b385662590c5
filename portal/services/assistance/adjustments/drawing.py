"""Drawing up a batch: every file in force becomes a change, an exception or nothing, and households nearby become leads.

Nothing is stored here. The same ground gives the same lines and the same digest, today and at an audit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row

from portal.errors import N_, RuleBroken
from portal.services.assistance.adjustments import reading
from portal.services.assistance.adjustments.figures import (
    Start,
    at_standard,
    canonical,
    family_of,
    move,
)
from portal.services.assistance.adjustments.leads import Lead, find_leads
from portal.services.assistance.adjustments.models import CHANGE, EXCEPTION, LEAD, Adjustment, AdjustmentLine
from portal.services.assistance.months import add_months, month_text, months_from
from portal.services.assistance.queries.decisions import income_of
from portal.services.assistance.rules.terms import Terms
from portal.services.assistance.standards import terms_on
from portal.vault.fields import RECORD_KEY_BYTES

Advance = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """One line of a preview as plain values; the names are those of `AdjustmentLine`."""

    kind: str
    reason: str = ""
    file_id: int | None = None
    application_id: int | None = None
    decision_id: int | None = None
    unit_id: int
    number: str
    head_name: str
    method: str = "difference"
    persons: int = 0
    income_fen: int = 0
    old_standard_fen: int = 0
    old_base_fen: int = 0
    old_extra_fen: int = 0
    old_total_fen: int = 0
    new_standard_fen: int = 0
    new_base_fen: int = 0
    new_extra_fen: int = 0
    new_total_fen: int = 0
    delta_fen: int = 0
    arrears_fen: int = 0
    from_month: dt.date | None = None
    workings: dict[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """The values by column, the income sealed; not deep, for lines are many."""
        found = {name: getattr(self, name) for name in PLAIN}
        key = found["record_key"] = secrets.token_bytes(RECORD_KEY_BYTES)
        found["income_sealed"] = AdjustmentLine.income_fen.seal_for(key, self.income_fen)
        return found

    def trace(self) -> bytes:
        """What the digest covers of this line."""
        return canonical([getattr(self, name) for name in NAMES])


NAMES = tuple(one.name for one in fields(DrawnLine))
PLAIN = tuple(name for name in NAMES if name != "income_fen")


@dataclass(frozen=True)
class Drawn:
    """A batch drawn up: its lines in order, and how many files stand at the new standard already."""

    lines: list[DrawnLine]
    terms: Terms
    files: int
    unchanged: int

    def of(self, kind: str) -> list[DrawnLine]:
        """The lines of one kind."""
        return [line for line in self.lines if line.kind == kind]

    def digest(self) -> str:
        """SHA-256 over every line, in order."""
        found = hashlib.sha256()
        for line in self.lines:
            found.update(line.trace())
        return found.hexdigest()


def terms_of(adjustment: Adjustment) -> Terms:
    """The office's terms in the effective month, whatever standard is entered for it; raises RuleBroken when there are none."""
    before = add_months(adjustment.effective_month, -1)
    return terms_on(adjustment.scheme, adjustment.area, before, street_id=adjustment.street_id)


def must_be_known(adjustment: Adjustment, terms: Terms, at: str = "old_fen") -> None:
    """That the old standard of a batch is the one in force; raises RuleBroken at the field."""
    if terms.standard_fen != adjustment.old_fen:
        raise RuleBroken(
            at,
            N_("原标准与系统中的标准不一致：系统中是 %(known)s 元。"),
            known=f"{terms.standard_fen / 100:.2f}",
        )


def draw_up(
    adjustment: Adjustment, *, terms: Terms | None = None, advance: Advance = lambda done: None
) -> Drawn:
    """Every line of a batch as the files stand now. Call inside one transaction, so that it is one moment.

    `terms` are those of an earlier preview, for an audit; else the office's. Raises RuleBroken at `old_fen` where the old
    standard is not the one in force.
    """
    terms = terms or terms_of(adjustment)
    must_be_known(adjustment, terms)
    work = _Work(adjustment, terms)
    changes: list[DrawnLine] = []
    exceptions: list[DrawnLine] = []
    files = unchanged = 0
    for files, row in enumerate(reading.rows_in_force(adjustment), start=1):
        line = work.line_of(row)
        if line is None:
            unchanged += 1
        else:
            (changes if line.kind == CHANGE else exceptions).append(line)
        advance(files)
    leads = [_lead(lead, adjustment) for lead in find_leads(adjustment)]
    return Drawn([*changes, *exceptions, *leads], terms, files, unchanged)


def line_of(adjustment: Adjustment, terms: Terms, row: Row[Any]) -> DrawnLine | None:
    """One file's line as the batch would draw it now: a change, an exception, or None where there is nothing to do."""
    return _Work(adjustment, terms).line_of(row)


class _Work:
    """What every line needs, read once."""

    def __init__(self, adjustment: Adjustment, terms: Terms) -> None:
        self.adjustment = adjustment
        self.before, self.after = terms, at_standard(terms, adjustment.new_fen)
        self.held = reading.held_files(adjustment)
        self.earlier = reading.earlier_decisions(adjustment)
        self.sheets = reading.sheets_with_extras(adjustment)
        self.months = months_from(adjustment.effective_month, adjustment.run_month)

    def line_of(self, row: Row[Any]) -> DrawnLine | None:
        """A change or an exception; None for a file that the batch has nothing to do with or that is there already."""
        if row.state in {"stopped", "suspended"} or not row.total_fen:
            return self._not_paid(row)
        if row.standard_fen == self.adjustment.new_fen and row.method != "tier":
            return None
        start = self._start(row, row.decision_id)
        reason = "fading" if row.state == "fading" else self.held.get(row.file_id, "")
        moved = move(start, self.before, self.after)
        if reason or isinstance(moved, str):
            return _line(row, start, EXCEPTION, reason=reason or str(moved))
        arrears, workings = self._arrears(row, moved.total_fen - start.total_fen)
        return _line(
            row,
            start,
            CHANGE,
            new_standard_fen=moved.standard_fen,
            new_base_fen=moved.base_fen,
            new_extra_fen=moved.extra_fen,
            new_total_fen=moved.total_fen,
            delta_fen=moved.total_fen - start.total_fen,
            arrears_fen=arrears,
            from_month=max(self.adjustment.effective_month, row.effective_month),
            workings=workings,
        )

    def _not_paid(self, row: Row[Any]) -> DrawnLine | None:
        start = self._start(row, row.decision_id)
        if row.state == "suspended":
            return _line(row, start, EXCEPTION, reason="suspended")
        if row.effective_month > self.adjustment.effective_month:
            return _line(row, start, EXCEPTION, reason="stopped")
        return None

    def _start(self, row: Row[Any], decision_id: int) -> Start:
        sheet = self.sheets.get(decision_id) if row.extra_fen else None
        return Start(
            row.method,
            row.persons,
            row.standard_fen,
            income_of(row),
            row.base_fen,
            row.extra_fen,
            family_of(sheet),
        )

    def _arrears(self, row: Row[Any], delta: int) -> tuple[int, dict[str, Any] | None]:
        """What the months before the run month come to; month by month where the household's decision changed in between."""
        if row.effective_month <= self.adjustment.effective_month:
            return delta * self.months, None
        by_month: list[list[Any]] = []
        for ahead in range(self.months):
            month = add_months(self.adjustment.effective_month, ahead)
            found = next(
                (d for d in reversed(self.earlier.get(row.file_id, [])) if d.effective_month <= month), None
            )
            if found is None or not found.total_fen:
                continue
            start = self._start(found, found.id)
            moved = move(start, self.before, self.after)
            if not isinstance(moved, str):
                by_month.append([month_text(month), moved.total_fen - start.total_fen])
        return sum(fen for _month, fen in by_month), {"months": by_month}


def _line(row: Row[Any], start: Start, kind: str, **more: Any) -> DrawnLine:
    return DrawnLine(
        kind=kind,
        file_id=row.file_id,
        decision_id=row.decision_id,
        unit_id=row.unit_id,
        number=row.file_number,
        head_name=row.head_name,
        method=start.method,
        persons=start.persons,
        income_fen=start.income_fen,
        old_standard_fen=start.standard_fen,
        old_base_fen=start.base_fen,
        old_extra_fen=start.extra_fen,
        old_total_fen=start.total_fen,
        **more,
    )


def _lead(lead: Lead, adjustment: Adjustment) -> DrawnLine:
    """What the household would get if it applied and nothing else had changed; it is told to nobody and paid to nobody."""
    return DrawnLine(
        kind=LEAD,
        reason=lead.origin,
        file_id=lead.file_id,
        application_id=lead.application_id,
        unit_id=lead.unit_id,
        number=lead.number,
        head_name=lead.head_name,
        persons=lead.persons,
        income_fen=lead.income_fen,
        old_standard_fen=adjustment.old_fen,
        new_standard_fen=adjustment.new_fen,
        new_base_fen=lead.persons * adjustment.new_fen - lead.income_fen,
        new_total_fen=lead.persons * adjustment.new_fen - lead.income_fen,
    )


def differences(stored: Iterable[DrawnLine], drawn: Sequence[DrawnLine]) -> list[str]:
    """The numbers of the files (or applications) whose lines are not the same, those that came and those that went."""
    known = {_key(line): line for line in stored}
    found = []
    for line in drawn:
        before = known.pop(_key(line), None)
        if before is None or before.trace() != line.trace():
            found.append(line.number)
    return [*found, *(line.number for line in known.values())]


def _key(line: DrawnLine) -> tuple[str, int | None, int | None]:
    return ("lead" if line.kind == LEAD else "file", line.file_id, line.application_id)
