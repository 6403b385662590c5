"""The records of screening: what was done to look for disputes, which reports are owed, and every edition of each report.

What is done about a single dispute that was found (responsibility, measures, progress, grave reports) is in `ledger_models`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.disputes.models import Dispute, one_of
from portal.documents.models import Document
from portal.screening.kinds import (
    ACT_KINDS,
    EDITION_REASONS,
    GROUNDS,
    OBJECTION_STATES,
    PERIODS,
    REPORT_STATES,
)
from portal.units.models import Unit
from portal.vault import SealedRecord, SealedText

_DRAFT = text("state = 'draft'")
_IN_FORCE = text("state IN ('filed', 'sent')")
_OPEN = text("state = 'open'")


class SpecialPeriod(Versioned, Model):
    """A time in which named units report every day (特殊时段日报), besides their week. `ended_early_on` is its last day then."""

    __table_args__ = (CheckConstraint("first <= last", name="in_order"),)

    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    first: Mapped[dt.date] = mapped_column(Date)
    last: Mapped[dt.date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(200), default="")
    ended_early_on: Mapped[dt.date | None] = mapped_column(Date)
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    units: Mapped[list[SpecialPeriodUnit]] = relationship(
        back_populates="special_period", order_by="SpecialPeriodUnit.id"
    )

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= (self.ended_early_on or self.last)


class SpecialPeriodUnit(Model):
    """One unit that a special period names."""

    __table_args__ = (UniqueConstraint("special_period_id", "unit_id"),)

    special_period_id: Mapped[int] = mapped_column(BigKey, ForeignKey("special_period.id"))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)

    special_period: Mapped[SpecialPeriod] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()


class ReportDuty(Versioned, Model):
    """One report that one unit owes for one period: it exists before anybody files, so that silence is always seen.

    `street_id` is the street under which the unit stands on the period's last day. A unit's periods of one kind touch and
    never overlap. `due_at` follows the calendar until it has passed.
    """

    __table_args__ = (
        one_of("kind", PERIODS),
        CheckConstraint("first <= last", name="in_order"),
        UniqueConstraint("unit_id", "kind", "first"),
        Index("ix_report_duty_grid", "street_id", "kind", "first"),
        Index("ix_report_duty_due", "kind", "due_at"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    number: Mapped[int]
    first: Mapped[dt.date] = mapped_column(Date)
    last: Mapped[dt.date] = mapped_column(Date)
    label: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    special_period_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("special_period.id"), index=True)
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    street: Mapped[Unit] = relationship(foreign_keys=[street_id])
    special_period: Mapped[SpecialPeriod | None] = relationship()
    reports: Mapped[list[ScreeningReport]] = relationship(
        back_populates="duty", order_by="ScreeningReport.edition, ScreeningReport.id"
    )


class ScreeningReport(Versioned, SealedRecord, Model):
    """One edition of a report: frozen when it is filed, and readable for ever.

    `opening + found + came_in - resolved - went_out = closing` (期初、新增、转入、化解、移交上报、期末), or it cannot be stored.
    `is_zero`: nothing new; `closing` tells whether something is still open. `as_of` is set when the period was not over yet.
    `late_seconds` counts from the due time to the first edition. `figures` holds what the form prints besides.
    """

    __table_args__ = (
        one_of("state", REPORT_STATES),
        one_of("reason_code", EDITION_REASONS),
        CheckConstraint("opening + found + came_in - resolved - went_out = closing", name="adds_up"),
        CheckConstraint("NOT is_zero OR found = 0", name="zero_means_none_found"),
        UniqueConstraint("duty_id", "edition"),
        Index(
            "uq_screening_report_draft", "duty_id", unique=True, sqlite_where=_DRAFT, postgresql_where=_DRAFT
        ),
        Index(
            "uq_screening_report_in_force",
            "duty_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        Index("ix_screening_report_duty", "duty_id", "state"),
    )

    duty_id: Mapped[int] = mapped_column(BigKey, ForeignKey("report_duty.id"))
    edition: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    reason_code: Mapped[str] = mapped_column(String(12), default="first")
    reason: Mapped[str] = mapped_column(String(300), default="")
    is_automatic: Mapped[bool] = mapped_column(default=False)
    is_zero: Mapped[bool] = mapped_column(default=False)
    opening: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
    resolved: Mapped[int] = mapped_column(default=0)
    went_out: Mapped[int] = mapped_column(default=0)
    came_in: Mapped[int] = mapped_column(default=0)
    closing: Mapped[int] = mapped_column(default=0)
    acts: Mapped[int] = mapped_column(default=0)
    hands: Mapped[int] = mapped_column(default=0)
    figures: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    scope: Mapped[str] = mapped_column(String(300), default="")
    screeners: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    overview_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    problems_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_steps_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wants_help_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    late_reason: Mapped[str] = mapped_column(String(300), default="")
    late_seconds: Mapped[int] = mapped_column(default=0)
    clock_was_back: Mapped[bool] = mapped_column(default=False)
    as_of: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    filed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    filed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime, index=True)
    signed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    sent_on: Mapped[dt.date | None] = mapped_column(Date)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    ground_moved_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"), index=True)

    overview = SealedText("overview_sealed")
    problems = SealedText("problems_sealed")
    next_steps = SealedText("next_steps_sealed")
    wants_help = SealedText("wants_help_sealed")

    duty: Mapped[ReportDuty] = relationship(back_populates="reports")
    maker: Mapped[StaffAccount] = relationship(foreign_keys=[made_by])
    filer: Mapped[StaffAccount | None] = relationship(foreign_keys=[filed_by])
    document: Mapped[Document | None] = relationship()
    lines: Mapped[list[ReportLine]] = relationship(
        back_populates="report", order_by="ReportLine.position, ReportLine.id"
    )
    sources: Mapped[list[ReportSource]] = relationship(
        back_populates="report", order_by="ReportSource.id", foreign_keys="ReportSource.report_id"
    )


class ReportLine(Model):
    """One dispute in a report as it stood then: in which of its figures it counts, and what the form says of it."""

    __table_args__ = (UniqueConstraint("report_id", "dispute_id"),)

    report_id: Mapped[int] = mapped_column(BigKey, ForeignKey("screening_report.id"))
    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    position: Mapped[int]
    in_opening: Mapped[bool] = mapped_column(default=False)
    in_found: Mapped[bool] = mapped_column(default=False)
    in_resolved: Mapped[bool] = mapped_column(default=False)
    in_went_out: Mapped[bool] = mapped_column(default=False)
    in_came_in: Mapped[bool] = mapped_column(default=False)
    in_closing: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)

    report: Mapped[ScreeningReport] = relationship(back_populates="lines")
    dispute: Mapped[Dispute] = relationship()


class ReportSource(Model):
    """Which edition of which unit's report a street report rests on; without `source_id` the unit had not reported."""

    __table_args__ = (UniqueConstraint("report_id", "duty_id"),)

    report_id: Mapped[int] = mapped_column(BigKey, ForeignKey("screening_report.id"))
    duty_id: Mapped[int] = mapped_column(BigKey, ForeignKey("report_duty.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("screening_report.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))

    report: Mapped[ScreeningReport] = relationship(back_populates="sources", foreign_keys=[report_id])
    duty: Mapped[ReportDuty] = relationship()
    source: Mapped[ScreeningReport | None] = relationship(foreign_keys=[source_id])


