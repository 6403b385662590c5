"""Whatever comes first, the adjustment, a list, money withheld or returned, or the reversal: to the fen, each household has had,
or is owed, what the decisions in force gave it for every month that was listed.
"""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.jobs import running
from portal.services.assistance.adjustments import actions, auditing, releasing
from portal.services.assistance.models import SupportDue, SupportReview
from portal.services.assistance.months import add_months
from portal.services.assistance.payments import actions as paying
from portal.services.assistance.payments import listing
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth, PaymentReturn
from portal.services.assistance.payments.states import FINAL, REGULAR, WITHHELD
from tests.factories import adjustments as batch
from tests.factories import assistance, payments, staff

pytestmark = pytest.mark.usefixtures("database")
MAY = dt.date(2026, 5, 1)
OLD, NEW = 60_000, 64_000


class Street:
    """One street with two households, of one person and of two; `month` is the next to be listed."""

    def __init__(self) -> None:
        self.month, self.key, self.list_key = MAY, 0, 0
        clock.fix_today(dt.date(2026, 5, 20))
        with transaction():
            batch.make_standard(OLD)
            made = [
                assistance.make_file(size, standard_fen=OLD, decided_on=dt.date(2026, 4, 1))
                for size in (1, 2)
            ]
            self.files = {file.id: size for file, size in zip(made, (1, 2), strict=True)}

    def do(self, step: str) -> None:
        getattr(self, step)()

    def prepare(self) -> None:
        clock.fix_today(self.month.replace(day=21))
        self.list_key = payments.prepare(self.month)

    def approve(self) -> None:
        payments.approve(self.list_key)
        self.month = add_months(self.month, 1)

    def paid(self, returns: tuple[ReturnEntry, ...] = ()) -> None:
        self.prepare()
        self.approve()
        payments.pay(payments.send(self.list_key), returns=returns, on=clock.today())

    def withheld(self) -> None:
        """The first household's month is withheld and comes later."""
        self.prepare()
        with transaction():
            own = (PaymentLine.month_id == self.list_key, PaymentLine.position == 1)
            session.execute(update(PaymentLine).where(*own).values(state=WITHHELD, comes_later=True))
            listing.sum_up(payments.stored(self.list_key))
        self.approve()

    def returned(self) -> None:
        self.paid((ReturnEntry(1, "account_closed"),))

    def again(self) -> None:
        """Every open return is paid once more."""
        with transaction():
            for item in session.scalars(select(PaymentReturn).where(PaymentReturn.state == "open")):
                paying.pay_again(staff.actor("clerk"), item, version=None, bank=None, reason="已更正")

    def never(self) -> None:
        """Every open return is paid no more."""
        with transaction():
            for item in session.scalars(select(PaymentReturn).where(PaymentReturn.state == "open")):
                paying.stop_return(staff.actor("clerk"), item, version=None, reason="人已不在")

    def submitted(self) -> None:
        """The list waits for its approval while others go on."""
        self.prepare()
        with transaction():
            paying.submit_month(staff.actor("clerk"), payments.stored(self.list_key), version=None)

    def sent_back(self) -> None:
        """It turned out to be outdated: sent back, drawn up anew, approved."""
        with transaction():
            paying.return_month(
                staff.actor("leader"), payments.stored(self.list_key), version=None, reason="旧"
            )
        with transaction():
            paying.refreeze_month(staff.actor("clerk"), payments.stored(self.list_key), version=None)
        running.run_pending()
        self.approve()

    def hold(self) -> None:
        """Somebody looks at the first household's review; meanwhile it is an exception."""
        with transaction():
            session.add(SupportReview(file_id=next(iter(self.files)), due_on=clock.today()))

    def release(self) -> None:
        """The review is done, and the exception adjusted after all."""
        with transaction():
            (line,) = batch.lines(self.key, "exception")
            with pytest.raises(RuleBroken, match="核查"):
                releasing.ask_release(staff.actor("clerk"), line, version=None, reason="已核查")
            session.execute(update(SupportReview).values(done_on=clock.today()))
        with transaction():
            (line,) = batch.lines(self.key, "exception")
            releasing.ask_release(staff.actor("reviewer"), line, version=None, reason="已核查")
            with pytest.raises(Forbidden):
                releasing.approve_release(staff.actor("reviewer"), line, version=None)
        with transaction():
            (line,) = batch.lines(self.key, "exception")
            releasing.approve_release(staff.actor("leader"), line, version=None)
            with pytest.raises(RuleBroken):
                releasing.approve_release(staff.actor("leader"), line, version=None)
        with transaction("read"):
            found = batch.see(self.key)
            assert (found.households, found.exceptions) == (2, 0)
            assert auditing.audit_adjustment(found).is_sound

    def enter(self) -> None:
        self.key = batch.entered(OLD, NEW, run=None)

    def adjust(self) -> None:
        self.enter()
        assert batch.approve(self.key) == "done"

    def late_job(self) -> None:
        """A list is approved between the approval of the batch and its job: not carried out, previewed and approved again."""
        self.prepare()
        self.enter()
        with transaction():
            job_id = actions.approve_adjustment(staff.actor("leader"), batch.see(self.key), version=None).id
        self.approve()
        running.run_pending()
        assert batch.job_state(job_id) == "failed"
        with transaction():
            actions.preview_adjustment(staff.actor("clerk"), batch.see(self.key), version=None)
        running.run_pending()
        assert batch.approve(self.key) == "done"

    def reverse(self) -> None:
        assert batch.reverse(self.key) == "done"

    def late_reversal(self) -> None:
        """A list is approved between the approval of the reversal and its job."""
        with transaction():
            actions.ask_reversal(staff.actor("clerk"), batch.see(self.key), version=None, reason="文件有误")
        self.prepare()
        with transaction():
            actions.approve_reversal(staff.actor("leader"), batch.see(self.key), version=None)
        self.approve()
        running.run_pending()

    def balance(self, file_id: int) -> int:
        """What a household has had, and what is owed to it or may still come, in fen."""
        lines = select(PaymentLine).join(PaymentMonth).where(
            PaymentLine.file_id == file_id, PaymentMonth.state.in_(FINAL), PaymentLine.state != WITHHELD
        )  # fmt: skip
        total = sum(line.net_fen for line in session.scalars(lines))
        dues = select(SupportDue.fen).where(
            SupportDue.file_id == file_id,
            SupportDue.settled_month.is_(None),
            SupportDue.cancelled_on.is_(None),
        )
        total += sum(session.scalars(dues))
        for item in session.scalars(select(PaymentReturn).where(PaymentReturn.file_id == file_id)):
            if item.state in ("corrected", "repaid"):
                total -= item.fen
            elif item.state == "open":
                total -= item.unearned_fen
        return total

    def given(self, file_id: int, *, is_reversed: bool) -> int:
        """What the standards give for every month that was listed."""
        months = session.scalars(
            select(PaymentMonth.month).where(PaymentMonth.state.in_(FINAL), PaymentMonth.kind == REGULAR)
        ).all()
        return len(months) * self.files[file_id] * (OLD if is_reversed else NEW)


