"""A delivery turned into the frozen facts of its receipt. Nothing here issues a paper."""

from __future__ import annotations

from portal import settings
from portal.documents.facts import from_plain
from portal.documents.kinds import kind_of
from portal.documents.models import Document
from portal.services.deliveries.models import Delivery
from portal.services.deliveries.papers import DeliveryReceipt

PAPER_METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "commission": "委托送达",
    "electronic": "电子送达",
    "announcement": "公告送达",
    "transfer": "转交送达",
}


def holder_of(document: Document) -> str:
    """Whom a paper concerns, as it says itself; empty for a paper that is nobody's."""
    facts = from_plain(kind_of(document.kind).facts, document.frozen["facts"])
    return str(facts.holder)


def delivery_receipt(delivery: Delivery, *, deliverer: str) -> DeliveryReceipt:
    """送达回证 to take along."""
    unit, day = delivery.unit, delivery.prepared_on
    return DeliveryReceipt(
        office=unit.name_on(day),
        office_phone=unit.phone,
        complaint_phone=str(settings.value("services.complaint_phone", on=day, unit_id=unit.id)),
        office_address=unit.address,
        addressee=delivery.addressee,
        paper_title=delivery.document.title,
        paper_number=delivery.document.number,
        copies=delivery.copies,
        place=delivery.place,
        method=PAPER_METHODS[delivery.method],
        methods=tuple(PAPER_METHODS.values()),
        deliverer=deliverer,
        second_deliverer=delivery.second_deliverer,
        prepared_on=day,
    )