class ScreeningAct(Versioned, Model):
    """One screening (排查) of a place on a day: what was looked at, by how many; never who was where when."""

    __table_args__ = (
        one_of("kind", ACT_KINDS),
        CheckConstraint("hands >= 1 AND times >= 1", name="at_least_one"),
        Index("ix_screening_act_list", "unit_id", "day"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    grid_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    day: Mapped[dt.date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(100))
    times: Mapped[int] = mapped_column(default=1)
    hands: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    struck_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    struck_because: Mapped[str] = mapped_column(String(200), default="")

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    grid: Mapped[Unit | None] = relationship(foreign_keys=[grid_id])
    enterer: Mapped[StaffAccount] = relationship()


class Objection(Versioned, SealedRecord, Model):
    """A unit says that a dispute of its week is not its own, is another one's twin, or is none; the street decides."""

    __table_args__ = (
        one_of("ground", GROUNDS),
        one_of("state", OBJECTION_STATES),
        Index("uq_objection_open", "dispute_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    duty_id: Mapped[int] = mapped_column(BigKey, ForeignKey("report_duty.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    ground: Mapped[str] = mapped_column(String(14))
    other_unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    other_dispute_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    raised_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    raised_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    state: Mapped[str] = mapped_column(String(10), default="open")
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    reason = SealedText("reason_sealed")
    answer = SealedText("answer_sealed")

    dispute: Mapped[Dispute] = relationship(foreign_keys=[dispute_id])
    other_dispute: Mapped[Dispute | None] = relationship(foreign_keys=[other_dispute_id])
    duty: Mapped[ReportDuty] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    other_unit: Mapped[Unit | None] = relationship(foreign_keys=[other_unit_id])
    raiser: Mapped[StaffAccount] = relationship(foreign_keys=[raised_by])
    decider: Mapped[StaffAccount | None] = relationship(foreign_keys=[decided_by])


class ChaseList(Model):
    """A printed list of reports that are missing (催报单), as it stood when it was drawn up."""

    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    drawn_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    drawn_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    rows: Mapped[list[Any]] = mapped_column(JSONDict, default=list)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"), index=True)

    street: Mapped[Unit] = relationship()
    document: Mapped[Document | None] = relationship()


class Bulletin(Versioned, Model):
    """A monthly bulletin (通报) of completion and punctuality by unit, frozen when issued; a corrected one has a new number."""

    __table_args__ = (
        CheckConstraint("state IN ('draft', 'issued', 'replaced', 'withdrawn')", name="state"),
        Index("ix_bulletin_month", "street_id", "month"),
    )

    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    month: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    replaces_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("bulletin.id"))
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    issued_on: Mapped[dt.date | None] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"), index=True)

    street: Mapped[Unit] = relationship()
    document: Mapped[Document | None] = relationship()
