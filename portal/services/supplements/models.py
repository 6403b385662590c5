"""The record of one request to complete an accepted application (补正通知书): what was asked for, until when, and the answer."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.services.models import Application
from portal.services.supplements.states import STATES
from portal.vault import SealedJSON, SealedRecord, SealedText


class SupplementRequest(Versioned, SealedRecord, Model):
    """One request. `defects` are plain dicts of `code` (a material of the list, or empty), `name`, `problem`, `cure`, and after
    the answer `came`.

    `again_because` says why there is another request after an earlier one; `was_knowable` whether what it asks for could
    have been asked for then.
    """

    __table_args__ = (
        UniqueConstraint("application_id", "round"),
        CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in STATES) + ")", name="state"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended_on_a_day"),
        Index("ix_supplement_request_work", "state", "due_on"),
        Index("ix_supplement_request_ledger", "asked_on", "id"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"))
    round: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="open")
    asked_on: Mapped[dt.date] = mapped_column(Date)
    asked_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    due_on: Mapped[dt.date] = mapped_column(Date)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    stops_clock: Mapped[bool] = mapped_column(default=True)
    was_knowable: Mapped[bool] = mapped_column(default=False)
    again_because: Mapped[str] = mapped_column(String(1000), default="")
    defects_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    ended_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    defects = SealedJSON("defects_sealed")
    note = SealedText("note_sealed")

    application: Mapped[Application] = relationship()
    asker: Mapped[StaffAccount] = relationship(foreign_keys=[asked_by])
    document: Mapped[Document | None] = relationship()
