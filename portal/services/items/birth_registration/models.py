"""The registrations of births that were issued, and the follow-up of newborns: notice, children, one visit, what is needed.

What was answered about children already there stays sealed in the application. A loss is kept as a mark without a cause.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document, IssuedNumber
from portal.residents.models import INDEX_LENGTH, Resident
from portal.services.items.birth_registration.words import (
    CHILD_STATES,
    MATCHES,
    NEED_STATES,
    NEEDS,
    NOTICE_STATES,
    STATUSES,
    VISIT_RESULTS,
    VISIT_STATES,
)
from portal.services.models import Application
from portal.units.models import Unit
from portal.vault import SealedRecord, SealedText


def _one_of(column: str, codes: Any) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class BirthRegistration(Versioned, Model):
    """One registration (生育登记) with its certificate: of a mother, a father, or both. `replaces_id` leads back along changes.

    `birth_order` is the 孩次 of the first child of this birth; `due_on` the expected day, `born_on` the day for one that is
    registered afterwards (补登).
    """

    __table_args__ = (
        _one_of("status", STATUSES),
        CheckConstraint("mother_id IS NOT NULL OR father_id IS NOT NULL", name="somebody"),
        CheckConstraint("mother_id <> father_id", name="two_people"),
        Index("ix_birth_registration_ledger", "unit_id", "issued_on", "id"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    business: Mapped[str] = mapped_column(String(20))
    mother_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    father_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    birth_order: Mapped[int]
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    born_on: Mapped[dt.date | None] = mapped_column(Date)
    newborns: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    issued_on: Mapped[dt.date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(10), default="valid")
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    replaces_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("birth_registration.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    application: Mapped[Application] = relationship()
    unit: Mapped[Unit] = relationship()
    mother: Mapped[Resident | None] = relationship(foreign_keys=[mother_id])
    father: Mapped[Resident | None] = relationship(foreign_keys=[father_id])
    issued_number: Mapped[IssuedNumber] = relationship()
    document: Mapped[Document | None] = relationship()
    replaces: Mapped[BirthRegistration | None] = relationship(remote_side="BirthRegistration.id")


class NewbornNotice(Versioned, SealedRecord, Model):
    """What a hospital tells of one birth (推送), entered by a clerk or read from its list; `unit_id` is where it was entered.

    `event_number` is the hospital's own. `matching` says how the mother was found in the register, `state` how far it is.
    """

    __table_args__ = (
        _one_of("state", NOTICE_STATES),
        _one_of("matching", MATCHES),
        UniqueConstraint("unit_id", "event_number"),
        Index("ix_newborn_notice_list", "unit_id", "state", "id"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    event_number: Mapped[str] = mapped_column(String(40))
    hospital: Mapped[str] = mapped_column(String(100))
    born_on: Mapped[dt.date] = mapped_column(Date)
    born_at: Mapped[str] = mapped_column(String(5), default="")
    mother_name: Mapped[str] = mapped_column(String(100))
    paper_kind: Mapped[str] = mapped_column(String(30), default="citizen")
    number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    number_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH), index=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    address: Mapped[str] = mapped_column(String(200), default="")
    is_opted_out: Mapped[bool] = mapped_column(default=False)
    mother_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    matching: Mapped[str] = mapped_column(String(10), default="none")
    state: Mapped[str] = mapped_column(String(12), default="received")
    state_note: Mapped[str] = mapped_column(String(300), default="")
    received_on: Mapped[dt.date] = mapped_column(Date)
    received_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    number = SealedText("number_sealed")
    phone = SealedText("phone_sealed")

    unit: Mapped[Unit] = relationship()
    mother: Mapped[Resident | None] = relationship()
    children: Mapped[list[NewbornChild]] = relationship(
        back_populates="notice", order_by="NewbornChild.sequence", cascade="all, delete-orphan"
    )
    visit: Mapped[NewbornVisit | None] = relationship(back_populates="notice")


class NewbornChild(Model):
    """One child of a birth: which of them (1, 2 …), sex as a code of GB/T 2261.1, weight in grams where it is told."""

    __table_args__ = (
        _one_of("state", CHILD_STATES),
        CheckConstraint("sex IN ('0', '1', '2', '9')", name="sex"),
        UniqueConstraint("notice_id", "sequence"),
    )

    notice_id: Mapped[int] = mapped_column(BigKey, ForeignKey("newborn_notice.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    sex: Mapped[str] = mapped_column(String(1), default="0")
    weight: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(6), default="alive")

    notice: Mapped[NewbornNotice] = relationship(back_populates="children")


class NewbornVisit(Versioned, Model):
    """The one visit (走访任务) that a birth leads to, however many children: `unit_id` is the community that goes.

    A stopped one says nothing of its reason: whoever has it open reads one neutral sentence.
    """

    __table_args__ = (
        _one_of("state", VISIT_STATES),
        _one_of("result", ("", *VISIT_RESULTS)),
        Index("ix_newborn_visit_list", "unit_id", "state", "due_on"),
    )

    notice_id: Mapped[int] = mapped_column(BigKey, ForeignKey("newborn_notice.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    dispatched_on: Mapped[dt.date] = mapped_column(Date)
    dispatched_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    due_on: Mapped[dt.date] = mapped_column(Date)
    visited_on: Mapped[dt.date | None] = mapped_column(Date)
    visited_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    visitor: Mapped[str] = mapped_column(String(100), default="")
    result: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    notice: Mapped[NewbornNotice] = relationship(back_populates="visit")
    unit: Mapped[Unit] = relationship()
    document: Mapped[Document | None] = relationship()
    needs: Mapped[list[NewbornNeed]] = relationship(
        back_populates="visit", order_by="NewbornNeed.id", cascade="all, delete-orphan"
    )


class NewbornNeed(Model):
    """One thing that the family wants help with (协助事项), until it is done or no longer wanted."""

    __table_args__ = (
        _one_of("code", NEEDS),
        _one_of("state", NEED_STATES),
        UniqueConstraint("visit_id", "code"),
    )

    visit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("newborn_visit.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="open")
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    done_on: Mapped[dt.date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(300), default="")

    visit: Mapped[NewbornVisit] = relationship(back_populates="needs")
