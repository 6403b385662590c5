"""Checking and approving a list: what blocks it, what may be kept, four eyes, and that nothing changes afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import func, select

from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance.actions import owe, write_decision
from portal.services.assistance.models import SupportDecision, SupportDue, SupportFile
from portal.services.assistance.payments import actions, listing
from portal.services.assistance.payments.models import PaymentAnomaly, PaymentLine, PaymentMonth
from portal.services.assistance.queries import decisions_in_force
from tests.factories import assistance, payments, staff
from tests.factories.payments import DECEMBER, NOVEMBER

pytestmark = pytest.mark.usefixtures("database", "unrendered")


def found(month_id: int) -> dict[str, PaymentAnomaly]:
    """The anomalies of a list, by kind."""
    rows = session.scalars(select(PaymentAnomaly).where(PaymentAnomaly.month_id == month_id))
    return {one.code: one for one in rows}


def settle(month_id: int, code: str, **how: Any) -> None:
    """Leave out or keep the household of one anomaly."""
    with transaction():
        anomaly, clerk = found(month_id)[code], staff.actor("clerk")
        if "comes_later" in how:
            actions.leave_out_line(clerk, anomaly, version=None, reason="待核实", **how)
        else:
            actions.keep_line(clerk, anomaly, version=None, reason="已核实")


def refused(verb: Any, who: str, month_id: int, **more: Any) -> str:
    """The sentence with which a verb is refused."""
    with pytest.raises(RuleBroken) as error, transaction():
        verb(staff.actor(who), payments.stored(month_id), version=None, **more)
    return str(error.value)


class TestAnomalies:
    @pytest.mark.both
    def test_each_kind_is_found_where_it_is_and_nowhere_else(self) -> None:
        with transaction():
            calm = assistance.make_file()
            calm.next_review_on = DECEMBER
            dead, bare, rich = (assistance.make_file() for _ in range(3))
            for file in (dead, bare, rich):
                file.next_review_on = DECEMBER
            dead.head.death_date = dt.date(2026, 10, 3)
            bare.account_sealed = bare.account_index = None
            bare.account_tail = ""
            rich.account_index = "another"
            decision = rich.decisions[0]
            decision.base_fen = decision.total_fen = 70_000
            keys = {"deceased": dead.id, "account_missing": bare.id, "over_standard": rich.id}
        key = payments.prepare()
        with transaction("read"):
            rows = session.scalars(select(PaymentAnomaly).where(PaymentAnomaly.month_id == key)).all()
            assert {(one.code, one.file_id) for one in rows if one.weight == "block"} == set(keys.items())
            same = [one for one in rows if one.code == "same_account"]
            assert {one.weight for one in same} == {"warn"}
            assert len(same) == 2

    @pytest.mark.parametrize(
        ("holder", "basis", "is_told"),
        [("", "", False), ("原户主", "", True), ("原户主", "agreement", False)],
    )
    def test_an_account_in_another_s_name_rests_on_something(
        self, holder: str, basis: str, is_told: bool
    ) -> None:
        with transaction():
            file = assistance.make_file()
            file.account_holder, file.account_basis = holder or file.head_name, basis
        key = payments.prepare()
        with transaction("read"):
            assert ("account_anothers" in found(key)) is is_told

    def test_a_death_in_the_month_itself_is_none_yet(self) -> None:
        with transaction():
            assistance.make_file().head.death_date = NOVEMBER
        key = payments.prepare()
        with transaction("read"):
            assert "deceased" not in found(key)

    @pytest.mark.both
    def test_the_same_document_in_two_files(self) -> None:
        with transaction():
            first, second = assistance.make_file(), assistance.make_file()
            paper = first.head.primary_paper
            twin = second.head.primary_paper
            assert paper is not None
            assert twin is not None
            twin.number_index = paper.number_index
        key = payments.prepare()
        with transaction("read"):
            assert found(key)["duplicate_person"].details["files"]  # type: ignore[index]

    def test_what_blocks_must_be_settled_first(self) -> None:
        with transaction():
            assistance.make_file(bank=False)
            assistance.make_file()
        key = payments.prepare()
        assert "还有 1 项" in refused(actions.submit_month, "clerk", key)
        settle(key, "account_missing", comes_later=True)
        with transaction("read"):
            batch = payments.stored(key)
            assert (batch.households, batch.net_fen, batch.withheld_households) == (1, 64_000, 1)
        payments.approve(key)

    def test_a_settlement_outlives_drawing_up_anew(self) -> None:
        with transaction():
            assistance.make_file(bank=False)
            assistance.make_file()
        key = payments.prepare()
        settle(key, "account_missing", comes_later=False)
        payments.prepare()
        with transaction("read"):
            assert (found(key)["account_missing"].settled, found(key)["account_missing"].reason) == (
                "left_out",
                "待核实",
            )
            assert payments.stored(key).withheld_households == 1

    def test_a_line_without_decision_number_must_be_mended(self) -> None:
        with transaction():
            assistance.make_file().decisions[0].number = ""
        key = payments.prepare()
        with transaction("read"):
            assert found(key)["no_decision"].weight == "block"
        with pytest.raises(RuleBroken):
            settle(key, "no_decision")


class TestWithheld:
    @pytest.mark.both
    def test_what_is_withheld_comes_with_the_next_month(self) -> None:
        with transaction():
            assistance.make_file(bank=False)
            assistance.make_file()
        key = payments.prepare()
        settle(key, "account_missing", comes_later=True)
        payments.pay(payments.send(payments.approve(key)))
        following = payments.prepare(DECEMBER)
        with transaction("read"):
            nets = session.scalars(select(PaymentLine.net_fen).where(PaymentLine.month_id == following))
            assert sorted(nets) == [64_000, 128_000]

    def test_or_never(self) -> None:
        with transaction():
            assistance.make_file(bank=False)
            assistance.make_file()
        key = payments.prepare()
        settle(key, "account_missing", comes_later=False)
        payments.approve(key)
        with transaction("read"):
            assert not session.scalars(select(SupportDue)).all()


class TestApproveMonth:
    def test_four_eyes_and_the_order_of_signatures(self) -> None:
        with transaction():
            assistance.make_file()
        key = payments.prepare()
        with transaction():
            actions.submit_month(staff.actor("clerk"), payments.stored(key), version=None)
        assert "请先由“审核”签署" in refused(actions.approve_month, "leader", key)
        with pytest.raises(Forbidden), transaction():
            actions.review_month(staff.actor("clerk"), payments.stored(key), version=None)

    def test_one_person_with_two_posts_does_not_sign_twice(self) -> None:
        with transaction():
            assistance.make_file()
            posts = [(role, staff.unit("S")) for role in ("clerk", "reviewer", "leader")]
            staff.make_account("both", "测试两岗", *posts)
        with transaction():
            batch = actions.prepare_month(
                staff.actor("both", "clerk"),
                scheme="minimum_living",
                street_id=staff.unit("S").id,
                month=NOVEMBER,
            )
            key = batch.id
        payments.running.run_pending()
        with transaction():
            actions.submit_month(staff.actor("clerk"), payments.stored(key), version=None)
        with pytest.raises(Forbidden), transaction():
            actions.review_month(staff.actor("both", "reviewer"), payments.stored(key), version=None)
        with transaction():
            actions.review_month(staff.actor("reviewer"), payments.stored(key), version=None)
        with pytest.raises(Forbidden), transaction():
            actions.approve_month(staff.actor("both", "leader"), payments.stored(key), version=None)

    def test_who_settled_an_anomaly_of_the_list_does_not_pass_it(self) -> None:
        with transaction():
            assistance.make_file(bank=False)
            assistance.make_file()
            posts = [(role, staff.unit("S")) for role in ("clerk", "reviewer", "leader")]
            staff.make_account("both", "测试两岗", *posts)
        key = payments.prepare()
        settle(key, "account_missing", comes_later=True)
        with transaction():
            for one in session.scalars(select(PaymentAnomaly).where(PaymentAnomaly.settled != "")):
                one.settled_by = staff.actor("both", "clerk").account_id
            actions.submit_month(staff.actor("clerk"), payments.stored(key), version=None)
        with pytest.raises(Forbidden), transaction():
            actions.review_month(staff.actor("both", "reviewer"), payments.stored(key), version=None)
        with transaction():
            actions.review_month(staff.actor("reviewer"), payments.stored(key), version=None)
        with pytest.raises(Forbidden), transaction():
            actions.approve_month(staff.actor("both", "leader"), payments.stored(key), version=None)

    def test_a_decision_written_meanwhile_wants_the_list_drawn_up_anew(self) -> None:
        with transaction():
            file = assistance.make_file()
            key_of_file = file.id
        key = payments.prepare()
        with transaction():
            file = session.get_one(SupportFile, key_of_file)
            write_decision(
                staff.actor("reviewer"),
                file,
                kind="increase",
                effective_month=NOVEMBER,
                sums=assistance.difference(1, 0, 70_000),
            )
        assert "1 户" in refused(actions.submit_month, "clerk", key)
        payments.approve(payments.prepare())

    def test_a_death_heard_of_meanwhile_as_well(self) -> None:
        with transaction():
            person = assistance.make_file().head.id
        key = payments.prepare()
        with transaction():
            session.get_one(Resident, person).death_date = dt.date(2026, 10, 1)
        assert "又发现 1 项" in refused(actions.submit_month, "clerk", key)

    def test_sent_back_the_signatures_are_struck(self) -> None:
        with transaction():
            assistance.make_file()
        key = payments.prepare()
        with transaction():
            actions.submit_month(staff.actor("clerk"), payments.stored(key), version=None)
        with transaction():
            actions.return_month(
                staff.actor("reviewer"), payments.stored(key), version=None, reason="漏了一户"
            )
        payments.approve(payments.prepare())

    def test_afterwards_nothing_changes(self) -> None:
        with transaction():
            assistance.make_file(bank=False)
            assistance.make_file()
        key = payments.prepare()
        settle(key, "account_missing")
        payments.approve(key)
        assert "不能重新生成" in refused(
            lambda actor, batch, version: actions.refreeze_month(actor, batch, version=version), "clerk", key
        )
        with pytest.raises(RuleBroken):
            settle(key, "account_missing", comes_later=True)
        assert payments.prepare() == key
        with transaction("read"):
            assert payments.stored(key).state == "approved"


class TestTheSums:
    @pytest.mark.both
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        households=strategies.lists(
            strategies.tuples(
                strategies.integers(1, 3),
                strategies.integers(0, 60_000),
                strategies.integers(-90_000, 90_000),
                strategies.booleans(),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_ledger_batch_decisions_and_dues_agree_to_the_fen(
        self, households: list[tuple[int, int, int, bool]]
    ) -> None:
        """The ledger's lines = the batch = decisions in force + dues − withheld − what is left of recoveries."""
        with transaction() as verdict:
            verdict.keep = False
            for people, income, due, has_account in households:
                file = assistance.make_file(people, income, bank=has_account)
                if due:
                    kind = "arrears" if due > 0 else "recovery"
                    owe(staff.actor("reviewer"), file, kind=kind, fen=due, first_month=NOVEMBER)
            street = staff.unit("S").id
            batch = PaymentMonth(
                number="S-DB-202611-00",
                street_id=street,
                scheme="minimum_living",
                month=NOVEMBER,
                pay_on=NOVEMBER,
                prepared_by=staff.actor("clerk").account_id,
            )
            session.add(batch)
            session.flush()
            terms = listing.clear(batch.id)
            listing.write_down(terms)
            for line in session.scalars(select(PaymentLine).where(PaymentLine.account_index.is_(None))):
                line.state = "withheld"
            session.flush()
            listing.sum_up(batch)
            _agree(batch)


def _agree(batch: PaymentMonth) -> None:
    force = decisions_in_force(batch.street_id, batch.scheme, batch.month).order_by(None).subquery()
    decided = int(session.scalar(select(func.coalesce(func.sum(force.c.total_fen), 0))) or 0)
    dues = int(session.scalar(select(func.coalesce(func.sum(SupportDue.fen), 0))) or 0)
    own = PaymentLine.month_id == batch.id
    rest = int(session.scalar(select(func.coalesce(func.sum(PaymentLine.rest_fen), 0)).where(own)) or 0)
    listed = int(
        session.scalar(
            select(func.coalesce(func.sum(PaymentLine.net_fen), 0)).where(
                own, PaymentLine.state != "withheld"
            )
        )
        or 0
    )
    assert listed == batch.net_fen
    assert listed == decided + dues + rest - batch.withheld_fen
    assert (
        session.scalar(select(func.count(SupportDecision.id))) == batch.households + batch.withheld_households
    )
