"""The record of one change of shift: from whom to whom, what was open then, and both signatures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.units.models import Unit


class ShiftHandover(Versioned, Model):
    """One hand-over sheet (交接班表). `content` is what it listed when it was made: keys and numbers, no person's number.

    Signed by who leaves when it is made (`given_at`), and by who comes when they have looked it through (`taken_at`).
    """

    __table_args__ = (Index("ix_shift_handover_list", "unit_id", "day", "id"),)

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    day: Mapped[dt.date] = mapped_column(Date)
    from_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    to_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    note: Mapped[str] = mapped_column(String(500), default="")
    remark: Mapped[str] = mapped_column(String(300), default="")
    given_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    taken_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    unit: Mapped[Unit] = relationship()
    giver: Mapped[StaffAccount] = relationship(foreign_keys=[from_id])
    taker: Mapped[StaffAccount] = relationship(foreign_keys=[to_id])
    document: Mapped[Document | None] = relationship()
