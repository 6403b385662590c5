"""The records of payment by the case (以案定补) and of what speaks against invention: lists and lines, settled suspicions,
samples."""

from __future__ import annotations

import datetime as dt

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
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.models import one_of
from portal.documents.models import Document
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.states import DIFFICULTIES
from portal.mediation.volumes.kinds import CALL_RESULTS, PAY_FORMS, PAY_STATES, SUSPICIONS, VERDICTS
from portal.units.models import Unit
from portal.vault import SealedRecord, SealedText

_FIRST = text("corrects_id IS NULL AND left_out_because = ''")


class PayList(Versioned, Model):
    """One list of payment by the case (以案定补发放表) of a street's committees for a period; once approved, never changed."""

    __table_args__ = (
        one_of("state", PAY_STATES),
        CheckConstraint("period_last >= period_first", name="period"),
        CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_has_its_day"),
        Index("ix_pay_list_street", "unit_id", "period_first"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    period_first: Mapped[dt.date] = mapped_column(Date)
    period_last: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    total_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    made_on: Mapped[dt.date] = mapped_column(Date)
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    approved_on: Mapped[dt.date | None] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    discarded_because: Mapped[str] = mapped_column(String(300), default="")

    unit: Mapped[Unit] = relationship()
    maker: Mapped[StaffAccount] = relationship()
    document: Mapped[Document | None] = relationship()
    lines: Mapped[list[PayLine]] = relationship(
        back_populates="pay_list", order_by="PayLine.id", foreign_keys="PayLine.pay_list_id"
    )

    @property
    def standing(self) -> list[PayLine]:
        """The lines that are paid."""
        return [line for line in self.lines if not line.left_out_because]


class PayLine(Model):
    """A case in a list: its grade, its form, the sum and who gets it.

    One that corrects a line of an approved list names that line and may be less than nothing.
    """

    __table_args__ = (
        one_of("grade", DIFFICULTIES),
        one_of("form", PAY_FORMS),
        CheckConstraint("corrects_id IS NOT NULL OR fen >= 0", name="only_a_correction_takes_back"),
        CheckConstraint("corrects_id IS NULL OR reason <> ''", name="a_correction_has_its_reason"),
        Index("uq_pay_line_case", "case_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
    )

    pay_list_id: Mapped[int] = mapped_column(BigKey, ForeignKey("pay_list.id"), index=True)
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"), index=True)
    grade: Mapped[str] = mapped_column(String(10))
    form: Mapped[str] = mapped_column(String(10))
    fen: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(300), default="")
    corrects_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("pay_line.id"), index=True)
    left_out_because: Mapped[str] = mapped_column(String(300), default="")

    pay_list: Mapped[PayList] = relationship(back_populates="lines", foreign_keys=[pay_list_id])
    case: Mapped[MediationCase] = relationship()
    mediator: Mapped[Mediator] = relationship()
    corrects: Mapped[PayLine | None] = relationship(remote_side="PayLine.id")


class SuspicionVerdict(SealedRecord, Model):
    """What came of looking into one suspicion, in words. `about` tells it from others of its kind (the other case, the party)."""

    __table_args__ = (
        one_of("kind", SUSPICIONS),
        one_of("verdict", VERDICTS),
        UniqueConstraint("case_id", "kind", "about"),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"))
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(60))
    verdict: Mapped[str] = mapped_column(String(10))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    settled_on: Mapped[dt.date] = mapped_column(Date)
    settled_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    words = SealedText("words_sealed")

    case: Mapped[MediationCase] = relationship()
    settler: Mapped[StaffAccount] = relationship()


class CallSample(Model):
    """A sample of cases whose parties are called back (抽查回访): so many of a hundred, drawn by a seed that is kept."""

    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
        CheckConstraint("period_last >= period_first", name="period"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    period_first: Mapped[dt.date] = mapped_column(Date)
    period_last: Mapped[dt.date] = mapped_column(Date)
    percent: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    population: Mapped[int]
    drawn_on: Mapped[dt.date] = mapped_column(Date)
    drawn_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    unit: Mapped[Unit] = relationship()
    drawer: Mapped[StaffAccount] = relationship()
    calls: Mapped[list[CallBack]] = relationship(back_populates="sample", order_by="CallBack.id")


class CallBack(Versioned, SealedRecord, Model):
    """One case of a sample, and what its parties said when they were called; the later result stands."""

    __table_args__ = (one_of("result", ("", *CALL_RESULTS)), UniqueConstraint("sample_id", "case_id"))

    sample_id: Mapped[int] = mapped_column(BigKey, ForeignKey("call_sample.id"))
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    result: Mapped[str] = mapped_column(String(15), default="")
    called: Mapped[str] = mapped_column(String(100), default="")
    called_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    called_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    note = SealedText("note_sealed")

    sample: Mapped[CallSample] = relationship(back_populates="calls")
    case: Mapped[MediationCase] = relationship()
    caller: Mapped[StaffAccount | None] = relationship()
