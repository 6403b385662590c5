"""The records of payment months: the batch, its frozen lines, the differences against the month before, anomalies, returns.

Money is whole fen, a month its first day. A line keeps what stood in the file when the list was drawn up; a bank account is
copied as it is sealed in the file, with the key that it is bound to.
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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.residents.models import INDEX_LENGTH
from portal.services.assistance.models import SupportDecision, SupportDue, SupportFile
from portal.services.assistance.payments.states import (
    DIFFERENCES,
    KINDS,
    LINE_STATES,
    MONTH_STATES,
    RETURN_STATES,
    SETTLED,
    WEIGHTS,
)
from portal.services.assistance.schemes import SCHEMES
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText


def _one_of(column: str, codes: Any, name: str = "") -> CheckConstraint:
    listed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} IN ({listed})", name=name or column)


class _AccountOfFile(SealedText):
    """The account number of a file, read from the copy of its ciphertext; never sealed anew."""

    def _context(self, record: Any) -> bytes:
        return f"{SupportFile.__tablename__}|{self.column}|".encode() + record.record_key


class PaymentMonth(Versioned, Model):
    """One batch (发放批次): the month's own (`run` 0), or a numbered one besides it. The sums are of the lines not withheld.

    `rate_fen` is the sum a person of a price subsidy. `file_digest` is the SHA-256 of the file that went to the bank,
    `bank_job_id` the job that made it last.
    """

    __table_args__ = (
        UniqueConstraint("street_id", "scheme", "month", "run"),
        _one_of("scheme", SCHEMES),
        _one_of("kind", KINDS),
        _one_of("state", MONTH_STATES),
        CheckConstraint("(run = 0) = (kind = 'regular')", name="run"),
        CheckConstraint(
            "net_fen = base_fen + extra_fen + arrears_fen - recovery_fen AND net_fen >= 0", name="net"
        ),
        Index("ix_payment_month_list", "street_id", "month", "id"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    scheme: Mapped[str] = mapped_column(String(20))
    month: Mapped[dt.date] = mapped_column(Date)
    run: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20), default="regular")
    state: Mapped[str] = mapped_column(String(20), default="preparing", index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    rate_fen: Mapped[int | None] = mapped_column(BigInteger)
    pay_on: Mapped[dt.date] = mapped_column(Date)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    prepared_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    prepared_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    households: Mapped[int] = mapped_column(default=0)
    persons: Mapped[int] = mapped_column(default=0)
    base_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    extra_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    arrears_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    recovery_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    net_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    withheld_households: Mapped[int] = mapped_column(default=0)
    withheld_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    same_households: Mapped[int] = mapped_column(default=0)
    approved_on: Mapped[dt.date | None] = mapped_column(Date)
    approved_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    exported_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    exported_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    export_reason: Mapped[str] = mapped_column(String(200), default="")
    file_digest: Mapped[str] = mapped_column(String(64), default="")
    bank_job_id: Mapped[int | None] = mapped_column(BigInteger)
    paid_on: Mapped[dt.date | None] = mapped_column(Date)
    returned_households: Mapped[int] = mapped_column(default=0)
    returned_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    archived_on: Mapped[dt.date | None] = mapped_column(Date)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    street: Mapped[Unit] = relationship()
    preparer: Mapped[StaffAccount] = relationship(foreign_keys=[prepared_by])


class PaymentLine(SealedRecord, Model):
    """One household of a batch, as it was frozen. `rest_fen` is what of a recovery is left for the months to come.

    `record_key` is the file's, for `account_sealed` is its ciphertext. `comes_later` marks a withheld line whose sum is owed.
    """

    __table_args__ = (
        UniqueConstraint("month_id", "file_id"),
        UniqueConstraint("month_id", "position"),
        _one_of("state", LINE_STATES),
        CheckConstraint(
            "net_fen = base_fen + extra_fen + arrears_fen - recovery_fen AND net_fen >= 0 AND rest_fen >= 0",
            name="net",
        ),
        Index("ix_payment_line_file_id", "file_id", "month_id"),
        Index("ix_payment_line_account", "month_id", "account_index"),
    )

    month_id: Mapped[int] = mapped_column(BigKey, ForeignKey("payment_month.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"))
    number: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    head_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"))
    head_name: Mapped[str] = mapped_column(String(100))
    account_holder: Mapped[str] = mapped_column(String(100), default="")
    bank_name: Mapped[str] = mapped_column(String(100), default="")
    account_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH))
    account_tail: Mapped[str] = mapped_column(String(4), default="")
    decision_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"))
    decision_number: Mapped[str] = mapped_column(String(80), default="")
    method: Mapped[str] = mapped_column(String(12), default="")
    persons: Mapped[int]
    standard_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    base_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    extra_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    arrears_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    recovery_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    rest_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    net_fen: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10), default="listed")
    comes_later: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="")

    account = _AccountOfFile("account_sealed")

    month: Mapped[PaymentMonth] = relationship()
    file: Mapped[SupportFile] = relationship()
    unit: Mapped[Unit] = relationship()


class PaymentDifference(Model):
    """One household that is paid otherwise than the month before, and by which decision: new, stopped, changed, or once.

    A difference without a decision number keeps the list from being approved.
    """

    __table_args__ = (
        UniqueConstraint("month_id", "file_id", "kind"),
        _one_of("kind", DIFFERENCES),
    )

    month_id: Mapped[int] = mapped_column(BigKey, ForeignKey("payment_month.id"))
    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"))
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    head_name: Mapped[str] = mapped_column(String(100))
    persons_before: Mapped[int] = mapped_column(default=0)
    persons_after: Mapped[int] = mapped_column(default=0)
    before_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    after_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    decision_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"))
    decision_number: Mapped[str] = mapped_column(String(80), default="")
    why: Mapped[str] = mapped_column(String(200), default="")

    month: Mapped[PaymentMonth] = relationship()
    unit: Mapped[Unit] = relationship()
    decision: Mapped[SupportDecision | None] = relationship()


class PaymentAnomaly(SealedRecord, Model):
    """Something wrong or odd with one household of a list, and how it was settled: left out, or kept, with a reason."""

    __table_args__ = (
        UniqueConstraint("month_id", "file_id", "code"),
        _one_of("weight", WEIGHTS),
        _one_of("settled", ("", *SETTLED)),
        Index("ix_payment_anomaly_open", "month_id", "settled", "weight"),
    )

    month_id: Mapped[int] = mapped_column(BigKey, ForeignKey("payment_month.id"))
    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"))
    code: Mapped[str] = mapped_column(String(30))
    weight: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(80))
    head_name: Mapped[str] = mapped_column(String(100))
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    settled: Mapped[str] = mapped_column(String(10), default="")
    comes_later: Mapped[bool] = mapped_column(default=False)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    settled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    settled_on: Mapped[dt.date | None] = mapped_column(Date)

    details = SealedJSON("details_sealed")
    reason = SealedText("reason_sealed", "")

    month: Mapped[PaymentMonth] = relationship()
    file: Mapped[SupportFile] = relationship()


class PaymentReturn(Versioned, SealedRecord, Model):
    """Money that the bank gave back (退票). One a line; what is owed again because of it is one due, and never two.

    `unearned_fen` is the part of it that a reversed adjustment had added: it is not paid again, nor recovered.
    """

    __table_args__ = (
        _one_of("state", RETURN_STATES),
        CheckConstraint("fen > 0", name="fen"),
        Index("ix_payment_return_state", "state", "id"),
    )

    line_id: Mapped[int] = mapped_column(BigKey, ForeignKey("payment_line.id"), unique=True)
    month_id: Mapped[int] = mapped_column(BigKey, ForeignKey("payment_month.id"), index=True)
    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("support_file.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    returned_on: Mapped[dt.date] = mapped_column(Date)
    reason_code: Mapped[str] = mapped_column(String(20))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH), index=True)
    unearned_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(10), default="open")
    due_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_due.id"), unique=True)
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    settled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    settled_on: Mapped[dt.date | None] = mapped_column(Date)

    note = SealedText("note_sealed")
    outcome = SealedText("outcome_sealed")

    line: Mapped[PaymentLine] = relationship()
    month: Mapped[PaymentMonth] = relationship()
    file: Mapped[SupportFile] = relationship()
    due: Mapped[SupportDue | None] = relationship()
