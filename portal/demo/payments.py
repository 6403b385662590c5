"""The demo's money: paid months with what the bank returned, this month's list on its way, one adjustment done, one waiting."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.families import account_of
from portal.demo.office import demo_actor, unit_of
from portal.demo.support import STREET, file_of
from portal.services.assistance.actions import BankAccount
from portal.services.assistance.adjustments import actions as adjustments
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.months import next_month
from portal.services.assistance.payments import actions, queries
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import (
    PaymentAnomaly,
    PaymentLine,
    PaymentMonth,
    PaymentReturn,
)
from portal.services.assistance.payments.practice import BLOCK
from portal.services.assistance.schemes import FLAT, MINIMUM_LIVING

FIRST, SECOND, NEXT = 60_000, 64_000, 68_000
REASON = "送农商银行代发"
RETURNS = (("mother_and_son", "account_closed"), ("farm_man", "account_dormant"))


def tell_payments(diary: Diary) -> None:
    """Lists, returns and adjustments."""
    _tell_adjustments(diary)
    for months in (-2, -1):
        _tell_paid_month(diary, months, MINIMUM_LIVING)
    _tell_paid_month(diary, -1, FLAT)
    diary.on(diary.in_month(-1, 24), _archive, diary.month(-2))
    diary.on(diary.in_month(-1, 20), _pay_again, diary)
    month = diary.month(0)
    diary.on(diary.in_month(0, 5), _prepare, month, MINIMUM_LIVING, asks_job=True)
    diary.on(diary.in_month(0, 6), _withhold, diary, month, RETURNS[1][0])
    diary.on(diary.in_month(0, 6), _submit, month, MINIMUM_LIVING)
    diary.on(diary.in_month(0, 9), _review, month, MINIMUM_LIVING)


def tell_pending_adjustment(diary: Diary) -> None:
    """640 to 680 from next month on is previewed and waits for the second person; told last, for a change after the preview
    would refuse the approval."""
    diary.on(diary.today, _adjust, SECOND, NEXT, asks_job=True)


def _tell_adjustments(diary: Diary) -> None:
    """600 to 640 was carried out."""
    diary.on(diary.in_month(-5, 18), _adjust, FIRST, SECOND, asks_job=True)
    diary.on(diary.in_month(-5, 20), _approve_adjustment, asks_job=True)


def _adjust(old: int, new: int) -> None:
    day = clock.today()
    adjustments.enter_adjustment(
        demo_actor("clerk"),
        scheme=MINIMUM_LIVING,
        area="urban",
        old_fen=old,
        new_fen=new,
        effective_month=next_month(day),
        decided_on=day - dt.timedelta(days=1),
        source=f"示范区民发〔{day.year}〕{day.month + 7}号",
        note=f"城市低保标准由每人每月{old // 100}元调整为{new // 100}元",
    )


def _approve_adjustment() -> None:
    found = session.scalars(select(Adjustment).order_by(Adjustment.id)).one()
    adjustments.approve_adjustment(demo_actor("leader"), found, version=None)


def _tell_paid_month(diary: Diary, months: int, scheme: str) -> None:
    """A month's list from its drawing up to the bank's answer; last month's of the allowance had returns."""
    month = diary.month(months)
    returns = RETURNS if months == -1 and scheme == MINIMUM_LIVING else ()
    diary.on(diary.in_month(months, 5), _prepare, month, scheme, asks_job=True)
    diary.on(diary.in_month(months, 6), _submit, month, scheme)
    diary.on(diary.in_month(months, 7), _review, month, scheme)
    diary.on(diary.in_month(months, 8), _approve, month, scheme, asks_job=True)
    diary.on(diary.in_month(months, 15), _enter_result, diary, month, scheme, returns)


def _batch(month: dt.date, scheme: str) -> PaymentMonth:
    found = queries.find_regular(unit_of(STREET).id, scheme, month)
    if found is None:
        raise LookupError(f"{scheme} {month}")
    return found


def _prepare(month: dt.date, scheme: str) -> None:
    actions.prepare_month(demo_actor("clerk"), scheme=scheme, street_id=unit_of(STREET).id, month=month)


def _submit(month: dt.date, scheme: str) -> None:
    actions.submit_month(demo_actor("clerk"), _batch(month, scheme), version=None)


def _review(month: dt.date, scheme: str) -> None:
    actions.review_month(demo_actor("reviewer"), _batch(month, scheme), version=None)


def _approve(month: dt.date, scheme: str) -> None:
    """Approved by the leader, and the file handed to the bank."""
    batch = _batch(month, scheme)
    actions.approve_month(demo_actor("leader"), batch, version=None)
    actions.export_bank_file(demo_actor("reviewer"), batch, version=None, reason=REASON)


def _enter_result(diary: Diary, month: dt.date, scheme: str, returns: tuple[tuple[str, str], ...]) -> None:
    batch = _batch(month, scheme)
    lines = {line.file_id: line.position for line in _lines(batch)}
    entries = [ReturnEntry(lines[diary.keys[key]], code) for key, code in returns]
    actions.enter_result(demo_actor("clerk"), batch, version=None, on=clock.today(), returns=entries)


def _lines(batch: PaymentMonth) -> list[PaymentLine]:
    return list(session.scalars(select(PaymentLine).where(PaymentLine.month_id == batch.id)))


def _withhold(diary: Diary, month: dt.date, key: str) -> None:
    """The other return waits: its household is left out this month, and is owed it."""
    batch, file = _batch(month, MINIMUM_LIVING), file_of(diary, key)
    statement = select(PaymentAnomaly).where(
        PaymentAnomaly.month_id == batch.id, PaymentAnomaly.file_id == file.id, PaymentAnomaly.weight == BLOCK
    )
    for anomaly in session.scalars(statement).all():
        reason = "上月退票，账户尚未核实，本月暂缓"
        actions.leave_out_line(demo_actor("clerk"), anomaly, version=None, reason=reason, comes_later=True)


def _pay_again(diary: Diary) -> None:
    """One of the returns is mended: the family has brought its new passbook, and the next list pays once more."""
    file = file_of(diary, RETURNS[0][0])
    item = session.scalars(select(PaymentReturn).where(PaymentReturn.file_id == file.id)).one()
    bank = BankAccount(file.bank_name, account_of(900), file.head_name)
    actions.pay_again(demo_actor("clerk"), item, version=None, bank=bank, reason="原账户已销户，已登记新存折")


def _archive(month: dt.date) -> None:
    actions.archive_month(demo_actor("clerk"), _batch(month, MINIMUM_LIVING), version=None)
