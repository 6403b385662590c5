"""Reading the catalogue: which items are on offer, and which version of one is in force on a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal import clock
from portal.db import session
from portal.errors import NotFound
from portal.services.models import ItemVersion, ServiceItem


def find_item(code: str) -> ServiceItem | None:
    """The item with this code, switched off or not; None for an unknown one."""
    return session.scalars(select(ServiceItem).where(ServiceItem.code == code)).first()


def get_item(code: str) -> ServiceItem:
    """The item with this code, switched off or not; raises NotFound."""
    found = find_item(code)
    if found is None:
        raise NotFound
    return found


def list_items(*, offered: bool = True) -> list[ServiceItem]:
    """The items that are on offer today (all of them with `offered=False`), by code, their versions loaded."""
    statement = select(ServiceItem).options(selectinload(ServiceItem.versions)).order_by(ServiceItem.code)
    if offered:
        in_force = select(ItemVersion.item_id).where(ItemVersion.valid_from <= clock.today())
        statement = statement.where(ServiceItem.is_offered, ServiceItem.id.in_(in_force))
    return list(session.scalars(statement))


def item_version_on(code: str, day: dt.date | None = None) -> ItemVersion | None:
    """The version of an item in force on a day (today when None); None before its first one."""
    statement = (
        select(ItemVersion)
        .join(ServiceItem)
        .where(ServiceItem.code == code, ItemVersion.valid_from <= (day or clock.today()))
        .order_by(ItemVersion.valid_from.desc(), ItemVersion.number.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def newest_version(item: ServiceItem) -> ItemVersion | None:
    """The version published last, in force or not yet."""
    return item.versions[-1] if item.versions else None
