"""The records of paper: books of numbers, issued papers with their frozen facts, the bytes made from them, each printing."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.errors import N_
from portal.vault import SealedJSON, SealedRecord, SealedText

STATUSES = {"valid": N_("有效"), "replaced": N_("已更正"), "void": N_("作废")}
ISSUED, ON_PAPER = "issued", "paper"


class SealedBytes(SealedText):
    """Bytes kept sealed, given back as bytes."""

    def _encode(self, value: bytes) -> bytes:
        return value

    def _decode(self, plain: bytes) -> bytes:
        return plain


class NumberSeries(Model):
    """One book of numbers: of one unit, kind and year. `origin` tells the portal's own from those written on a paper day."""

    __table_args__ = (UniqueConstraint("unit_id", "kind", "year", "origin"),)

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(10), default=ISSUED)
    last: Mapped[int] = mapped_column(Integer, default=0)


class IssuedNumber(Model):
    """One number that was used, on a paper or in vain; it never leaves the book. Its text is unique in the whole office.

    `used_on` is the day that the number bears; `entered_on` the later day on which it was taken, None where that is the same.
    """

    __table_args__ = (
        UniqueConstraint("series_id", "sequence"),
        CheckConstraint("state IN ('used', 'void')", name="state"),
    )

    series_id: Mapped[int] = mapped_column(BigKey, ForeignKey("number_series.id"))
    sequence: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(80), unique=True)
    origin: Mapped[str] = mapped_column(String(10), default=ISSUED)
    state: Mapped[str] = mapped_column(String(10), default="used")
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    used_on: Mapped[dt.date] = mapped_column(Date)
    entered_on: Mapped[dt.date | None] = mapped_column(Date)
    used_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    used_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    voided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    voided_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    voided_on: Mapped[dt.date | None] = mapped_column(Date)

    series: Mapped[NumberSeries] = relationship()


class Document(SealedRecord, Versioned, Model):
    """An issued paper: what it says is frozen and sealed (it names residents); only its standing changes afterwards.

    `subject_kind` and `subject_id` name the record it belongs to, in the words of the room that asked for it.
    `holder_indexes` are blind indexes of the last four characters by which its holder may ask about it.
    """

    __table_args__ = (
        CheckConstraint("status IN ('valid', 'replaced', 'void')", name="status"),
        Index("ix_document_subject", "subject_kind", "subject_id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[int] = mapped_column(Integer)
    paper_format: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"), index=True)
    number: Mapped[str] = mapped_column(String(80), default="")
    facts_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    facts_digest: Mapped[str] = mapped_column(String(64))
    check_code: Mapped[str] = mapped_column(String(8), unique=True)
    token: Mapped[str] = mapped_column(String(20), unique=True)
    holder_indexes: Mapped[list[str]] = mapped_column(JSONDict, default=list)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigKey)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    replaces_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"), index=True)
    issued_on: Mapped[dt.date] = mapped_column(Date)
    issued_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    issued_post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    issued_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    status: Mapped[str] = mapped_column(String(10), default="valid")
    status_reason: Mapped[str] = mapped_column(String(500), default="")
    status_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    status_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    frozen = SealedJSON("facts_sealed")

    issued_number: Mapped[IssuedNumber | None] = relationship()
    replaces: Mapped[Document | None] = relationship(remote_side="Document.id")
    master: Mapped[DocumentMaster | None] = relationship(back_populates="document", uselist=False)
    render_task: Mapped[RenderTask] = relationship(back_populates="document", uselist=False)
    prints: Mapped[list[DocumentPrint]] = relationship(
        back_populates="document", order_by="DocumentPrint.count"
    )


class DocumentMaster(SealedRecord, Model):
    """The bytes of a paper, made once and kept; `sha256` is of the bytes before they were sealed."""

    document_id: Mapped[int] = mapped_column(BigKey, ForeignKey("document.id"), unique=True)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int] = mapped_column(Integer)
    engine: Mapped[str] = mapped_column(String(40))
    rendered_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    content = SealedBytes("content_sealed")

    document: Mapped[Document] = relationship(back_populates="master")


class RenderTask(Model):
    """The making of one paper's bytes: waiting, done, or given up with a reason that an administrator can read."""

    __table_args__ = (CheckConstraint("state IN ('pending', 'done', 'failed')", name="state"),)

    document_id: Mapped[int] = mapped_column(BigKey, ForeignKey("document.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="pending", index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    leased_until: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="")

    document: Mapped[Document] = relationship(back_populates="render_task")


class DocumentPrint(Model):
    """One printing of a paper: the same bytes each time, counted."""

    __table_args__ = (UniqueConstraint("document_id", "count"),)

    document_id: Mapped[int] = mapped_column(BigKey, ForeignKey("document.id"))
    count: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    printed_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    printed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    document: Mapped[Document] = relationship(back_populates="prints")


class CheckAttempt(Model):
    """Somebody asked about a check code; counted by address (as a blind index), so that codes cannot be tried in bulk."""

    __table_args__ = (Index("ix_check_attempt_lookup", "address_index", "at"),)

    address_index: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    found: Mapped[bool]


class SigningKey(SealedRecord, Model):
    """A key pair that signs papers (Ed25519). Retired, it signs no more; what it signed verifies, unless stolen."""

    __table_args__ = (
        Index(
            "uq_signing_key_active",
            "is_active",
            unique=True,
            sqlite_where=text("is_active"),
            postgresql_where=text("is_active"),
        ),
    )

    key_id: Mapped[str] = mapped_column(String(8), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    is_active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    retired_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    distrusted_since: Mapped[dt.date | None] = mapped_column(Date)
    retire_reason: Mapped[str] = mapped_column(String(500), default="")

    private_key = SealedBytes("private_sealed")


class Printer(Versioned, Model):
    """A printer on the floor: how far it feeds askew, in tenths of a millimetre, for each paper format (`{"card": [3, -5]}`)."""

    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(60), default="")
    offsets: Mapped[dict[str, list[int]]] = mapped_column(JSONDict, default=dict)
    is_duplex: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
