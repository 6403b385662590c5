"""What is done about a dispute that was found: who is responsible, by when, its progress; grave matters and their reports."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.models import Dispute, one_of
from portal.documents.models import Document
from portal.screening.kinds import GRAVE_KINDS
from portal.units.models import Unit
from portal.vault import SealedRecord, SealedText


class DisputeCare(Versioned, SealedRecord, Model):
    """Who answers for a dispute (责任单位、责任人、包案领导), with which measures and until when; one row a dispute.

    `limit_on` is counted by the risk level; while `suspended_on` is set the limit rests (中止).
    """

    __table_args__ = (UniqueConstraint("dispute_id"), Index("ix_dispute_care_limit", "limit_on"))

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"))
    responsible_unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    responsible_unit: Mapped[str] = mapped_column(String(100), default="")
    responsible_person: Mapped[str] = mapped_column(String(50), default="")
    leader: Mapped[str] = mapped_column(String(50), default="")
    measures_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    limit_on: Mapped[dt.date | None] = mapped_column(Date)
    limit_is_provisional: Mapped[bool] = mapped_column(default=False)
    limit_because: Mapped[str] = mapped_column(String(200), default="")
    next_visit_on: Mapped[dt.date | None] = mapped_column(Date)
    suspended_on: Mapped[dt.date | None] = mapped_column(Date)
    suspended_because: Mapped[str] = mapped_column(String(200), default="")
    escalated_to: Mapped[str] = mapped_column(String(100), default="")
    escalated_on: Mapped[dt.date | None] = mapped_column(Date)
    escalation_due_on: Mapped[dt.date | None] = mapped_column(Date)
    set_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    measures = SealedText("measures_sealed")
    outcome = SealedText("outcome_sealed")

    dispute: Mapped[Dispute] = relationship()
    unit: Mapped[Unit | None] = relationship()


class DisputeProgress(SealedRecord, Model):
    """One dated entry about what was done (进展). Never changed; a wrong one is struck with its reason."""

    __table_args__ = (Index("ix_dispute_progress_list", "dispute_id", "on", "id"),)

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"))
    on: Mapped[dt.date] = mapped_column(Date)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_visit: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    struck_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    struck_because: Mapped[str] = mapped_column(String(200), default="")

    text = SealedText("text_sealed")

    dispute: Mapped[Dispute] = relationship()
    enterer: Mapped[StaffAccount] = relationship()


class GraveReport(SealedRecord, Model):
    """A report of a grave matter (重大矛盾纠纷), at once: the first, any number of following ones, and the final one."""

    __table_args__ = (one_of("kind", GRAVE_KINDS), UniqueConstraint("dispute_id", "position"))

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    noticed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    reported_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    receiver: Mapped[str] = mapped_column(String(100))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_due_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime, index=True)
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    seen_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    seen_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"), index=True)

    text = SealedText("text_sealed")

    dispute: Mapped[Dispute] = relationship()
    maker: Mapped[StaffAccount] = relationship(foreign_keys=[made_by])
    document: Mapped[Document | None] = relationship()
