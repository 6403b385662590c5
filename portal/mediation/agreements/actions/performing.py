"""What is owed is done: each proof (收条、汇款单) counts towards it, in whole or in part; one entered wrongly is struck."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.actions import store_file
from portal.mediation import life
from portal.mediation.actions.moves import move, note_event, read_reason
from portal.mediation.agreements import documents
from portal.mediation.agreements.kinds import PROOFS
from portal.mediation.agreements.models import Agreement, Obligation, Performance
from portal.mediation.agreements.queries import agreement_in_force
from portal.mediation.models import MediationCase
from portal.standards.amounts import figures

Upload = tuple[BinaryIO, str]


def record_performance(
    actor: Actor,
    obligation: Obligation,
    *,
    version: int | None,
    done_on: dt.date,
    fen: int = 0,
    proof: str = "receipt",
    payer: str = "",
    payee: str = "",
    note: str = "",
    upload: Upload | None = None,
    wants_paper: bool = False,
) -> Performance:
    """Record that something owed was done on a day: for money the sum, which may be a part of it; for an act the whole.

    `wants_paper` prints a receipt (收条) with what is left. Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.follow_agreement")
    obligation.expect_version(version)
    agreement = obligation.agreement
    _must_run(agreement)
    _check(obligation, done_on, fen, proof)
    row = Performance(
        obligation=obligation,
        done_on=done_on,
        fen=fen,
        proof=proof,
        payer=payer.strip()[:100] or obligation.debtor.name,
        payee=payee.strip()[:100] or (obligation.creditor.name if obligation.creditor else ""),
        entered_by=actor.account_id,
    )
    row.note = note.strip()[:1000] or None
    if upload is not None:
        row.file = store_file(
            actor, stream=upload[0], name=upload[1], purpose="mediation.performance", field="file"
        )
    session.add(row)
    obligation.done_fen += fen
    _settle(obligation, done_on)
    session.flush()
    if wants_paper and obligation.kind == "money":
        _issue_receipt(actor, row)
    note = figures(fen) if fen else ""
    note_event(
        actor, agreement.case, verb="record_performance", day=done_on, note=note, document=row.document
    )
    return row


def _issue_receipt(actor: Actor, row: Performance) -> None:
    kind, facts = documents.receipt_paper(row)
    row.document = documents.issue(actor, row.obligation.agreement.case, kind, facts, day=row.done_on)
    session.flush()


def strike_performance(actor: Actor, row: Performance, *, version: int | None, reason: str) -> Performance:
    """A proof was entered wrongly: it stays, struck, and counts no more. Raises RuleBroken at `reason`, Conflict."""
    actor.must("mediation.follow_agreement")
    obligation = row.obligation
    obligation.expect_version(version)
    _must_run(obligation.agreement)
    if row.struck_on is not None:
        raise RuleBroken(None, N_("这条记录已经划去。"))
    row.struck_on, row.struck_because = clock.today(), read_reason(reason)[:300]
    obligation.done_fen -= row.fen
    obligation.done_on = None
    obligation.touch()
    session.flush()
    note_event(actor, obligation.agreement.case, verb="strike_performance", note=reason.strip()[:300])
    return row


def finish_performance(
    actor: Actor, case: MediationCase, agreement: Agreement, *, version: int | None, on: dt.date | None = None
) -> MediationCase:
    """Everything owed is done (履行完毕), on the day of the last proof unless another is said. Raises RuleBroken, Conflict."""
    case.expect_version(version)
    life.require(case, "finish_performance", actor)
    first = max(
        (one.done_on for one in agreement.obligations if one.done_on),
        default=agreement.effective_on or agreement.reached_on,
    )
    day = on or max(first, agreement.effective_on or first)
    if not first <= day <= clock.today():
        raise RuleBroken("on", N_("履行完毕的日期不能早于最后一次履行，也不能晚于今天。"))
    return move(actor, case, verb="finish_performance", day=day)


def must_be_done(case: MediationCase, actor: Actor) -> None:
    """The guard of the end of a performance: nothing is left to do."""
    agreement = agreement_in_force(case)
    left = [one for one in agreement.obligations if one.done_on is None] if agreement else []
    if left:
        raise RuleBroken(
            None,
            N_("还有 %(n)s 项没有履行完毕，请先逐项登记履行情况。"),
            n=len(left),
        )


def _check(obligation: Obligation, done_on: dt.date, fen: int, proof: str) -> None:
    agreement = obligation.agreement
    if proof not in PROOFS:
        raise RuleBroken("proof", N_("请从所列选项中选择。"))
    if obligation.done_on is not None:
        raise RuleBroken(None, N_("这一项已经履行完毕。"))
    if done_on > clock.today():
        raise RuleBroken("done_on", N_("履行日期不能晚于今天。"))
    if done_on < agreement.reached_on:
        raise RuleBroken("done_on", N_("履行日期不能早于协议日期。"))
    if obligation.kind != "money":
        if fen:
            raise RuleBroken("amount", N_("这一项不是付款，不填金额。"))
        return
    left = obligation.fen - obligation.done_fen
    if fen <= 0:
        raise RuleBroken("amount", N_("请填写金额。"))
    if fen > left:
        raise RuleBroken("amount", N_("这一项只剩 %(left)s 元没有付清。"), left=figures(left))


def _settle(obligation: Obligation, day: dt.date) -> None:
    if obligation.kind != "money" or obligation.done_fen == obligation.fen:
        days = [one.done_on for one in obligation.performances if one.struck_on is None]
        obligation.done_on = max([day, *days])
    obligation.touch()


def _must_run(agreement: Agreement) -> None:
    if agreement.state != "effective" or agreement.case.state not in ("performing", "breached"):
        raise RuleBroken(None, N_("协议不在履行中，不能登记履行情况。"))
