"""The record of one delivery of one issued paper: the receipt that goes along, and what came of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.services.deliveries.ways import METHODS, RECEIVERS, STATES
from portal.units.models import Unit


def _one_of(column: str, codes: object) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{c}'" for c in codes) + ")", name=column)  # type: ignore[attr-defined]


class Delivery(Versioned, Model):
    """One delivery (送达) of a paper. `receipt` is the 送达回证 that the deliverers take along; `scan` what came back signed.

    `place` is the address, number of the mail, web address or board; `delivered_time` the wall-clock time as `HH:MM`.
    """

    __table_args__ = (
        _one_of("method", METHODS),
        _one_of("state", STATES),
        _one_of("receiver_kind", ("", *RECEIVERS)),
        CheckConstraint("(state = 'delivered') = (delivered_on IS NOT NULL)", name="delivered_on_a_day"),
        Index("ix_delivery_work", "unit_id", "state", "prepared_on"),
    )

    document_id: Mapped[int] = mapped_column(BigKey, ForeignKey("document.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    method: Mapped[str] = mapped_column(String(12))
    addressee: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(200), default="")
    copies: Mapped[int] = mapped_column(default=1)
    deliverer_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    second_deliverer: Mapped[str] = mapped_column(String(100), default="")
    prepared_on: Mapped[dt.date] = mapped_column(Date)
    prepared_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    receipt_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    delivered_on: Mapped[dt.date | None] = mapped_column(Date)
    delivered_time: Mapped[str] = mapped_column(String(5), default="")
    receiver_kind: Mapped[str] = mapped_column(String(10), default="")
    receiver: Mapped[str] = mapped_column(String(100), default="")
    receiver_relation: Mapped[str] = mapped_column(String(40), default="")
    receiver_reason: Mapped[str] = mapped_column(String(200), default="")
    refusal: Mapped[str] = mapped_column(String(300), default="")
    witness: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    scan_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    recorded_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id])
    receipt: Mapped[Document | None] = relationship(foreign_keys=[receipt_id])
    unit: Mapped[Unit] = relationship()
    deliverer: Mapped[StaffAccount] = relationship(foreign_keys=[deliverer_id])
    scan: Mapped[StoredFile | None] = relationship()
