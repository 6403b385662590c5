"""The records of public notices (公示): what was posted where and from when to when, objections to it, long-term lists."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.services.notices.states import OBJECTION_CHANNELS, OUTCOMES, SLIP_RESULTS, STATES
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText

_CURRENT = text("state <> 'replaced' AND state <> 'cancelled'")


def _one_of(column: str, codes: object) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{c}'" for c in codes) + ")", name=column)  # type: ignore[attr-defined]


class PublicNotice(Versioned, SealedRecord, Model):
    """One notice on the board of one community. Of the persons it keeps what stands on the sheet: name, members, amount.

    `post_on` is the posting day printed on the sheet; the days count from the day after, and `until` is the last of them, to
    its end (24:00). A record has one current notice; after an objection another takes its place (`round` 2 and so on).
    """

    __table_args__ = (
        _one_of("state", STATES),
        _one_of("slip_result", ("", *SLIP_RESULTS)),
        CheckConstraint("until > post_on", name="until_after_posting"),
        Index("ix_public_notice_subject", "subject_type", "subject_id"),
        Index("ix_public_notice_work", "unit_id", "state", "post_on"),
        Index(
            "uq_public_notice_current",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int] = mapped_column(BigKey)
    subject_label: Mapped[str] = mapped_column(String(150), default="")
    subject_href: Mapped[str] = mapped_column(String(200), default="")
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    round: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("public_notice.id"))
    title: Mapped[str] = mapped_column(String(100))
    lines_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opinion: Mapped[str] = mapped_column(String(500), default="")
    basis: Mapped[str] = mapped_column(String(200), default="")
    channel_phone: Mapped[str] = mapped_column(String(60))
    channel_place: Mapped[str] = mapped_column(String(200), default="")

    state: Mapped[str] = mapped_column(String(12), default="to_post")
    days: Mapped[int]
    post_on: Mapped[dt.date] = mapped_column(Date)
    until: Mapped[dt.date] = mapped_column(Date)
    until_is_provisional: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    announced_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    place: Mapped[str] = mapped_column(String(100), default="")
    posted_on: Mapped[dt.date | None] = mapped_column(Date)
    posted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    posted_photo_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    removed_on: Mapped[dt.date | None] = mapped_column(Date)
    removed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    removed_photo_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    slip_document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    slip_on: Mapped[dt.date | None] = mapped_column(Date)
    slip_result: Mapped[str] = mapped_column(String(12), default="")
    slip_note: Mapped[str] = mapped_column(String(500), default="")
    slip_file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    slip_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    cancelled_because: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    lines = SealedJSON("lines_sealed")

    unit: Mapped[Unit] = relationship()
    replaces: Mapped[PublicNotice | None] = relationship(remote_side="PublicNotice.id")
    document: Mapped[Document | None] = relationship(foreign_keys=[document_id])
    slip_document: Mapped[Document | None] = relationship(foreign_keys=[slip_document_id])
    announcer: Mapped[StaffAccount] = relationship(foreign_keys=[announced_by])
    poster: Mapped[StaffAccount | None] = relationship(foreign_keys=[posted_by])
    remover: Mapped[StaffAccount | None] = relationship(foreign_keys=[removed_by])
    posted_photo: Mapped[StoredFile | None] = relationship(foreign_keys=[posted_photo_id])
    removed_photo: Mapped[StoredFile | None] = relationship(foreign_keys=[removed_photo_id])
    slip_file: Mapped[StoredFile | None] = relationship(foreign_keys=[slip_file_id])
    objections: Mapped[list[NoticeObjection]] = relationship(
        back_populates="notice", order_by="NoticeObjection.id"
    )


class NoticeObjection(Versioned, SealedRecord, Model):
    """One objection (异议) to a notice: how it came, its words and its author (sealed), what was found, how it was settled."""

    __table_args__ = (
        _one_of("channel", OBJECTION_CHANNELS),
        _one_of("outcome", ("", *OUTCOMES)),
        CheckConstraint("(settled_on IS NULL) = (outcome = '')", name="settled_with_outcome"),
    )

    notice_id: Mapped[int] = mapped_column(BigKey, ForeignKey("public_notice.id"), index=True)
    received_on: Mapped[dt.date] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(12))
    person_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    finding_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    settled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    recorded_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    person = SealedText("person_sealed")
    text = SealedText("text_sealed")
    finding = SealedText("finding_sealed")

    notice: Mapped[PublicNotice] = relationship(back_populates="objections")
    recorder: Mapped[StaffAccount] = relationship(foreign_keys=[recorded_by])
    settler: Mapped[StaffAccount | None] = relationship(foreign_keys=[settled_by])


class PublishedList(Model):
    """One printing of the list of approved households of a community (公布名单), for the long-term publication."""

    __table_args__ = (Index("ix_published_list_source", "unit_id", "source", "as_of"),)

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    source: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(100))
    as_of: Mapped[dt.date] = mapped_column(Date)
    households: Mapped[int]
    persons: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    unit: Mapped[Unit] = relationship()
    document: Mapped[Document | None] = relationship()
    maker: Mapped[StaffAccount] = relationship()
