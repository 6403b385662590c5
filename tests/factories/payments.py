"""Made-up payment months: a list drawn up, approved, sent to the bank and paid, each step by whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.db import session, transaction
from portal.jobs import running
from portal.services.assistance.payments import actions, job
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import PaymentMonth
from tests.factories import staff

NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)
PAID_ON = dt.date(2026, 11, 22)
__all__ = ["DECEMBER", "NOVEMBER", "PAID_ON", "approve", "job", "pay", "prepare", "running", "send", "stored"]


def stored(month_id: int) -> PaymentMonth:
    """The batch as it is stored now; call inside a transaction."""
    return session.get_one(PaymentMonth, month_id)


def prepare(month: dt.date = NOVEMBER, *, scheme: str = "minimum_living") -> int:
    """The month's list of the street S, drawn up; opens its own transactions. Gives the batch's key."""
    with transaction():
        clerk = staff.actor("clerk")
        batch = actions.prepare_month(clerk, scheme=scheme, street_id=staff.unit("S").id, month=month)
        key = batch.id
    running.run_pending()
    return key


def approve(month_id: int) -> int:
    """All three signatures on a list without anything that blocks."""
    for verb, who in (
        (actions.submit_month, "clerk"),
        (actions.review_month, "reviewer"),
        (actions.approve_month, "leader"),
    ):
        with transaction():
            verb(staff.actor(who), stored(month_id), version=None)
    return month_id


def send(month_id: int) -> int:
    """The file for the bank, made."""
    with transaction():
        actions.export_bank_file(
            staff.actor("reviewer"), stored(month_id), version=None, reason="送农商银行代发"
        )
    running.run_pending()
    return month_id


def pay(month_id: int, *, returns: Sequence[ReturnEntry] = (), on: dt.date = PAID_ON) -> int:
    """The bank's answer: everything is paid but the returns."""
    with transaction():
        actions.enter_result(staff.actor("clerk"), stored(month_id), version=None, on=on, returns=returns)
    return month_id
