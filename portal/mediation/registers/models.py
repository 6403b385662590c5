"""The records of the register: statistics as they were sent, old registers that come in from Excel, and their rows.

What a row says is sealed, and forgotten once it has come in; figures and names of columns stand open.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.disputes.models import one_of
from portal.documents.models import Document
from portal.jobs.models import Job
from portal.mediation.models import Committee
from portal.mediation.registers.kinds import IMPORT_STATES, REPORT_STATES
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord

_COMES_IN = text("state IN ('running', 'done')")


class StatisticsReport(Versioned, Model):
    """One statistical report (人民调解统计报表) of a unit for a period, to the judicial office.

    `figures` are frozen when it is drawn up, by code, so that what was sent stays what was sent; the paper comes with the last
    signature. One that was sent is corrected by another (`corrects_id`), never changed.
    """

    __table_args__ = (
        one_of("state", REPORT_STATES),
        CheckConstraint("last >= first", name="period"),
        CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name="sent_has_its_day"),
        Index("ix_statistics_report_unit", "unit_id", "first"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    first: Mapped[dt.date] = mapped_column(Date)
    last: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="signing")
    figures: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    addressee: Mapped[str] = mapped_column(String(100))
    drawn_on: Mapped[dt.date] = mapped_column(Date)
    drawn_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    sent_on: Mapped[dt.date | None] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    corrects_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("statistics_report.id"))
    because: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    unit: Mapped[Unit] = relationship()
    drawer: Mapped[StaffAccount] = relationship()
    document: Mapped[Document | None] = relationship()
    corrects: Mapped[StatisticsReport | None] = relationship(remote_side="StatisticsReport.id")


class RegisterImport(Versioned, Model):
    """One old register (人民调解登记簿) of a committee that comes in from Excel, all rows or none.

    `headings` are those of the file in their order, `mapping` the field of each (empty: left out). `used_last` is the last case
    number of `used_year` that stands on paper, so that the portal goes on with the next. A file comes in once.
    """

    __table_args__ = (
        one_of("state", IMPORT_STATES),
        Index(
            "uq_register_import_file",
            "committee_id",
            "sha256",
            unique=True,
            sqlite_where=_COMES_IN,
            postgresql_where=_COMES_IN,
        ),
    )

    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="mapping")
    headings: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    used_year: Mapped[int | None]
    used_last: Mapped[int | None]
    rows: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    handed_in_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    done_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    committee: Mapped[Committee] = relationship()
    unit: Mapped[Unit] = relationship()
    handed_in: Mapped[StaffAccount] = relationship()
    job: Mapped[Job | None] = relationship(
        primaryjoin="foreign(RegisterImport.job_id) == Job.id", viewonly=True
    )


class RegisterImportRow(SealedRecord, Model):
    """One row of the file: its number in the sheet, its cells as text by column, what is wrong with it, the case it became."""

    __table_args__ = (UniqueConstraint("register_import_id", "number"),)

    register_import_id: Mapped[int] = mapped_column(BigKey, ForeignKey("register_import.id"))
    number: Mapped[int]
    cells_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_wrong: Mapped[bool] = mapped_column(default=False)
    faults_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)

    cells = SealedJSON("cells_sealed")
    faults = SealedJSON("faults_sealed")
