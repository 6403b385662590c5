"""What the bank answered (回盘): all is paid, or some came back (退票). A line that came back becomes an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.models import SupportDue
from portal.services.assistance.payments import queries
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth, PaymentReturn
from portal.services.assistance.payments.states import (
    ARCHIVED,
    LINE_PAID,
    LISTED,
    PAID,
    RETURN_REASONS,
    RETURNED,
    SENT,
)
from portal.standards.amounts import figures

PAPER_NOBODY_LEFT = "户内已无在世的保障对象，不再发放，款项退回。"
LONGEST_NOTE = 200


@dataclass(frozen=True)
class ReturnEntry:
    """One line that came back: by its number on the list (序号), and what the bank says. `fen` is compared where it is known."""

    position: int
    reason_code: str
    note: str = ""
    fen: int | None = None


def enter_result(
    actor: Actor,
    batch: PaymentMonth,
    *,
    version: int | None,
    on: dt.date,
    returns: Sequence[ReturnEntry] = (),
) -> PaymentMonth:
    """Enter the bank's answer of a day: everything is paid but the returns; later answers only add returns.

    Raises RuleBroken at `on` or `returns`; nothing is stored unless every return can be.
    """
    actor.must("payments.enter_result")
    batch.expect_version(version)
    if batch.state not in (SENT, PAID):
        raise RuleBroken(None, N_("送银行以后才能登记结果。"))
    if on > clock.today():
        raise RuleBroken("on", N_("日期不能晚于今天。"))
    if batch.approved_on and on < batch.approved_on:
        raise RuleBroken("on", N_("日期不能早于审批日期。"))
    if batch.state == SENT:
        _mark_paid(batch, on)
    for entry in returns:
        _enter_return(actor, batch, entry, on)
    session.flush()
    _count_returns(batch)
    _close_repaid(batch)
    batch.touch()
    session.flush()
    audit.record(
        actor,
        "payments.enter_result",
        batch,
        number=batch.number,
        day=on,
        returned=len(returns),
        sum=figures(batch.net_fen - batch.returned_fen),
    )
    return batch


def archive_month(actor: Actor, batch: PaymentMonth, *, version: int | None) -> PaymentMonth:
    """Put a paid batch away (归档) once every return was dealt with."""
    actor.must("payments.archive_month")
    batch.expect_version(version)
    if batch.state != PAID:
        raise RuleBroken(None, N_("登记发放结果以后才能归档。"))
    waiting = session.scalar(
        select(func.count(PaymentReturn.id)).where(
            PaymentReturn.month_id == batch.id, PaymentReturn.state == "open"
        )
    )
    if waiting:
        raise RuleBroken(None, N_("还有 %(count)s 笔退票没有处理，处理后再归档。"), count=waiting)
    batch.state, batch.archived_on = ARCHIVED, clock.today()
    session.flush()
    audit.record(actor, "payments.archive_month", batch, number=batch.number)
    return batch


def _mark_paid(batch: PaymentMonth, on: dt.date) -> None:
    session.execute(
        update(PaymentLine)
        .where(PaymentLine.month_id == batch.id, PaymentLine.state == LISTED)
        .values(state=LINE_PAID)
        .execution_options(synchronize_session="fetch")
    )
    batch.state, batch.paid_on = PAID, on


def _enter_return(actor: Actor, batch: PaymentMonth, entry: ReturnEntry, on: dt.date) -> None:
    if entry.reason_code not in RETURN_REASONS:
        raise RuleBroken("returns", N_("序号 %(position)s：请选择退票原因。"), position=entry.position)
    line = session.scalars(
        select(PaymentLine).where(PaymentLine.month_id == batch.id, PaymentLine.position == entry.position)
    ).first()
    if line is None:
        raise RuleBroken("returns", N_("名单上没有序号 %(position)s。"), position=entry.position)
    if line.state == RETURNED:
        raise RuleBroken("returns", N_("序号 %(position)s 已登记过退票。"), position=entry.position)
    if line.state != LINE_PAID or not line.net_fen:
        raise RuleBroken("returns", N_("序号 %(position)s 没有发放，不会退票。"), position=entry.position)
    if entry.fen is not None and entry.fen != line.net_fen:
        raise RuleBroken(
            "returns",
            N_("序号 %(position)s 的金额与名单不一致：名单 %(listed)s 元，银行 %(said)s 元。"),
            position=entry.position,
            listed=figures(line.net_fen),
            said=figures(entry.fen),
        )
    line.state = RETURNED
    found = PaymentReturn(
        line=line,
        month_id=batch.id,
        file_id=line.file_id,
        fen=line.net_fen,
        returned_on=on,
        reason_code=entry.reason_code,
        note=entry.note.strip()[:LONGEST_NOTE],
        outcome="",
        account_index=line.account_index,
        entered_by=actor.account_id,
    )
    if queries.is_nobody_left(line.file_id, batch.month):
        found.state, found.outcome = "stopped", PAPER_NOBODY_LEFT
        found.settled_by, found.settled_on = actor.account_id, clock.today()
    session.add(found)


def _count_returns(batch: PaymentMonth) -> None:
    counted = select(func.count(PaymentReturn.id), func.coalesce(func.sum(PaymentReturn.fen), 0))
    households, fen = session.execute(counted.where(PaymentReturn.month_id == batch.id)).one()
    batch.returned_households, batch.returned_fen = int(households), int(fen)


def _close_repaid(batch: PaymentMonth) -> None:
    """Returns of earlier batches whose money this batch has paid."""
    paid = (
        select(SupportDue.id)
        .join(PaymentLine, PaymentLine.id == SupportDue.payment_line_id)
        .where(PaymentLine.month_id == batch.id, PaymentLine.state == LINE_PAID)
    )
    for one in session.scalars(
        select(PaymentReturn).where(PaymentReturn.due_id.in_(paid), PaymentReturn.state == "corrected")
    ):
        one.state = "repaid"
