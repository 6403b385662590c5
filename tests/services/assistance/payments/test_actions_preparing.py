"""Drawing up a list: what the decisions in force and the dues come to, month after month, and never twice; on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal import signoffs
from portal.db import session, transaction
from portal.errors import NotFound, RuleBroken
from portal.services.assistance.actions import owe, write_decision
from portal.services.assistance.models import SupportDue
from portal.services.assistance.payments import actions, listing
from portal.services.assistance.payments.chain import CHAIN
from portal.services.assistance.payments.models import PaymentDifference, PaymentLine, PaymentMonth
from portal.services.assistance.sums import Sums
from tests.factories import assistance, payments, staff
from tests.factories.payments import DECEMBER, NOVEMBER

pytestmark = pytest.mark.usefixtures("database", "unrendered")


def lines(month_id: int) -> list[PaymentLine]:
    """The lines of a list, in their order."""
    return list(
        session.scalars(
            select(PaymentLine).where(PaymentLine.month_id == month_id).order_by(PaymentLine.position)
        )
    )


def differences(month_id: int) -> dict[str, PaymentDifference]:
    """The differences of a list, by kind."""
    found = session.scalars(select(PaymentDifference).where(PaymentDifference.month_id == month_id))
    return {one.kind: one for one in found}


class TestPrepareMonth:
    def test_a_line_says_what_the_decision_says(self) -> None:
        with transaction():
            far = assistance.make_file(1, unit="C2")
            near = assistance.make_file(3, 110_000, extra_fen=5_000)
            numbers = near.number, far.number
        key = payments.prepare()
        with transaction("read"):
            first, second = lines(key)
            assert (first.number, second.number) == numbers, "by community, then by file"
            assert (first.position, second.position) == (1, 2)
            assert (first.persons, first.standard_fen, first.base_fen, first.extra_fen) == (
                3,
                64_000,
                82_000,
                5_000,
            )
            assert (first.net_fen, first.account, first.account_tail) == (87_000, assistance.ACCOUNT, "0004")
            assert first.decision_number == near_decision(first)
            batch = payments.stored(key)
            assert (batch.state, batch.number) == ("checking", "S-DB-202611-00")
            assert (batch.households, batch.persons, batch.net_fen) == (2, 4, 151_000)
            assert (batch.base_fen, batch.extra_fen) == (146_000, 5_000)

    def test_asked_for_twice_there_is_one_batch_and_one_list(self) -> None:
        with transaction():
            assistance.make_file()
        first = payments.prepare()
        assert payments.prepare() == first
        with transaction("read"):
            assert len(lines(first)) == 1
            assert len(session.scalars(select(PaymentMonth)).all()) == 1

    def test_only_a_street_in_sight_and_a_scheme_that_pays(self) -> None:
        with transaction():
            other = {"street_id": staff.unit("S2").id, "month": NOVEMBER}
            with pytest.raises(NotFound):
                actions.prepare_month(staff.actor("clerk"), scheme="minimum_living", **other)
            own = {"street_id": staff.unit("S").id, "month": NOVEMBER}
            with pytest.raises(RuleBroken):
                actions.prepare_month(staff.actor("clerk"), scheme="marginal_income", **own)

    def test_no_month_is_missed_and_none_overtaken(self) -> None:
        with transaction():
            assistance.make_file()
        payments.prepare(NOVEMBER)
        for month in (DECEMBER, dt.date(2026, 10, 1), dt.date(2027, 1, 1)):
            with pytest.raises(RuleBroken) as refused, transaction():
                actions.prepare_month(
                    staff.actor("clerk"), scheme="minimum_living", street_id=staff.unit("S").id, month=month
                )
            assert refused.value.field == "month"

    def test_a_stopped_household_is_no_longer_listed(self) -> None:
        with transaction():
            file = assistance.make_file()
            kept = assistance.make_file().number
            change = assistance_change(file)
            write_decision(
                staff.actor("reviewer"),
                file,
                kind="stop",
                effective_month=NOVEMBER,
                sums=Sums.nothing(),
                change=change,
            )
        key = payments.prepare()
        with transaction("read"):
            assert [line.number for line in lines(key)] == [kept]


class TestDues:
    def test_arrears_are_paid_and_a_recovery_is_taken_but_never_below_nothing(self) -> None:
        with transaction():
            reviewer = staff.actor("reviewer")
            owed = assistance.make_file(1)
            owing = assistance.make_file(1)
            owe(
                reviewer,
                owed,
                kind="arrears",
                fen=4_000,
                first_month=dt.date(2026, 10, 1),
                reason="标准调整补发",
            )
            owe(
                reviewer,
                owing,
                kind="recovery",
                fen=-100_000,
                first_month=dt.date(2026, 10, 1),
                reason="多发扣回",
            )
        key = payments.prepare()
        with transaction("read"):
            first, second = lines(key)
            assert (first.arrears_fen, first.net_fen) == (4_000, 68_000)
            assert (second.recovery_fen, second.rest_fen, second.net_fen) == (64_000, 36_000, 0)
        payments.approve(key)
        with transaction("read"):
            rest = session.scalars(select(SupportDue).where(SupportDue.settled_month.is_(None))).all()
            assert [(due.kind, due.fen, due.first_month) for due in rest] == [("recovery", -36_000, DECEMBER)]
        payments.pay(payments.send(key))
        following = payments.prepare(DECEMBER)
        with transaction("read"):
            first, second = lines(following)
            assert (first.arrears_fen, first.net_fen) == (0, 64_000), "paid once"
            assert (second.recovery_fen, second.rest_fen, second.net_fen) == (36_000, 0, 28_000)

    def test_drawing_up_anew_counts_every_due_once(self) -> None:
        with transaction():
            file = assistance.make_file(1)
            owe(staff.actor("reviewer"), file, kind="arrears", fen=4_000, first_month=NOVEMBER, reason="补发")
        first = payments.prepare()
        payments.prepare()
        with transaction("read"):
            assert [line.net_fen for line in lines(first)] == [68_000]
            assert listing.count_outdated(payments.stored(first)) == 0

    @pytest.mark.both
    def test_a_household_that_is_only_owed_something_is_listed_with_that(self) -> None:
        with transaction():
            file = assistance.make_file(1, start_month=DECEMBER)
            owe(staff.actor("reviewer"), file, kind="arrears", fen=700, first_month=NOVEMBER, reason="补发")
        with transaction("read"):
            pass
        key = payments.prepare()
        with transaction("read"):
            assert [(line.base_fen, line.net_fen) for line in lines(key)] == [(0, 700)]


class TestDifferences:
    def test_new_stopped_and_changed_each_with_its_decision(self) -> None:
        with transaction():
            same, falls, goes = assistance.make_file(), assistance.make_file(2), assistance.make_file()
            keys = same.id, falls.id, goes.id
        payments.pay(payments.send(payments.approve(payments.prepare(NOVEMBER))))
        with transaction():
            reviewer = staff.actor("reviewer")
            same, falls, goes = (session.get_one(type(same), key) for key in keys)
            write_decision(
                reviewer,
                falls,
                kind="increase",
                effective_month=DECEMBER,
                sums=assistance.difference(2, 0, 70_000),
            )
            write_decision(
                reviewer,
                goes,
                kind="stop",
                effective_month=DECEMBER,
                sums=Sums.nothing(),
                change=assistance_change(goes),
            )
            assistance.make_file(start_month=DECEMBER)
        key = payments.prepare(DECEMBER)
        with transaction("read"):
            found = differences(key)
            assert found.keys() == {"new", "stopped", "changed"}
            assert (found["changed"].before_fen, found["changed"].after_fen) == (128_000, 140_000)
            assert (found["stopped"].before_fen, found["stopped"].after_fen) == (64_000, 0)
            assert (found["stopped"].why, found["new"].why) == ("stop", "grant")
            assert all(one.decision_number for one in found.values())
            batch, before = payments.stored(key), 64_000 + 128_000 + 64_000
            assert batch.same_households == 1
            assert batch.net_fen == before + sum(one.after_fen - one.before_fen for one in found.values())


class TestPrepareExtra:
    def test_a_price_subsidy_is_so_much_a_person(self) -> None:
        with transaction():
            assistance.make_file(3)
            assistance.make_file(1)
            batch = actions.prepare_extra(
                staff.actor("clerk"),
                scheme="minimum_living",
                street_id=staff.unit("S").id,
                month=NOVEMBER,
                kind="subsidy",
                reason="示范区发改〔2026〕7号",
                rate_fen=1_850,
            )
            key = batch.id
        payments.running.run_pending()
        with transaction("read"):
            assert [(line.persons, line.net_fen) for line in lines(key)] == [(3, 5_550), (1, 1_850)]
            assert payments.stored(key).number == "S-DB-202611-01"
        payments.approve(key)

    def test_a_supplementary_batch_wants_an_approved_month_and_something_owed(self) -> None:
        with transaction():
            assistance.make_file()
        asked = {"scheme": "minimum_living", "month": NOVEMBER, "reason": "补发"}
        with pytest.raises(RuleBroken), transaction():
            actions.prepare_extra(staff.actor("clerk"), street_id=staff.unit("S").id, **asked)
        payments.approve(payments.prepare())
        with pytest.raises(RuleBroken), transaction():
            actions.prepare_extra(staff.actor("clerk"), street_id=staff.unit("S").id, **asked)

    @pytest.mark.both
    def test_a_discarded_one_leaves_what_is_owed(self) -> None:
        with transaction():
            file = assistance.make_file()
        payments.approve(payments.prepare())
        with transaction():
            file = session.get_one(type(file), file.id)
            owe(staff.actor("reviewer"), file, kind="repay", fen=700, first_month=NOVEMBER, reason="补发")
            batch = actions.prepare_extra(
                staff.actor("clerk"),
                scheme="minimum_living",
                street_id=staff.unit("S").id,
                month=NOVEMBER,
                reason="补发",
            )
            key = batch.id
        payments.running.run_pending()
        with transaction():
            assert [line.net_fen for line in lines(key)] == [700]
            actions.discard_batch(staff.actor("clerk"), payments.stored(key), version=None, reason="建错了")
        with transaction("read"):
            assert (payments.stored(key).state, payments.stored(key).net_fen, lines(key)) == (
                "discarded",
                0,
                [],
            )
            assert session.scalars(select(SupportDue.payment_line_id)).all() == [None]

    @pytest.mark.both
    def test_a_number_is_never_given_twice_and_signatures_stay_with_theirs(self) -> None:
        with transaction():
            assistance.make_file()
        payments.approve(payments.prepare())
        first = self._subsidy()
        with transaction():
            actions.submit_month(staff.actor("clerk"), payments.stored(first), version=None)
        with transaction():
            actions.return_month(staff.actor("reviewer"), payments.stored(first), version=None, reason="错")
        with transaction():
            actions.discard_batch(staff.actor("clerk"), payments.stored(first), version=None, reason="错")
        second = self._subsidy()
        with transaction("read"):
            assert payments.stored(first).number == "S-DB-202611-01"
            assert payments.stored(second).number == "S-DB-202611-02"
            assert not signoffs.signed(payments.stored(second), CHAIN)

    @pytest.mark.parametrize(
        ("month", "rate", "field"),
        [
            (dt.date(9999, 12, 1), 1_000, "month"),
            (dt.date(2027, 1, 1), 1_000, "month"),
            (dt.date(2026, 4, 1), 1_000, "month"),
            (dt.date(1, 1, 1), 1_000, "month"),
            (NOVEMBER, 1_000_001, "rate"),
            (NOVEMBER, 0, "rate"),
        ],
    )
    def test_month_and_rate_stay_within_reason(self, month: dt.date, rate: int, field: str) -> None:
        with transaction():
            assistance.make_file()
        with pytest.raises(RuleBroken) as refused:
            self._subsidy(month, rate)
        assert refused.value.field == field

    @staticmethod
    def _subsidy(month: dt.date = NOVEMBER, rate: int = 1_000) -> int:
        with transaction():
            clerk, street = staff.actor("clerk"), staff.unit("S").id
            more: dict[str, Any] = {"kind": "subsidy", "reason": "物价文件", "rate_fen": rate}
            key = actions.prepare_extra(
                clerk, scheme="minimum_living", street_id=street, month=month, **more
            ).id
        payments.running.run_pending()
        return key


def near_decision(line: PaymentLine) -> str:
    """The number of the decision that a line names by its key."""
    return next(d.number for d in line.file.decisions if d.id == line.decision_id)


def assistance_change(file: object) -> object:
    """A change about which nobody is left to hear, so that a stop may be written."""
    from portal.services.assistance.models import SupportChange

    clerk = staff.actor("clerk")
    change = SupportChange(
        file=file,
        kind="stop",
        effective_month=NOVEMBER,
        nobody_to_hear=True,
        proposed_by=clerk.account_id,
        proposed_on=dt.date(2026, 11, 1),
        state="decided",
    )
    session.add(change)
    session.flush()
    return change
