"""The records of correspondence with bodies outside (往来函件): letters with their numbers, and what came back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document, IssuedNumber
from portal.files.models import StoredFile
from portal.letters.kinds import KINDS, OUTCOMES, STATES, WAYS
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText


def _one_of(column: str, codes: object) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{c}'" for c in codes) + ")", name=column)  # type: ignore[attr-defined]


class Letter(Versioned, SealedRecord, Model):
    """One letter to a body outside. Its text is sealed, for it names residents; number and paper come with the sending.

    The addressee is a unit of this portal's tree, or a name that was typed. `subject_type` and `subject_id` name the record
    it is about (none for a free letter), `subject_label` and `subject_href` lead a reader there.
    """

    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("state", STATES),
        _one_of("way", ("", *WAYS)),
        CheckConstraint("(state = 'draft') = (sent_on IS NULL) OR state = 'withdrawn'", name="sent_day"),
        Index("ix_letter_subject", "subject_type", "subject_id"),
        Index("ix_letter_list", "unit_id", "state", "due_on"),
    )

    kind: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    addressee_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    addressee: Mapped[str] = mapped_column(String(100))
    subject_type: Mapped[str] = mapped_column(String(60), default="")
    subject_id: Mapped[int | None] = mapped_column(BigKey)
    subject_label: Mapped[str] = mapped_column(String(150), default="")
    subject_href: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(100))
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    enclosures_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    state: Mapped[str] = mapped_column(String(10), default="draft")
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    drafted_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    drafted_on: Mapped[dt.date] = mapped_column(Date)
    sent_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    sent_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    way: Mapped[str] = mapped_column(String(10), default="")
    way_note: Mapped[str] = mapped_column(String(100), default="")
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    withdrawn_on: Mapped[dt.date | None] = mapped_column(Date)
    withdrawn_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    withdrawn_because: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    body = SealedText("body_sealed")
    enclosures = SealedJSON("enclosures_sealed")

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    issued_number: Mapped[IssuedNumber | None] = relationship()
    document: Mapped[Document | None] = relationship()
    drafter: Mapped[StaffAccount] = relationship(foreign_keys=[drafted_by])
    sender: Mapped[StaffAccount | None] = relationship(foreign_keys=[sent_by])
    answers: Mapped[list[LetterAnswer]] = relationship(back_populates="letter", order_by="LetterAnswer.id")


class LetterAnswer(SealedRecord, Model):
    """What came back: the other body's number and day, the outcome, its words (sealed) and the scan. Never changed.

    An interim answer leaves the letter waiting; a later final one stands beside the earlier, and the last one counts.
    """

    __table_args__ = (_one_of("outcome", OUTCOMES),)

    letter_id: Mapped[int] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    number: Mapped[str] = mapped_column(String(80), default="")
    dated_on: Mapped[dt.date] = mapped_column(Date)
    received_on: Mapped[dt.date] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(20))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    signer: Mapped[str] = mapped_column(String(100), default="")
    signer_post: Mapped[str] = mapped_column(String(100), default="")
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    text = SealedText("text_sealed")

    letter: Mapped[Letter] = relationship(back_populates="answers")
    file: Mapped[StoredFile | None] = relationship()
    enterer: Mapped[StaffAccount] = relationship()
