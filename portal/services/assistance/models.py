"""The files of those who are supported (在保户): members by month, decisions by month, hearings, reviews, what is still owed.

A month is kept as its first day, money in whole fen. The decision in force in a month is the last one not reversed whose
`effective_month` is not later; nothing else says what is paid.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.residents.groups import Household
from portal.residents.models import INDEX_LENGTH, Resident
from portal.services.assistance.schemes import AREAS, FILE_STATES, METHODS, SCHEMES, STOPPING
from portal.services.models import Application
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText

_STILL_IN = text("until_month IS NULL AND is_counted")
_STILL_IN_SQLITE = text("until_month IS NULL AND is_counted = 1")


def _one_of(column: str, codes: Any) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class SupportStandard(Model):
    """A standard in force from a month on: the base sum a person (`code` empty), a tier, a line of 分类施保, a level of care.

    The sum is `fen`, or `percent` of the base standard in hundredths of a per cent. `source` is the paper that set it.
    """

    __table_args__ = (
        _one_of("scheme", SCHEMES),
        CheckConstraint("(fen IS NULL) <> (percent IS NULL)", name="sum_or_share"),
        Index("ix_support_standard_lookup", "scheme", "area", "code", "valid_from"),
    )

    scheme: Mapped[str] = mapped_column(String(20))
    area: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(20), default="")
    unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    fen: Mapped[int | None] = mapped_column(BigInteger)
    percent: Mapped[int | None]
    valid_from: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(100), default="")
    entered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)


class SupportFile(Versioned, SealedRecord, Model):
    """One household that is supported under one scheme (在保户). `unit_id` is its community, `street_id` the street that pays.

    `first_granted_on` never changes; a household that returns after a stop gets a new file. `fading_until` is the last month
    of a 渐退期.
    """

    __table_args__ = (
        _one_of("scheme", SCHEMES),
        _one_of("area", AREAS),
        _one_of("state", FILE_STATES),
        Index("ix_support_file_standing", "street_id", "scheme", "state"),
        Index("ix_support_file_review", "next_review_on"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    scheme: Mapped[str] = mapped_column(String(20))
    area: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(2), default="")
    state: Mapped[str] = mapped_column(String(10), default="active")
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    household_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("household.id"), index=True)
    head_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    head_name: Mapped[str] = mapped_column(String(100))
    application_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("application.id"), index=True)
    first_granted_on: Mapped[dt.date] = mapped_column(Date)
    start_month: Mapped[dt.date] = mapped_column(Date)
    stop_month: Mapped[dt.date | None] = mapped_column(Date)
    fading_until: Mapped[dt.date | None] = mapped_column(Date)
    next_review_on: Mapped[dt.date | None] = mapped_column(Date)
    is_relative_of_staff: Mapped[bool] = mapped_column(default=False)
    bank_name: Mapped[str] = mapped_column(String(100), default="")
    account_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH), index=True)
    account_tail: Mapped[str] = mapped_column(String(4), default="")
    account_holder: Mapped[str] = mapped_column(String(100), default="")
    account_relation: Mapped[str] = mapped_column(String(40), default="")
    account_basis: Mapped[str] = mapped_column(String(20), default="")
    account_agreement_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    account = SealedText("account_sealed")

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    street: Mapped[Unit] = relationship(foreign_keys=[street_id])
    household: Mapped[Household | None] = relationship()
    head: Mapped[Resident] = relationship()
    application: Mapped[Application | None] = relationship()
    account_agreement: Mapped[StoredFile | None] = relationship()
    members: Mapped[list[SupportMember]] = relationship(
        back_populates="file", foreign_keys="SupportMember.file_id", order_by="SupportMember.id"
    )
    decisions: Mapped[list[SupportDecision]] = relationship(
        back_populates="file", order_by="SupportDecision.effective_month, SupportDecision.id"
    )

    @property
    def shown_state(self) -> str:
        """The state as a reader is told it: who will be stopped is paid until the month of the stop (`SHOWN_STATES`)."""
        is_to_come = self.stop_month is not None and self.stop_month > clock.today()
        return STOPPING if self.state == "stopped" and is_to_come else self.state


class SupportMember(Model):
    """One person in a file from a month to a month (the last one included). Counted in one file only, across all schemes.

    `relation` to the head is a code of GB/T 4761; `not_counted_because` says why somebody in the family is not counted.
    """

    __table_args__ = (
        CheckConstraint("until_month IS NULL OR until_month >= since_month", name="until_after_since"),
        Index(
            "uq_support_member_one_file",
            "resident_id",
            unique=True,
            sqlite_where=_STILL_IN_SQLITE,
            postgresql_where=_STILL_IN,
        ),
        Index("ix_support_member_resident_id_until", "resident_id", "until_month"),
    )

    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"), index=True)
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"))
    relation: Mapped[str] = mapped_column(String(2))
    since_month: Mapped[dt.date] = mapped_column(Date)
    until_month: Mapped[dt.date | None] = mapped_column(Date)
    is_counted: Mapped[bool] = mapped_column(default=True)
    not_counted_because: Mapped[str] = mapped_column(String(30), default="")
    left_because: Mapped[str] = mapped_column(String(30), default="")
    moved_to_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_file.id"))

    file: Mapped[SupportFile] = relationship(back_populates="members", foreign_keys=[file_id])
    resident: Mapped[Resident] = relationship()


class SupportDecision(SealedRecord, Model):
    """What a file is paid from a month on, by which decision (确认、变更、停发). Never changed; another one reverses it.

    `base_fen` is the household's sum, `extra_fen` the lines of 分类施保, `total_fen` both; all three are 0 for a stop. `sheet`
    is the reckoning as it stood (计算表); it, the household's income and the reason in words are sealed. `number` is the
    decision's own number, printed on letters and in payment months.
    """

    __table_args__ = (
        _one_of("method", METHODS),
        CheckConstraint("total_fen = base_fen + extra_fen AND total_fen >= 0", name="total"),
        Index("ix_support_decision_month", "file_id", "effective_month", "id"),
    )

    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(80), index=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    decided_on: Mapped[dt.date] = mapped_column(Date)
    effective_month: Mapped[dt.date] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(12))
    persons: Mapped[int]
    standard_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    income_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    base_fen: Mapped[int] = mapped_column(BigInteger)
    extra_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    total_fen: Mapped[int] = mapped_column(BigInteger)
    reason_code: Mapped[str] = mapped_column(String(30), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sheet_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    change_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_change.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("application.id"))
    adjustment_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    prepared_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    reversed_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    income_fen = SealedJSON("income_sealed", 0)
    reason = SealedText("reason_sealed", "")
    sheet = SealedJSON("sheet_sealed")

    file: Mapped[SupportFile] = relationship(back_populates="decisions")
    document: Mapped[Document | None] = relationship()
    change: Mapped[SupportChange | None] = relationship(back_populates="decision")
    reversed_by: Mapped[SupportDecision | None] = relationship(remote_side="SupportDecision.id")


class SupportChange(Versioned, SealedRecord, Model):
    """A change that is being prepared (拟作出的变更): proposed by one, decided by another. Its hearing hangs on it.

    `planned` holds what the decision will say: persons, method, standard, income, sums, sheet.
    """

    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="proposed", index=True)
    effective_month: Mapped[dt.date] = mapped_column(Date)
    reason_code: Mapped[str] = mapped_column(String(30), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    planned_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    nobody_to_hear: Mapped[bool] = mapped_column(default=False)
    kin_contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposed_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    proposed_on: Mapped[dt.date] = mapped_column(Date)
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reason = SealedText("reason_sealed")
    planned = SealedJSON("planned_sealed")
    kin_contact = SealedText("kin_contact_sealed")

    file: Mapped[SupportFile] = relationship()
    proposer: Mapped[StaffAccount] = relationship(foreign_keys=[proposed_by])
    decision: Mapped[SupportDecision | None] = relationship(back_populates="change")
    hearings: Mapped[list[SupportHearing]] = relationship(
        back_populates="change", order_by="SupportHearing.id"
    )


class SupportHearing(SealedRecord, Model):
    """The record of hearing somebody before a reduction or a stop (听取意见记录; 社会救助法 art. 48). Two staff sign."""

    change_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_change.id"), index=True)
    told_on: Mapped[dt.date] = mapped_column(Date)
    heard_on: Mapped[dt.date] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(10))
    heard_name: Mapped[str] = mapped_column(String(100))
    is_waived: Mapped[bool] = mapped_column(default=False)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    staff_one: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    staff_two: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    signed_file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    words = SealedJSON("words_sealed")

    change: Mapped[SupportChange] = relationship(back_populates="hearings")
    document: Mapped[Document | None] = relationship()


class SupportReview(SealedRecord, Model):
    """One review of a file (定期核查): when it was due, when it was done, by which two, and what was found."""

    __table_args__ = (Index("ix_support_review_due", "due_on", "done_on"),)

    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"), index=True)
    due_on: Mapped[dt.date] = mapped_column(Date)
    done_on: Mapped[dt.date | None] = mapped_column(Date)
    done_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    done_with: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    finding: Mapped[str] = mapped_column(String(20), default="")
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    note = SealedText("note_sealed")

    file: Mapped[SupportFile] = relationship()


class SupportDue(SealedRecord, Model):
    """What is owed to a file besides the month's sum (补发), or to be taken back from it (扣回), until a payment month has it.

    `fen` is positive for arrears and negative for a recovery; `months` says how many months it covers.
    """

    __table_args__ = (
        CheckConstraint("fen <> 0", name="something"),
        Index("ix_support_due_open", "file_id", "settled_month"),
    )

    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"))
    kind: Mapped[str] = mapped_column(String(12))
    fen: Mapped[int] = mapped_column(BigInteger)
    first_month: Mapped[dt.date] = mapped_column(Date)
    months: Mapped[int] = mapped_column(default=1)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decision_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"))
    adjustment_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    payment_line_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    settled_month: Mapped[dt.date | None] = mapped_column(Date)
    cancelled_on: Mapped[dt.date | None] = mapped_column(Date)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSONDict)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reason = SealedText("reason_sealed", "")

    file: Mapped[SupportFile] = relationship()
    decision: Mapped[SupportDecision | None] = relationship()
