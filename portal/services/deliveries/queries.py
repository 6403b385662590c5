"""Reading deliveries: one, those of some papers, and those that are still on their way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.documents.models import Document
from portal.errors import N_, NotFound
from portal.services.deliveries.models import Delivery
from portal.units.queries import within_scope

LONGEST = 200
_GROUP = N_("便民服务")
DAYS = settings.define(
    "services.delivery_days",
    "integer",
    10,
    N_("送达期限（工作日）"),
    _GROUP,
    hint=N_("自文书出具之日起算（参照行政许可法第四十四条）。"),
    minimum=1,
    maximum=60,
)
ANNOUNCEMENT_DAYS = settings.define(
    "services.announcement_days",
    "integer",
    30,
    N_("公告送达的天数"),
    _GROUP,
    hint=N_("自公告之日起经过这些天视为送达（参照民事诉讼法第九十五条）。"),
    minimum=1,
    maximum=90,
)


def get_delivery(actor: Actor, delivery_id: int) -> Delivery:
    """One delivery, if the actor's post may see its unit; raises NotFound."""
    statement = select(Delivery).where(Delivery.id == delivery_id, within_scope(actor, Delivery.unit_id))
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def deliveries_of(documents: Sequence[Document]) -> dict[int, list[Delivery]]:
    """The deliveries of these papers by the paper's key, oldest first."""
    found: dict[int, list[Delivery]] = {}
    keys = [document.id for document in documents]
    if not keys:
        return found
    statement = select(Delivery).where(Delivery.document_id.in_(keys)).options(joinedload(Delivery.receipt))
    for one in session.scalars(statement.order_by(Delivery.id)):
        found.setdefault(one.document_id, []).append(one)
    return found


def list_open_deliveries(actor: Actor) -> list[Delivery]:
    """What is on its way at the actor's units, the oldest paper first."""
    statement = (
        select(Delivery)
        .join(Delivery.document)
        .where(Delivery.state == "open", within_scope(actor, Delivery.unit_id))
        .options(joinedload(Delivery.document), joinedload(Delivery.deliverer))
        .order_by(Document.issued_on, Delivery.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def deliver_by(delivery: Delivery) -> dt.date:
    """The last day by which the paper should have arrived."""
    day = delivery.document.issued_on
    return due_after(day, int(settings.value(DAYS.key, on=day, unit_id=delivery.unit_id))).due