@pytest.mark.parametrize(
    "steps",
    [
        "paid hold adjust paid release paid reverse paid",
        "paid submitted adjust sent_back paid",
        "paid adjust withheld paid reverse paid",
        "paid adjust returned reverse again paid",
        "paid adjust paid late_reversal paid",
        "paid late_job withheld returned reverse again paid",
    ],
)
def test_every_order_reconciles_to_the_fen(steps: str) -> None:
    street = Street()
    for step in steps.split():
        street.do(step)
    with transaction("read"):
        for file_id in street.files:
            assert street.balance(file_id) == street.given(file_id, is_reversed="revers" in steps), steps


def test_money_that_never_comes_is_not_recovered() -> None:
    street = Street()
    for step in ("paid", "adjust", "returned", "reverse", "never"):
        street.do(step)
    with transaction("read"):
        first, other = street.files
        assert street.balance(other) == street.given(other, is_reversed=True)
        back = session.scalars(select(PaymentReturn)).one()
        assert street.balance(first) == street.given(first, is_reversed=True) + back.unearned_fen


def test_an_exception_is_settled_by_itself_with_a_reason() -> None:
    street = Street()
    for step in ("hold", "adjust"):
        street.do(step)
    with transaction():
        (line,) = batch.lines(street.key, "exception")
        clerk = staff.actor("clerk")
        with pytest.raises(RuleBroken) as refused:
            releasing.settle_exception(clerk, line, version=None, reason=" ")
        assert refused.value.field == "reason"
        with pytest.raises(Conflict):
            releasing.settle_exception(clerk, line, version=line.adjustment.version - 1, reason="渐退")
        releasing.settle_exception(clerk, line, version=line.adjustment.version, reason="渐退期满后办理")
        assert (line.outcome, line.note) == ("settled", "渐退期满后办理")
        with pytest.raises(RuleBroken):
            releasing.ask_release(clerk, line, version=None, reason="再试")
