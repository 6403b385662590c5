"""What becomes of money that came back (退票处理): it is paid once more after the account was looked into, or not at all."""

from __future__ import annotations

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.actions import BankAccount, change_account, owe
from portal.services.assistance.models import SupportDecision
from portal.services.assistance.payments import queries
from portal.services.assistance.payments.models import PaymentReturn
from portal.standards.amounts import figures

PAPER_AGAIN = "{number} 退票，重新发放"
LONGEST_REASON = 200


def pay_again(
    actor: Actor,
    item: PaymentReturn,
    *,
    version: int | None,
    bank: BankAccount | None,
    reason: str,
    confirmed: bool = False,
    file_version: int | None = None,
) -> PaymentReturn:
    """Owe the sum once more, at a new account of the file or at the same one; the next list or a supplementary one pays it.

    A new account is entered as `change_account` enters it, with the file's version that the reader saw. Raises RuleBroken at the
    field of a wrong account or at `confirmed`, and when nobody is left who could be paid; Conflict. What a reversed
    adjustment had added to it is not owed again.
    """
    _begin(actor, item, version, reason)
    if queries.is_nobody_left(item.file_id, item.month.month):
        raise RuleBroken(None, N_("户内已无在世的保障对象，不能重新发放。"))
    left = item.fen - item.unearned_fen
    if left <= 0:
        raise RuleBroken(None, N_("这笔钱全部是已撤销的标准调整所加，不用重新发放，请选“不再发放”。"))
    if bank is not None:
        change_account(actor, item.file, version=file_version, bank=bank, confirmed=confirmed)
    decision = session.get(SupportDecision, item.line.decision_id) if item.line.decision_id else None
    item.due = owe(
        actor,
        item.file,
        kind="repay",
        fen=left,
        first_month=item.month.month,
        reason=PAPER_AGAIN.format(number=item.month.number),
        decision=decision,
    )
    return _settle(actor, item, "pay_again", "corrected", reason)


def stop_return(actor: Actor, item: PaymentReturn, *, version: int | None, reason: str) -> PaymentReturn:
    """Pay this sum no more; while the file keeps the account, every later list is stopped at it."""
    _begin(actor, item, version, reason)
    return _settle(actor, item, "stop_return", "stopped", reason)


def _begin(actor: Actor, item: PaymentReturn, version: int | None, reason: str) -> None:
    actor.must("payments.settle_return")
    item.expect_version(version)
    locked = session.scalars(
        select(PaymentReturn.state).where(PaymentReturn.id == item.id).with_for_update()
    ).one()
    if locked != "open":
        raise RuleBroken(None, N_("这笔退票已经处理过。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明核实情况。"))


def _settle(actor: Actor, item: PaymentReturn, verb: str, state: str, reason: str) -> PaymentReturn:
    item.state, item.outcome = state, reason.strip()[:LONGEST_REASON]
    item.settled_by, item.settled_on = actor.account_id, clock.today()
    session.flush()
    audit.record(
        actor,
        f"payments.{verb}",
        item,
        number=item.month.number,
        file=item.line.number,
        sum=figures(item.fen),
        reason=reason.strip(),
    )
    return item
