"""The record of an item that is being made in the browser, until it is published as a version or given up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.errors import N_
from portal.services.models import ItemVersion, ServiceItem

DRAFT_STATES = {
    "open": N_("编辑中"),
    "submitted": N_("待发布"),
    "published": N_("已发布"),
    "discarded": N_("已放弃"),
}
ORIGINS = {
    "blank": N_("空白"),
    "example": N_("样例"),
    "item": N_("现有事项"),
    "file": N_("导入文件"),
}


class ItemDraft(Versioned, Model):
    """A draft of an item (事项草稿): `content` is a definition that may still have gaps.

    `base_number` is the version that it began from, None for a new item. `editors` are the accounts that changed its
    content, of whom four eyes keep each from publishing it. `tested_digest` is the content's digest at its last test run.
    """

    __table_args__ = (
        CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in DRAFT_STATES) + ")", name="state"),
        CheckConstraint("origin IN (" + ", ".join(f"'{o}'" for o in ORIGINS) + ")", name="origin"),
    )

    code: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    item_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_item.id"), index=True)
    base_number: Mapped[int | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    origin: Mapped[str] = mapped_column(String(20), default="blank")
    origin_note: Mapped[str] = mapped_column(String(200), default="")
    editors: Mapped[list[int]] = mapped_column(JSONDict, default=list)
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    valid_from: Mapped[dt.date | None] = mapped_column(Date)
    started_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    submitted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    return_reason: Mapped[str] = mapped_column(String(500), default="")
    tested_digest: Mapped[str] = mapped_column(String(64), default="")
    published_version_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("item_version.id"))

    item: Mapped[ServiceItem | None] = relationship()
    published_version: Mapped[ItemVersion | None] = relationship()
    starter: Mapped[StaffAccount] = relationship(foreign_keys=[started_by])
    submitter: Mapped[StaffAccount | None] = relationship(foreign_keys=[submitted_by])
