"""Deliveries: the receipt with its number, who signed, the paper that is left with a witness, the announcement, the void one."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.errors import Forbidden, RuleBroken
from portal.services.deliveries import actions, queries
from portal.services.deliveries.actions import Outcome
from portal.services.deliveries.joining import deliveries_part
from portal.services.deliveries.models import Delivery
from portal.services.deliveries.papers import DeliveryReceipt
from portal.services.queries import papers_of
from tests.factories import services, staff

pytestmark = pytest.mark.usefixtures("hall")

TODAY = dt.date(2026, 11, 23)


def prepare(paper: Document, method: str = "direct", **more: object) -> Delivery:
    return actions.prepare_delivery(staff.actor("clerk"), paper, method=method, **more)  # type: ignore[arg-type]


def record(delivery: Delivery, method: str = "direct", on: dt.date = TODAY, **more: str) -> Delivery:
    outcome = Outcome(on, method, **more)
    return actions.record_delivery(staff.actor("clerk"), delivery, version=None, outcome=outcome)


def refused(field: str, delivery: Delivery, *arguments: object, **more: object) -> None:
    with pytest.raises(RuleBroken) as caught, transaction():
        record(delivery, *arguments, **more)  # type: ignore[arg-type]
    assert caught.value.field == field


class TestRecordDelivery:
    def test_from_the_receipt_to_the_signature(self) -> None:
        clock.fix_today(TODAY)
        clerk = staff.actor("clerk")
        with transaction():
            application = services.accepted()
            paper = papers_of(application)[0]
            with pytest.raises(RuleBroken, match="两名送达人"):
                prepare(paper, "left")
            delivery = prepare(paper, place="示范路2号院")
            assert delivery.receipt is not None
            facts = from_plain(DeliveryReceipt, delivery.receipt.frozen["facts"])
            assert delivery.receipt.number == "示街办送〔2026〕1号"
            assert (facts.addressee, facts.paper_number) == (application.subject_name, application.number)
            assert (facts.method, facts.deliverer, facts.copies) == ("直接送达", "测试01", 1)
            assert queries.deliver_by(delivery) == dt.date(2026, 12, 7)
        assert [one.id for one in queries.list_open_deliveries(clerk)] == [delivery.id]
        assert queries.list_open_deliveries(staff.actor("community")) == []
        refused("on", delivery, on=dt.date(2026, 11, 22))
        refused("time", delivery, time="25:00")
        refused("receiver_kind", delivery)
        refused("relation", delivery, receiver_kind="other", receiver="张三")
        refused("refusal", delivery, "left", second_deliverer="王五")
        refused("witness", delivery, "left", second_deliverer="王五", refusal="拒绝签收")
        refused("second_deliverer", delivery, "left", refusal="拒绝签收", witness="李四")
        outcome = Outcome(TODAY, "direct")
        with pytest.raises(Forbidden), transaction():
            actions.record_delivery(staff.actor("auditor"), delivery, version=None, outcome=outcome)
        with transaction():
            record(delivery, "left", second_deliverer="王五", refusal="拒绝签收", witness="社区李四")
            assert (delivery.state, delivery.receiver_kind) == ("delivered", "none")
            part = deliveries_part(clerk, application)
            assert part is not None
            assert [(one.number, [d.state for d in made]) for one, made in part["lines"]] == [
                (application.number, ["delivered"])
            ]
        with pytest.raises(RuleBroken, match="已经有结果"), transaction():
            record(delivery, receiver_kind="self")

    @pytest.mark.both
    def test_the_other_ways_and_the_void_one(self) -> None:
        clock.fix_today(TODAY)
        with transaction():
            paper = papers_of(services.accepted())[0]
            posted, announced, wrong, away = (
                prepare(paper, method) for method in ("post", "announcement", "direct", "direct")
            )
        refused("place", posted, "post", receiver_kind="self")
        refused("on", announced, "announcement", place="公告栏")
        with transaction():
            record(posted, "post", place="邮件 1234", receiver_kind="other", receiver="张三", relation="子女")
            actions.void_delivery(staff.actor("clerk"), wrong, version=None, reason="写错了人")
            actions.record_failure(staff.actor("clerk"), away, version=None, reason="无人在家")
            assert wrong.receipt is not None
            assert wrong.receipt.issued_number is not None
            assert (wrong.state, wrong.receipt.status) == ("void", "void")
            assert wrong.receipt.issued_number.void_reason == "写错了人"
        clock.fix_today(dt.date(2026, 12, 23))
        with transaction():
            record(announced, "announcement", on=dt.date(2026, 12, 23), place="公告栏")
        assert {posted.state, announced.state, away.state} == {"delivered", "failed"}
        assert wrong.receipt is not None
        with pytest.raises(RuleBroken, match="作废"), transaction():
            prepare(wrong.receipt)
