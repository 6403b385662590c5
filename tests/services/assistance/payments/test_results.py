"""The bank and its answer: the file and its digest, what comes back, what is paid once more and never twice; scenario 6."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents.queries import list_documents_of
from portal.errors import Conflict, RuleBroken
from portal.residents.actions import record_death
from portal.residents.models import Resident
from portal.services.assistance.actions import BankAccount
from portal.services.assistance.models import SupportDue, SupportFile
from portal.services.assistance.payments import actions, bank
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth, PaymentReturn
from portal.services.items.senior_card.models import SeniorCard
from portal.standards.amounts import amounts_agree
from portal.standards.sheets import read_rows
from tests.factories import assistance, payments, residents, services, staff
from tests.factories.payments import DECEMBER, NOVEMBER
from tests.services.assistance.payments.test_routes import returned

pytestmark = pytest.mark.usefixtures("database", "unrendered")
NEW_ACCOUNT = "6222000000000000020"


def paid(files: int = 2, returns: tuple[ReturnEntry, ...] = ()) -> int:
    """A paid November of so many households of one."""
    with transaction():
        for _ in range(files):
            assistance.make_file()
    return payments.pay(payments.send(payments.approve(payments.prepare())), returns=returns)


def only_return() -> PaymentReturn:
    """The one return there is."""
    return session.scalars(select(PaymentReturn)).one()


class TestExportBankFile:
    def test_the_file_says_what_the_list_says_and_is_the_same_each_time(self) -> None:
        with transaction():
            assistance.make_file(3, 100_001)
            assistance.make_file(bank=False)
        key = payments.prepare()
        with transaction():
            from portal.services.assistance.payments.models import PaymentAnomaly

            anomaly = session.scalars(
                select(PaymentAnomaly).where(PaymentAnomaly.code == "account_missing")
            ).one()
            actions.keep_line(staff.actor("clerk"), anomaly, version=None, reason="现金发放")
        payments.send(payments.approve(key))
        with transaction("read"):
            batch = payments.stored(key)
            file = bank.make_file(batch)
            assert (file.rows, file.fen, file.cash_rows, file.cash_fen) == (1, 91_999, 1, 64_000)
            assert file.digest == batch.file_digest == bank.make_file(batch).digest
            cells = [row.cells for row in read_rows(io.BytesIO(file.content))][1]
            assert cells[0] == 1
            assert cells[4] == assistance.ACCOUNT
            assert cells[5] == 919.99
            papers = {paper.kind: paper.frozen["facts"] for paper in list_documents_of("PaymentMonth", key)}
            assert papers.keys() == {"payment_approval", "payment_control_slip"}
            slip = papers["payment_control_slip"]
            assert amounts_agree(slip["figures"].replace(",", ""), slip["capitals"])
            assert [one["label"] for one in papers["payment_approval"]["signers"]] == ["制表", "审核", "审批"]
            entry = session.scalars(
                select(AuditEntry).where(AuditEntry.verb == "payments.export_bank_file")
            ).one()
            assert entry.facts["digest"] == file.digest
            assert entry.facts["reason"] == "送农商银行代发"

    def test_not_before_approval_and_not_without_a_reason(self) -> None:
        with transaction():
            assistance.make_file()
        key = payments.prepare()
        with pytest.raises(RuleBroken), transaction():
            actions.export_bank_file(
                staff.actor("reviewer"), payments.stored(key), version=None, reason="送银行"
            )
        payments.approve(key)
        with pytest.raises(RuleBroken) as refused, transaction():
            actions.export_bank_file(staff.actor("reviewer"), payments.stored(key), version=None, reason=" ")
        assert refused.value.field == "reason"


class TestReadReturns:
    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("账户已销户", "account_closed"),
            ("户名不符", "account_wrong"),
            ("客户死亡", "death"),
            ("系统忙", "other"),
        ],
    )
    def test_the_bank_s_words_become_a_code(self, words: str, code: str) -> None:
        key = paid(1)
        with transaction("read"):
            number = session.scalars(select(PaymentLine.number)).one()
            entries = bank.read_returns(io.BytesIO(returned((number, 640.00, words))), payments.stored(key))
            assert entries == [ReturnEntry(1, code, words, 64_000)]

    def test_an_unknown_household_is_named_with_its_row(self) -> None:
        key = paid(1)
        with transaction("read"), pytest.raises(RuleBroken) as refused:
            bank.read_returns(io.BytesIO(returned(("没有的户号", 640.00, ""))), payments.stored(key))
        assert "第 2 行" in str(refused.value)


class TestReturns:
    def test_what_came_back_is_counted_and_is_an_item(self) -> None:
        key = paid(2, (ReturnEntry(2, "account_closed"),))
        with transaction("read"):
            batch = payments.stored(key)
            assert (batch.returned_households, batch.returned_fen) == (1, 64_000)
            assert only_return().state == "open"
            states = session.scalars(select(PaymentLine.state).order_by(PaymentLine.position)).all()
            assert states == ["paid", "returned"]

    def test_one_line_comes_back_once(self) -> None:
        key = paid(2, (ReturnEntry(2, "account_closed"),))
        for position in (2, 3):
            with pytest.raises(RuleBroken), transaction():
                actions.enter_result(
                    staff.actor("clerk"),
                    payments.stored(key),
                    version=None,
                    on=payments.PAID_ON,
                    returns=[ReturnEntry(position, "other")],
                )

    @pytest.mark.both
    def test_a_corrected_account_is_paid_once_with_a_supplementary_batch(self) -> None:
        key = paid(2, (ReturnEntry(2, "account_closed"),))
        with transaction():
            item, clerk = only_return(), staff.actor("clerk")
            holder = item.file.head_name
            actions.pay_again(
                clerk,
                item,
                version=None,
                bank=BankAccount("示范农商银行", NEW_ACCOUNT, holder),
                reason="已换卡",
            )
        with pytest.raises(RuleBroken), transaction():
            actions.pay_again(staff.actor("clerk"), only_return(), version=None, bank=None, reason="再发")
        with transaction():
            extra = actions.prepare_extra(
                staff.actor("clerk"),
                scheme="minimum_living",
                street_id=staff.unit("S").id,
                month=NOVEMBER,
                reason="退票补发",
            ).id
        payments.running.run_pending()
        payments.pay(payments.send(payments.approve(extra)))
        with transaction("read"):
            line = session.scalars(select(PaymentLine).where(PaymentLine.month_id == extra)).one()
            assert (line.net_fen, line.account) == (64_000, NEW_ACCOUNT)
            assert only_return().state == "repaid"
            assert payments.stored(extra).number == "S-DB-202611-01"
        following = payments.prepare(DECEMBER)
        with transaction("read"):
            nets = session.scalars(select(PaymentLine.net_fen).where(PaymentLine.month_id == following)).all()
            assert nets == [64_000, 64_000], "the supplementary batch has paid it already"
        with pytest.raises(RuleBroken), transaction():
            actions.prepare_extra(
                staff.actor("clerk"),
                scheme="minimum_living",
                street_id=staff.unit("S").id,
                month=NOVEMBER,
                reason="再补一次",
            )
        assert key != extra

    def test_a_new_account_is_entered_as_on_the_page_of_the_file(self) -> None:
        """A passbook wants a second look; the trail has the tail only; a file that was changed since, or stopped, is refused."""
        paid(1, (ReturnEntry(1, "account_closed"),))
        with transaction("read"):
            book = BankAccount("示范农商银行", assistance.PASSBOOK, only_return().file.head_name)
        asked: dict[str, Any] = {"version": None, "bank": book, "reason": "换存折"}
        with pytest.raises(RuleBroken) as refused, transaction():
            actions.pay_again(staff.actor("clerk"), only_return(), **asked)
        assert refused.value.field == "confirmed"
        with pytest.raises(Conflict), transaction():
            actions.pay_again(staff.actor("clerk"), only_return(), confirmed=True, file_version=99, **asked)
        with transaction():
            only_return().file.state = "stopped"
        with pytest.raises(RuleBroken, match="停保"), transaction():
            actions.pay_again(staff.actor("clerk"), only_return(), confirmed=True, **asked)
        with transaction():
            only_return().file.state = "active"
            actions.pay_again(staff.actor("clerk"), only_return(), confirmed=True, **asked)
        with transaction("read"):
            entry = session.scalars(
                select(AuditEntry).where(AuditEntry.verb == "assistance.change_account")
            ).one()
            assert (entry.facts["tail"], entry.facts["confirmed"]) == (assistance.PASSBOOK[-4:], True)
            assert assistance.PASSBOOK not in str(entry.facts)

    def test_or_with_the_next_month(self) -> None:
        paid(1, (ReturnEntry(1, "account_frozen"),))
        with transaction():
            actions.pay_again(staff.actor("clerk"), only_return(), version=None, bank=None, reason="已解冻")
        following = payments.pay(payments.send(payments.approve(payments.prepare(DECEMBER))))
        with transaction("read"):
            assert session.scalars(
                select(PaymentLine.net_fen).where(PaymentLine.month_id == following)
            ).all() == [128_000]
            assert only_return().state == "repaid"

    def test_a_stopped_account_blocks_later_lists(self) -> None:
        paid(1, (ReturnEntry(1, "account_closed"),))
        with transaction():
            actions.stop_return(staff.actor("clerk"), only_return(), version=None, reason="本人联系不上")
        following = payments.prepare(DECEMBER)
        with pytest.raises(RuleBroken), transaction():
            actions.submit_month(staff.actor("clerk"), payments.stored(following), version=None)

    def test_the_archive_waits_for_every_return(self) -> None:
        key = paid(1, (ReturnEntry(1, "other"),))
        with pytest.raises(RuleBroken), transaction():
            actions.archive_month(staff.actor("clerk"), payments.stored(key), version=None)
        with transaction():
            actions.stop_return(staff.actor("clerk"), only_return(), version=None, reason="已退出")
        with transaction():
            actions.archive_month(staff.actor("clerk"), payments.stored(key), version=None)
            assert payments.stored(key).state == "archived"


def test_scenario_06() -> None:
    """The sole recipient died and December comes back: account stopped, shown as 退票, not paid again, card to be cancelled."""
    clock.fix_today(dt.date(2026, 12, 1))
    with transaction():
        services.seed()
        person = residents.make_resident(birth_date=dt.date(1950, 3, 4))
        services.card_on_the_spot(person)
        file_id, person_id = assistance.make_file(people=[person]).id, person.id
    key = payments.send(payments.approve(payments.prepare(DECEMBER)))
    clock.fix_today(dt.date(2026, 12, 20))
    with transaction():
        person = session.get_one(Resident, person_id)
        record_death(
            staff.actor("clerk"), person, version=None, death_date=dt.date(2026, 12, 5), source="死亡医学证明"
        )
    with transaction("read"):
        number = session.scalars(select(PaymentLine.number)).one()
        entries = bank.read_returns(
            io.BytesIO(returned((number, 640.00, "户主死亡，账户已销户"))), payments.stored(key)
        )
    payments.pay(key, returns=entries, on=dt.date(2026, 12, 20))
    with transaction("read"):
        item = only_return()
        assert (item.state, item.reason_code) == ("stopped", "death")
        assert session.scalars(select(PaymentLine.state)).one() == "returned"
        assert not session.scalars(select(SupportDue)).all()
        assert session.scalars(select(SeniorCard)).one().proposal == "death"
    with pytest.raises(RuleBroken), transaction():
        actions.pay_again(staff.actor("clerk"), only_return(), version=None, bank=None, reason="再发")
    following = payments.prepare(dt.date(2027, 1, 1))
    with pytest.raises(RuleBroken), transaction():
        actions.submit_month(staff.actor("clerk"), session.get_one(PaymentMonth, following), version=None)
    with transaction("read"):
        assert session.get_one(SupportFile, file_id).number == number
