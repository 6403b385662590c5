"""What temporary relief knows beyond its application: the sum, aid given first, district, receipt; and what a community found."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.errors import N_
from portal.letters.models import Letter
from portal.residents.models import Resident
from portal.services.models import Application
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText

FORMS = {"cash": N_("现金"), "goods": N_("实物"), "service": N_("转介服务")}
DISTRICT_ANSWERS = {"agreed": N_("同意"), "disagreed": N_("不同意")}


class TemporaryRelief(Versioned, SealedRecord, Model):
    """One relief. `percent` of `standard_fen` gave `amount_fen`; `is_first` says that aid came before the papers (先行救助),
    which are then due on `papers_due_on` and complete on `papers_done_on`.
    """

    __table_args__ = (
        CheckConstraint("form IN ('cash', 'goods', 'service')", name="form"),
        CheckConstraint("amount_fen >= 0 AND percent > 0 AND persons > 0", name="amounts"),
        CheckConstraint("district_answer IN ('', 'agreed', 'disagreed')", name="district_answer"),
        CheckConstraint("NOT is_first OR papers_due_on IS NOT NULL", name="first_has_a_limit"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), unique=True)
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    event_on: Mapped[dt.date] = mapped_column(Date)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    need_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    persons: Mapped[int]
    area: Mapped[str] = mapped_column(String(10))
    standard_fen: Mapped[int] = mapped_column(BigInteger)
    percent: Mapped[int]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    form: Mapped[str] = mapped_column(String(10))
    goods: Mapped[str] = mapped_column(String(200), default="")
    assessed_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    assessed_on: Mapped[dt.date] = mapped_column(Date)
    is_first: Mapped[bool] = mapped_column(default=False)
    first_on: Mapped[dt.date | None] = mapped_column(Date)
    first_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    first_because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    papers_due_on: Mapped[dt.date | None] = mapped_column(Date)
    papers_done_on: Mapped[dt.date | None] = mapped_column(Date)
    district_answer: Mapped[str] = mapped_column(String(10), default="")
    district_number: Mapped[str] = mapped_column(String(80), default="")
    district_on: Mapped[dt.date | None] = mapped_column(Date)
    district_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    receiver: Mapped[str] = mapped_column(String(100), default="")
    receiver_relation: Mapped[str] = mapped_column(String(50), default="")
    received_on: Mapped[dt.date | None] = mapped_column(Date)
    handed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    approval_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    notice_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reason = SealedText("reason_sealed", "")
    need = SealedText("need_sealed", "")
    place = SealedText("place_sealed", "")
    first_because = SealedText("first_because_sealed", "")
    district_note = SealedText("district_note_sealed", "")

    application: Mapped[Application] = relationship()
    resident: Mapped[Resident] = relationship()
    unit: Mapped[Unit] = relationship()
    first_giver: Mapped[StaffAccount | None] = relationship(foreign_keys=[first_by])
    letter: Mapped[Letter | None] = relationship()
    approval: Mapped[Document | None] = relationship(foreign_keys=[approval_id])
    notice: Mapped[Document | None] = relationship(foreign_keys=[notice_id])


class ReliefReport(Versioned, SealedRecord, Model):
    """Hardship that a community found by itself (主动发现): the street takes it on as an application, or says why not."""

    __table_args__ = (
        CheckConstraint("state IN ('reported', 'taken', 'declined')", name="state"),
        CheckConstraint("state <> 'taken' OR application_id IS NOT NULL", name="taken_as_an_application"),
        Index("ix_relief_report_open", "unit_id", "state"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    event_on: Mapped[dt.date] = mapped_column(Date)
    persons: Mapped[int]
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default="reported")
    reported_on: Mapped[dt.date] = mapped_column(Date)
    reported_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    application_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("application.id"), unique=True)
    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    settled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    answer: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    told = SealedJSON("told_sealed")

    unit: Mapped[Unit] = relationship()
    resident: Mapped[Resident] = relationship()
    application: Mapped[Application | None] = relationship()
    reporter: Mapped[StaffAccount] = relationship(foreign_keys=[reported_by])
