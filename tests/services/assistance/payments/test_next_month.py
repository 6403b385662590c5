"""The month that follows: an account that bounced, a list that is withdrawn, a month with nobody, a pay day that has passed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services.assistance.actions import BankAccount, change_account
from portal.services.assistance.models import SupportFile
from portal.services.assistance.payments import actions, documents, queries
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import PaymentAnomaly
from tests.factories import assistance, payments, staff
from tests.factories.payments import DECEMBER, NOVEMBER

pytestmark = pytest.mark.usefixtures("database", "unrendered")
OCTOBER = dt.date(2026, 10, 1)


def _prepare(month: dt.date, *, scheme: str = "minimum_living") -> None:
    clerk = staff.actor("clerk")
    actions.prepare_month(clerk, scheme=scheme, street_id=staff.unit("S").id, month=month)


def _codes(month_id: int) -> set[str]:
    statement = select(PaymentAnomaly.code).where(
        PaymentAnomaly.month_id == month_id, PaymentAnomaly.weight == "block"
    )
    return set(session.scalars(statement))


class TestReturnedAccount:
    def test_it_blocks_the_next_list_until_it_is_dealt_with(self) -> None:
        with transaction():
            first, calm = assistance.make_file(), assistance.make_file()
            calm.account_index = "another"
            key = first.id
        paid = payments.pay(
            payments.send(payments.approve(payments.prepare())), returns=[ReturnEntry(1, "account_closed")]
        )
        december = payments.prepare(DECEMBER)
        with transaction("read"):
            assert _codes(december) == {"account_returned"}
            assert "account_returned" not in _codes(paid), "a list does not speak of its own returns"
        with transaction(), pytest.raises(RuleBroken, match="必须处理"):
            actions.submit_month(staff.actor("clerk"), payments.stored(december), version=None)
        with transaction():
            file = session.get_one(SupportFile, key)
            bank = BankAccount("示范农商银行", "6222000000000000012", file.head_name)
            change_account(staff.actor("clerk"), file, version=None, bank=bank, confirmed=True)
            payments.stored(december).state = "checking"
        december = payments.prepare(DECEMBER)
        with transaction("read"):
            assert _codes(december) == set()


class TestWithdraw:
    def test_a_months_own_list_may_be_withdrawn_and_drawn_up_once_more(self) -> None:
        with transaction():
            assistance.make_file()
        key = payments.prepare()
        with transaction():
            batch = payments.stored(key)
            for reason, ok in (("", False), ("误点", True)):
                if ok:
                    actions.discard_batch(staff.actor("clerk"), batch, version=None, reason=reason)
                else:
                    with pytest.raises(RuleBroken):
                        actions.discard_batch(staff.actor("clerk"), batch, version=None, reason=reason)
            assert (batch.state, batch.households) == ("discarded", 0)
            assert queries.find_last_regular(batch.street_id, batch.scheme) is None
            standing = queries.overview(staff.actor("clerk"), NOVEMBER)[0]
            assert (standing.batch, standing.is_empty) == (None, False)
        assert payments.prepare() == key
        with transaction("read"):
            assert payments.stored(key).households == 1
        payments.approve(key)
        with transaction(), pytest.raises(RuleBroken, match="请先退回"):
            actions.discard_batch(staff.actor("clerk"), payments.stored(key), version=None, reason="误点")


class TestNobody:
    def test_no_list_is_made_for_a_month_in_which_nobody_is_due_anything(self) -> None:
        with transaction():
            assistance.make_file(decided_on=dt.date(2026, 11, 20))  # paid from December
            with pytest.raises(RuleBroken, match="2026-11没有要发放的"):
                _prepare(NOVEMBER)
            assert [one.is_empty for one in queries.overview(staff.actor("clerk"), NOVEMBER)] == [True]
            _prepare(DECEMBER)
            assert queries.month_to_pay(staff.actor("clerk")) == DECEMBER

    def test_a_month_with_nobody_does_not_keep_the_next_one_waiting(self) -> None:
        with transaction():
            assistance.make_file()
        clock.fix_today(dt.date(2026, 10, 20))
        october = payments.prepare(OCTOBER)
        payments.approve(october)
        clock.fix_today(dt.date(2026, 11, 22))
        with transaction(), pytest.raises(RuleBroken, match="2026-11的名单还没有编制"):
            _prepare(DECEMBER)


class TestDays:
    def test_the_month_next_to_pay_leads_and_no_paper_orders_a_day_that_has_passed(self) -> None:
        with transaction():
            assistance.make_file()
            assert queries.month_to_pay(staff.actor("clerk")) == NOVEMBER
        key = payments.approve(payments.prepare())
        with transaction("read"):
            batch = payments.stored(key)
            assert batch.pay_on == dt.date(2026, 11, 15)
            assert documents.payment_approval(batch).pay_on == clock.today()
            assert queries.list_months(staff.actor("clerk"))[:2] == [NOVEMBER, DECEMBER]
        payments.pay(payments.send(key))
        with transaction("read"):
            assert queries.list_months(staff.actor("clerk"))[:2] == [DECEMBER, NOVEMBER]
