"""The verbs of deliveries: making the receipt that goes along, recording how it ended, and voiding one that was made in error."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from portal import audit, clock, settings
from portal.accounts.queries import get_account
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document, void_document, void_number
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.services.actions.moves import read_note, read_reason
from portal.services.deliveries import documents
from portal.services.deliveries.models import Delivery
from portal.services.deliveries.papers import RECEIPT
from portal.services.deliveries.queries import ANNOUNCEMENT_DAYS
from portal.services.deliveries.ways import METHODS, RECEIVERS, UNSIGNED

RIGHT = "services.record_delivery"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NEEDS_PLACE = frozenset({"post", "commission", "electronic", "announcement", "transfer"})


@dataclass(frozen=True)
class Outcome:
    """How a delivery ended: when, to whom, or why it was refused and who saw it. `time` is wall-clock time as `HH:MM`."""

    on: dt.date
    method: str
    time: str = ""
    receiver_kind: str = ""
    receiver: str = ""
    relation: str = ""
    reason: str = ""
    refusal: str = ""
    witness: str = ""
    second_deliverer: str = ""
    place: str = ""
    note: str = ""


def prepare_delivery(
    actor: Actor,
    document: Document,
    *,
    method: str,
    addressee: str = "",
    place: str = "",
    copies: int = 1,
    deliverer_id: int | None = None,
    second_deliverer: str = "",
) -> Delivery:
    """Make the receipt (送达回证) for a paper that is to be brought to somebody; raises RuleBroken at the field.

    A paper is left (留置) by two persons only. The receipt takes the next number of the book 送.
    """
    actor.must(RIGHT)
    name = addressee.strip() or documents.holder_of(document)
    _check_preparation(document, method, name, copies, second_deliverer)
    person = get_account(deliverer_id or actor.account_id)
    delivery = Delivery(
        document=document,
        unit_id=document.unit_id,
        method=method,
        addressee=name,
        place=read_note(place, "place"),
        copies=copies,
        deliverer_id=person.id,
        second_deliverer=second_deliverer.strip(),
        prepared_on=clock.today(),
        prepared_by=actor.account_id,
    )
    session.add(delivery)
    session.flush()
    delivery.receipt = issue_document(
        actor,
        kind=RECEIPT,
        facts=documents.delivery_receipt(delivery, deliverer=person.name),
        unit_id=document.unit_id,
        subject=delivery,
    )
    session.flush()
    audit.record(
        actor, "services.prepare_delivery", delivery, document=document.id, number=delivery.receipt.number
    )
    return delivery


def _check_preparation(document: Document, method: str, name: str, copies: int, second: str) -> None:
    if document.status != "valid":
        raise RuleBroken(None, N_("这份文书已经作废或更正，不能送达。"))
    if method not in METHODS:
        raise RuleBroken("method", N_("请选择送达方式。"))
    if not name:
        raise RuleBroken("addressee", N_("请填写受送达人。"))
    if not 1 <= copies <= 20:
        raise RuleBroken("copies", N_("份数须在 1 到 20 之间。"))
    if method == "left":
        _two(second, "second_deliverer")


def record_delivery(
    actor: Actor, delivery: Delivery, *, version: int | None, outcome: Outcome, scan: StoredFile | None = None
) -> Delivery:
    """The paper has arrived, or was left with a witness, or counts as delivered. Raises RuleBroken at the field."""
    actor.must(RIGHT)
    delivery.expect_version(version)
    _must_be_open(delivery)
    _check_day(delivery, outcome)
    _check_receiver(delivery, outcome)
    place = outcome.place.strip() or delivery.place
    if outcome.method in _NEEDS_PLACE and not place:
        raise RuleBroken("place", N_("请填写邮件号、网址、公告地点或者受委托、转交的单位。"))
    delivery.method, delivery.place = outcome.method, read_note(place, "place")
    delivery.second_deliverer = outcome.second_deliverer.strip() or delivery.second_deliverer
    delivery.delivered_on, delivery.delivered_time = outcome.on, outcome.time
    delivery.receiver_kind = "none" if outcome.method in UNSIGNED else outcome.receiver_kind
    if delivery.receiver_kind == "other":
        delivery.receiver, delivery.receiver_relation = outcome.receiver.strip(), outcome.relation.strip()
        delivery.receiver_reason = read_note(outcome.reason, "reason")
    elif delivery.receiver_kind == "self":
        delivery.receiver = delivery.addressee
    delivery.refusal, delivery.witness = read_note(outcome.refusal, "refusal"), outcome.witness.strip()
    return _end(actor, delivery, "delivered", outcome.note, scan)


def record_failure(actor: Actor, delivery: Delivery, *, version: int | None, reason: str) -> Delivery:
    """It could not be delivered, and why; another attempt gets a receipt of its own."""
    actor.must(RIGHT)
    delivery.expect_version(version)
    _must_be_open(delivery)
    return _end(actor, delivery, "failed", read_reason(reason), None)


def void_delivery(actor: Actor, delivery: Delivery, *, version: int | None, reason: str) -> Delivery:
    """A receipt that was made in error is void with its number, which stays in the book."""
    actor.must(RIGHT)
    delivery.expect_version(version)
    _must_be_open(delivery)
    why = read_reason(reason)
    if delivery.receipt is not None:
        void_document(actor, delivery.receipt, reason=why)
        number = delivery.receipt.issued_number
        if number is not None and number.state != "void":
            void_number(actor, number=number, reason=why)
    return _end(actor, delivery, "void", why, None)


def _end(actor: Actor, delivery: Delivery, state: str, note: str, scan: StoredFile | None) -> Delivery:
    delivery.state, delivery.note = state, read_note(note)[:300]
    delivery.recorded_by = actor.account_id
    if scan is not None:
        delivery.scan = scan
    session.flush()
    audit.record(
        actor,
        "services.record_delivery",
        delivery,
        document=delivery.document_id,
        to_state=state,
        day=delivery.delivered_on,
    )
    return delivery


def _must_be_open(delivery: Delivery) -> None:
    if delivery.state != "open":
        raise RuleBroken(None, N_("这次送达已经有结果了。页面可能已过时，请刷新。"))


def _check_day(delivery: Delivery, outcome: Outcome) -> None:
    if outcome.method not in METHODS:
        raise RuleBroken("method", N_("请选择送达方式。"))
    if not delivery.document.issued_on <= outcome.on <= clock.today():
        raise RuleBroken("on", N_("送达日期不能早于文书日期，也不能晚于今天。"))
    if outcome.time and not _TIME.fullmatch(outcome.time):
        raise RuleBroken("time", N_("时间请写成 14:30 的样子。"))
    if outcome.method == "announcement":
        days = int(settings.value(ANNOUNCEMENT_DAYS.key, on=delivery.prepared_on))
        since = delivery.prepared_on + dt.timedelta(days=days)
        if outcome.on < since:
            raise RuleBroken(
                "on", N_("公告送达自公告之日起经过 %(days)s 天视为送达，最早 %(day)s。"), days=days, day=since
            )


def _check_receiver(delivery: Delivery, outcome: Outcome) -> None:
    if outcome.method == "left":
        _two(outcome.second_deliverer or delivery.second_deliverer, "second_deliverer")
        if not outcome.refusal.strip():
            raise RuleBroken("refusal", N_("留置送达须记明拒收事由。"))
        if not outcome.witness.strip():
            raise RuleBroken("witness", N_("留置送达须有见证人，请填写姓名和单位。"))
        return
    if outcome.method in UNSIGNED:
        return
    if outcome.receiver_kind not in RECEIVERS or outcome.receiver_kind == "none":
        raise RuleBroken("receiver_kind", N_("请选择由谁签收。拒绝签收的请改为留置送达。"))
    if outcome.receiver_kind == "other":
        for field, text in (("receiver", outcome.receiver), ("relation", outcome.relation)):
            if not text.strip():
                raise RuleBroken(field, N_("由他人代收的，须写明姓名、与受送达人的关系和代收理由。"))


def _two(name: str, field: str) -> None:
    if not name.strip():
        raise RuleBroken(field, N_("留置送达须有两名送达人，请填写另一名送达人。"))
