"""A resident and what is known of them: identity papers, the spellings a name is found by, and the history of changes.

Households and organisations are in `groups`. Identity numbers and phones are sealed and found through blind indexes.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.extensions import db
from portal.standards.names import LONGEST
from portal.standards.papers import PAPERS
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText

INDEX_LENGTH = 40
GRAM_LENGTH = 60
SORT_LENGTH = 1000


def ordered_text(length: int) -> String:
    """A text that is compared by code point on both databases, so that ranges and orders are the same."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Resident(Versioned, SealedRecord, Model):
    """A person who is served (居民), once in an instance. The identity number is no key and not unique: duplicates exist.

    `merged_into_id` names the record that took this one's place; `sex` is a code of GB/T 2261.1, `ethnic_group` of
    GB/T 3304 or empty. `guardian` and `no_document_reason` are filled where a person has no document.
    """

    __table_args__ = (
        CheckConstraint("sex IN ('0', '1', '2', '9')", name="sex"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_elsewhere"),
        CheckConstraint(
            "death_date IS NULL OR birth_date IS NULL OR death_date >= birth_date", name="death_after_birth"
        ),
        Index("ix_resident_name_birth", "name", "birth_date"),
        Index("ix_resident_order", "name_pinyin", "id"),
    )

    name: Mapped[str] = mapped_column(String(LONGEST))
    name_pinyin: Mapped[str] = mapped_column(ordered_text(SORT_LENGTH))
    sex: Mapped[str] = mapped_column(String(1), default="0")
    birth_date: Mapped[dt.date | None] = mapped_column(Date)
    ethnic_group: Mapped[str] = mapped_column(String(2), default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH), index=True)
    phone_tail_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH), index=True)
    household_address: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    grid_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    registered_by_unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    death_date: Mapped[dt.date | None] = mapped_column(Date)
    death_source: Mapped[str] = mapped_column(String(200), default="")
    merged_into_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    no_document_reason: Mapped[str] = mapped_column(String(200), default="")
    guardian: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    phone = SealedText("phone_sealed")
    papers: Mapped[list[IdentityPaper]] = relationship(
        back_populates="resident",
        order_by="IdentityPaper.former, IdentityPaper.is_primary.desc(), IdentityPaper.id",
        cascade="all, delete-orphan",
    )
    grid: Mapped[Unit | None] = relationship(foreign_keys=[grid_id])
    registered_by_unit: Mapped[Unit | None] = relationship(foreign_keys=[registered_by_unit_id])
    merged_into: Mapped[Resident | None] = relationship(
        remote_side="Resident.id", foreign_keys=[merged_into_id]
    )

    @property
    def primary_paper(self) -> IdentityPaper | None:
        """The document that this person is known by now, or None for a person without one."""
        return next((p for p in self.papers if p.is_primary), None)

    @property
    def is_merged(self) -> bool:
        """Whether another record has taken this one's place."""
        return self.merged_into_id is not None


class IdentityPaper(SealedRecord, Model):
    """An identity document (证件) of a resident. `former` marks one that no longer counts (a 15-digit number, a replaced
    passport) and by which the person is still found. The number is not unique, for duplicates exist historically.
    """

    resident_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("resident.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(30))
    number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    number_index: Mapped[str] = mapped_column(String(INDEX_LENGTH), index=True)
    tail_index: Mapped[str] = mapped_column(String(INDEX_LENGTH), index=True)
    is_primary: Mapped[bool] = mapped_column(default=False)
    former: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="")

    number = SealedText("number_sealed")
    resident: Mapped[Resident] = relationship(back_populates="papers")

    @property
    def label(self) -> str:
        """What this kind of document is called; a marked text."""
        known = PAPERS.get(self.kind)
        return known.label if known else self.kind


class NameGram(db.Model):  # type: ignore[name-defined]
    """One spelling that a name is found by: one or two neighbouring characters, the initials, or the whole pinyin.

    The table is its own index: a search reads the first rows of one range, in the order in which they are shown.
    """

    __tablename__ = "name_gram"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy asks for a plain dict)

    gram: Mapped[str] = mapped_column(ordered_text(GRAM_LENGTH), primary_key=True)
    sort: Mapped[str] = mapped_column(ordered_text(GRAM_LENGTH), primary_key=True)
    resident_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("resident.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ResidentRevision(SealedRecord, Model):
    """One change to a resident: which verb, by whom, why, and the fields before and after, sealed.

    A merge keeps here what its undoing needs; `undone_at` says that it was undone.
    """

    __table_args__ = (Index("ix_resident_revision_resident_id_id", "resident_id", "id"),)

    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"))
    verb: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    account_name: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    changes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    changes = SealedJSON("changes_sealed")
    resident: Mapped[Resident] = relationship()


class PendingDuplicate(Versioned, SealedRecord, Model):
    """A person whose number another name already has: waits for a second person (双人复核) before it is registered."""

    __table_args__ = (CheckConstraint("state IN ('waiting', 'approved', 'refused')", name="state"),)

    existing_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    asked_by_name: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    asked_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    decided_by_name: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    decision_note: Mapped[str] = mapped_column(String(500), default="")
    person_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    person = SealedJSON("person_sealed")
    existing: Mapped[Resident] = relationship(foreign_keys=[existing_id])
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])
