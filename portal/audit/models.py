"""The audit chain: its entries and its single head. Triggers refuse to change or delete an entry (see the migration)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import BigKey, JSONDict, Model, UTCDateTime


class AuditEntry(Model):
    """One act. `facts` holds no full identity number, phone or account: those stay encrypted in their own records."""

    sequence: Mapped[int] = mapped_column(BigKey, unique=True)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    account_id: Mapped[int | None] = mapped_column(BigKey, index=True)
    post_id: Mapped[int | None] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    role: Mapped[str] = mapped_column(String(40), default="")
    actor_name: Mapped[str] = mapped_column(String(100), default="")
    verb: Mapped[str] = mapped_column(String(80), index=True)
    subject_kind: Mapped[str] = mapped_column(String(60), default="")
    subject_id: Mapped[int | None] = mapped_column(BigKey)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """The last link; locked last in every transaction, just before its commit."""

    sequence: Mapped[int] = mapped_column(Integer, default=0)
    digest: Mapped[str] = mapped_column(String(64), default="0" * 64)
