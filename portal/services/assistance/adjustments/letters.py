"""The letters to the households as a job (`assistance.write_letters`), a portion at a time; the bulk print takes them from there.

A letter bears the number of the decision that it tells of, so it takes none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal import audit, settings
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents.actions import issue_document
from portal.documents.models import IssuedNumber
from portal.errors import N_
from portal.jobs.running import Task
from portal.services.assistance.adjustments.models import CHANGE, Adjustment, AdjustmentLine
from portal.services.assistance.adjustments.papers import KIND, AdjustmentNotice
from portal.services.assistance.schemes import SCHEMES
from portal.services.documents import remedies

WRITING = N_("制作通知书")
PORTION = 50
PAPER_BASIS = "《中华人民共和国社会救助法》第十八条；{source}"


def run(task: Task) -> None:
    """One attempt; households that have their letter are passed over."""
    key = int(task.arguments["adjustment"])
    with transaction("read"):
        total = session.scalar(select(func.count(AdjustmentLine.id)).where(*_of(key))) or 0
        done = session.scalar(select(func.count(AdjustmentLine.document_id)).where(*_of(key))) or 0
    task.advance(done, total, WRITING)
    while True:
        with task.transaction():
            lines = _next_lines(key)
            if not lines:
                return
            for line in lines:
                _issue(task.actor, line)
            audit.record(task.actor, "assistance.write_letters", lines[0].adjustment, count=len(lines))
        done += len(lines)
        task.advance(done, total, WRITING)


def _of(key: int) -> tuple[ColumnElement[bool], ...]:
    return (
        AdjustmentLine.adjustment_id == key,
        AdjustmentLine.kind == CHANGE,
        AdjustmentLine.new_decision_id.is_not(None),
    )


def _next_lines(key: int) -> Sequence[AdjustmentLine]:
    statement = (
        select(AdjustmentLine)
        .where(*_of(key), AdjustmentLine.document_id.is_(None))
        .options(joinedload(AdjustmentLine.new_decision), joinedload(AdjustmentLine.adjustment))
        .order_by(AdjustmentLine.position)
        .limit(PORTION)
    )
    return session.scalars(statement).all()


def _issue(actor: Actor, line: AdjustmentLine) -> None:
    decision = line.new_decision
    if decision is None:
        raise ValueError(f"line {line.id} was not carried out")
    number = session.get(IssuedNumber, decision.issued_number_id) if decision.issued_number_id else None
    document = issue_document(
        actor,
        kind=KIND,
        facts=notice_of(line.adjustment, line),
        unit_id=line.adjustment.street_id,
        subject=decision,
        number=number,
    )
    line.document_id = decision.document_id = document.id
    session.flush()


def notice_of(adjustment: Adjustment, line: AdjustmentLine) -> AdjustmentNotice:
    """What the letter of one household says."""
    street, day = adjustment.street, adjustment.applied_on or adjustment.decided_on
    return AdjustmentNotice(
        office=street.name_on(day),
        office_phone=street.phone,
        complaint_phone=settings.value("services.complaint_phone", on=day, unit_id=street.id),
        office_address=street.address,
        head_name=line.head_name,
        file_number=line.number,
        scheme=SCHEMES[adjustment.scheme].name,
        is_by_household=line.method == "flat",
        persons=line.persons,
        old_standard=line.old_standard_fen,
        new_standard=line.new_standard_fen,
        income=line.income_fen,
        old_base=line.old_base_fen,
        new_base=line.new_base_fen,
        old_extra=line.old_extra_fen,
        new_extra=line.new_extra_fen,
        old_total=line.old_total_fen,
        new_total=line.new_total_fen,
        from_month=line.from_month or adjustment.effective_month,
        run_month=adjustment.run_month,
        arrears_months=adjustment.arrears_months if line.arrears_fen else 0,
        arrears=line.arrears_fen,
        basis=PAPER_BASIS.format(source=adjustment.source),
        remedies=remedies(street.id, day),
        decided_on=day,
    )
