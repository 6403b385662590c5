"""Writing decisions, the only way in which what a file is paid changes, and what is owed to a file or to be taken back.

Who may decide, and after which hearing, is asked by the actions that call these; only that nothing falls without a hearing
is asked here as well.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import allocate_number
from portal.documents.models import IssuedNumber
from portal.errors import N_, RuleBroken
from portal.services.assistance import practice
from portal.services.assistance.actions.members import end_all
from portal.services.assistance.models import SupportChange, SupportDecision, SupportDue, SupportFile
from portal.services.assistance.months import month_of
from portal.services.assistance.papers import DECISION_NUMBER
from portal.services.assistance.queries.decisions import decision_in_force
from portal.services.assistance.schemes import NEEDS_HEARING
from portal.services.assistance.sums import Reckoned, Sums
from portal.vault.fields import RECORD_KEY_BYTES

# Nothing of these is a decision about one family: a batch, its reversal, a first grant, a book carried in from paper.
WITHOUT_HEARING = frozenset({"grant", "adjust", "reverse", "carried_in"})
_STATE_AFTER = {
    "grant": "active",
    "carried_in": "active",
    "resume": "active",
    "suspend": "suspended",
    "fading": "fading",
    "stop": "stopped",
}
NOT_HEARD = N_("停发、减发以前须听取当事人意见：请先登记听取意见记录（社会救助法第四十八条）。")


def write_decision(
    actor: Actor,
    file: SupportFile,
    *,
    kind: str,
    effective_month: dt.date,
    reckoning: Reckoned | None = None,
    sums: Sums | None = None,
    reason_code: str = "",
    reason: str = "",
    change: SupportChange | None = None,
    application_id: int | None = None,
    adjustment_id: int | None = None,
    number: IssuedNumber | None = None,
    prepared_by: int | None = None,
    decided_by: int | None = None,
    decided_on: dt.date | None = None,
) -> SupportDecision:
    """Write what a file is paid from a month on: from a reckoning, or from plain sums. The file's state follows.

    `decided_by` is who decided, where that was not the actor, who only writes it down (制发). `number` shares one
    that is taken already (one for a whole adjustment); None takes the next of the street's book.
    Raises RuleBroken when the sum falls and nobody was heard, and for a file that is stopped already.
    """
    found = Sums.of(reckoning if reckoning is not None else _given(sums))
    _must_be_open(file, kind)
    _must_be_heard(file, kind, found, month_of(effective_month), change)
    day = decided_on or clock.today()
    issued = number or allocate_number(actor, unit_id=file.street_id, kind=DECISION_NUMBER, on=day)
    decision = SupportDecision(
        file=file,
        kind=kind,
        effective_month=month_of(effective_month),
        reason_code=reason_code,
        reason=reason.strip(),
        change=change,
        application_id=application_id,
        adjustment_id=adjustment_id,
        prepared_by=prepared_by,
        decided_by=decided_by or actor.account_id,
        income_fen=found.income_fen,
        **_figures(found),
        **_numbered(issued, day),
    )
    decision.sheet = found.sheet
    session.add(decision)
    _follow(file, decision)
    session.flush()
    _note(actor, decision)
    return decision


def _note(actor: Actor, decision: SupportDecision) -> None:
    audit.record(
        actor,
        "assistance.write_decision",
        decision,
        file_number=decision.file.number,
        number=decision.number,
        kind=decision.kind,
        month=decision.effective_month,
        fen=decision.total_fen,
    )


def write_decisions(
    actor: Actor,
    rows: Iterable[tuple[int, Sums]],
    *,
    kind: str,
    effective_month: dt.date,
    number: IssuedNumber,
    adjustment_id: int,
    reason_code: str = "",
    reason: str = "",
    prepared_by: int | None = None,
    decided_on: dt.date | None = None,
) -> int:
    """Write one decision for each (file, sums) of a batch (标准调整) under one number, in one statement; gives how many.

    Only for kinds that touch neither members nor the file's state; the batch itself keeps the sheets. The caller says in
    the trail what the batch did.
    """
    if kind not in {"adjust", "reverse"}:
        raise ValueError(f"{kind} is not a decision of a batch")
    shared: dict[str, Any] = {
        "kind": kind,
        "number": number.text,
        "issued_number_id": number.id,
        "decided_on": decided_on or clock.today(),
        "effective_month": month_of(effective_month),
        "reason_code": reason_code,
        "adjustment_id": adjustment_id,
        "prepared_by": prepared_by,
        "decided_by": actor.account_id,
        "created_at": clock.now(),
    }
    values = [
        shared | sealed_row(income_fen=sums.income_fen, reason=reason) | _figures(sums) | {"file_id": file_id}
        for file_id, sums in rows
    ]
    if values:
        session.execute(insert(SupportDecision), values)
    return len(values)


def owe(
    actor: Actor,
    file: SupportFile,
    *,
    kind: str,
    fen: int,
    first_month: dt.date,
    months: int = 1,
    reason: str = "",
    decision: SupportDecision | None = None,
    adjustment_id: int | None = None,
) -> SupportDue:
    """Note what a payment month has still to pay (`arrears`, `repay`: positive fen) or to take back (`recovery`: negative).

    Raises RuleBroken for nothing, and ValueError for a sign that the kind does not have.
    """
    if fen == 0:
        raise RuleBroken("fen", N_("金额不能为零。"))
    if (kind == "recovery") != (fen < 0):
        raise ValueError(f"{kind} of {fen} fen")
    due = SupportDue(
        file_id=file.id,
        kind=kind,
        fen=fen,
        first_month=month_of(first_month),
        months=months,
        reason=reason[:200],
        decision_id=decision.id if decision else None,
        adjustment_id=adjustment_id,
    )
    session.add(due)
    session.flush()
    audit.record(actor, "assistance.owe", due, file_number=file.number, kind=kind, fen=fen, months=months)
    return due


def sealed_row(*, income_fen: int, reason: str) -> dict[str, Any]:
    """What is sealed of a decision that is written in bulk, by column, with the record key that it is bound to."""
    key = secrets.token_bytes(RECORD_KEY_BYTES)
    return {
        "record_key": key,
        "income_sealed": SupportDecision.income_fen.seal_for(key, income_fen),
        "reason_sealed": SupportDecision.reason.seal_for(key, reason.strip()),
    }


def sealed_due(reason: str) -> dict[str, Any]:
    """The same of a due that is written in bulk."""
    key = secrets.token_bytes(RECORD_KEY_BYTES)
    return {"record_key": key, "reason_sealed": SupportDue.reason.seal_for(key, reason)}


def is_heard(change: SupportChange | None) -> bool:
    """Whether somebody was heard about this change, or nobody is left to hear."""
    return change is not None and (change.nobody_to_hear or bool(change.hearings))


def _given(sums: Sums | None) -> Sums:
    if sums is None:
        raise ValueError("a decision wants a reckoning or sums")
    return sums


def _numbered(issued: IssuedNumber, day: dt.date) -> dict[str, Any]:
    return {"number": issued.text, "issued_number_id": issued.id, "decided_on": day}


def _figures(sums: Sums) -> dict[str, Any]:
    return {
        "method": sums.method,
        "persons": sums.persons,
        "standard_fen": sums.standard_fen,
        "base_fen": sums.base_fen,
        "extra_fen": sums.extra_fen,
        "total_fen": sums.total_fen,
    }


def _must_be_open(file: SupportFile, kind: str) -> None:
    if file.state == "stopped" and kind not in {"correct", "reverse"}:
        raise RuleBroken(None, N_("户号%(number)s已经停保，不能再作决定。"), number=file.number)


def _must_be_heard(
    file: SupportFile, kind: str, sums: Sums, month: dt.date, change: SupportChange | None
) -> None:
    """社会救助法 art. 48: before a reduction or a stop the recipient is heard."""
    if kind in WITHOUT_HEARING or is_heard(change):
        return
    if kind == "death" and not practice.value(practice.HEAR_DEATH):
        return
    former = decision_in_force(file, month)
    if kind in NEEDS_HEARING or (former is not None and sums.total_fen < former.total_fen):
        raise RuleBroken(None, NOT_HEARD)


def _follow(file: SupportFile, decision: SupportDecision) -> None:
    """The file's state after a decision; a stop ends its memberships with the month before."""
    file.state = _STATE_AFTER.get(decision.kind, file.state)
    if decision.kind in {"grant", "carried_in", "resume"}:
        file.fading_until = None
    if decision.kind == "stop":
        file.stop_month, file.next_review_on = decision.effective_month, None
        end_all(file, decision.effective_month, because=decision.reason_code or "stopped")
    file.touch()
