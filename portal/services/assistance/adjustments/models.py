"""The records of a standard adjustment (标准调整): the batch with its frozen sums, and one line for each file it looks at.

A line keeps what went into its figures, so that they can be reckoned again years later. Nothing here pays anybody.
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
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.errors import N_
from portal.services.assistance.models import SupportDecision, SupportFile
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText

ADJUSTMENT_STATES = {
    "draft": N_("待预览"),
    "previewing": N_("正在预览"),
    "previewed": N_("待审批"),
    "applying": N_("正在执行"),
    "applied": N_("已执行"),
    "reversal_asked": N_("待审批撤销"),
    "reversing": N_("正在撤销"),
    "reversed": N_("已撤销"),
    "cancelled": N_("已取消"),
}
TONES = {
    "draft": "neutral",
    "previewing": "waiting",
    "previewed": "info",
    "applying": "waiting",
    "applied": "good",
    "reversal_asked": "warn",
    "reversing": "waiting",
    "reversed": "paused",
    "cancelled": "neutral",
}
# In these a batch is under way, and no second one of its scheme and area may be begun beside it.
UNDER_WAY = frozenset({"draft", "previewing", "previewed", "applying", "reversal_asked", "reversing"})
SIGNED_AS = "standard_adjustment"  # the chain of signers, see `chain`
CHANGE, EXCEPTION, LEAD = "change", "exception", "lead"
LINE_KINDS = {CHANGE: N_("调整"), EXCEPTION: N_("例外"), LEAD: N_("潜在新增")}


def _one_of(column: str, codes: Any) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class Adjustment(Versioned, Model):
    """One batch: from which month which standard takes the place of which, by which paper.

    `old_fen` and `new_fen` are a month, for a person, or for a household where the scheme is flat. `run_month` is the first
    month that is paid at the new sum by itself; the months from `effective_month` to it are arrears. `terms` is what the
    reckoning went by, `digest` covers every line and sum of the preview. `job_id` is the job that was asked for last.
    """

    __table_args__ = (
        _one_of("scheme", SCHEMES),
        _one_of("area", AREAS),
        _one_of("state", ADJUSTMENT_STATES),
        CheckConstraint("new_fen > 0 AND old_fen >= 0 AND new_fen <> old_fen", name="moves"),
        CheckConstraint("run_month >= effective_month", name="months_in_order"),
        Index("ix_adjustment_list", "street_id", "scheme", "area", "effective_month"),
    )

    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    scheme: Mapped[str] = mapped_column(String(20))
    area: Mapped[str] = mapped_column(String(10))
    old_fen: Mapped[int] = mapped_column(BigInteger)
    new_fen: Mapped[int] = mapped_column(BigInteger)
    effective_month: Mapped[dt.date] = mapped_column(Date)
    run_month: Mapped[dt.date] = mapped_column(Date)
    decided_on: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="draft")

    terms: Mapped[dict[str, Any] | None] = mapped_column(JSONDict)
    digest: Mapped[str] = mapped_column(String(64), default="")
    previewed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    files: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)
    persons: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    exceptions: Mapped[int] = mapped_column(default=0)
    leads: Mapped[int] = mapped_column(default=0)
    delta_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    arrears_months: Mapped[int] = mapped_column(default=0)
    arrears_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    new_total_fen: Mapped[int] = mapped_column(BigInteger, default=0)

    prepared_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    approved_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    approved_on: Mapped[dt.date | None] = mapped_column(Date)
    applied_on: Mapped[dt.date | None] = mapped_column(Date)
    standard_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_standard.id"))
    reversal_reason: Mapped[str] = mapped_column(Text, default="")
    reversal_refusal: Mapped[str] = mapped_column(Text, default="")
    reversal_month: Mapped[dt.date | None] = mapped_column(Date)
    reversal_asked_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    reversal_approved_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    reversed_on: Mapped[dt.date | None] = mapped_column(Date)
    recovered_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    street: Mapped[Unit] = relationship()
    preparer: Mapped[StaffAccount] = relationship(foreign_keys=[prepared_by])
    approver: Mapped[StaffAccount | None] = relationship(foreign_keys=[approved_by])
    reversal_asker: Mapped[StaffAccount | None] = relationship(foreign_keys=[reversal_asked_by])
    reversal_approver: Mapped[StaffAccount | None] = relationship(foreign_keys=[reversal_approved_by])


class AdjustmentLine(SealedRecord, Model):
    """One file (or application, for a lead) as the preview saw it, and what became of it.

    `decision_id` is the decision that the figures start from. `reason` says why an exception is one, or what a lead is.
    `workings` holds what else went into the figures: the parts of 分类施保, and the months of the arrears where these differ.
    An exception is settled by itself: `asked_by` proposed that it be adjusted after all, `settled_by` decided, `note` says why.
    """

    __table_args__ = (
        _one_of("kind", LINE_KINDS),
        UniqueConstraint("adjustment_id", "position"),
        Index("ix_adjustment_line_kind", "adjustment_id", "kind", "position"),
    )

    adjustment_id: Mapped[int] = mapped_column(BigKey, ForeignKey("adjustment.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20), default="")
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_file.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("application.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    number: Mapped[str] = mapped_column(String(80))
    head_name: Mapped[str] = mapped_column(String(100))
    method: Mapped[str] = mapped_column(String(12), default="difference")
    persons: Mapped[int] = mapped_column(default=0)
    income_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    old_standard_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    old_base_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    old_extra_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    old_total_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    new_standard_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    new_base_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    new_extra_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    new_total_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    delta_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    arrears_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    from_month: Mapped[dt.date | None] = mapped_column(Date)
    workings: Mapped[dict[str, Any] | None] = mapped_column(JSONDict)
    new_decision_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    reversal_decision_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("support_decision.id"))
    outcome: Mapped[str] = mapped_column(String(20), default="")
    asked_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    settled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    income_fen = SealedJSON("income_sealed", 0)
    note = SealedText("note_sealed", "")

    adjustment: Mapped[Adjustment] = relationship()
    file: Mapped[SupportFile | None] = relationship()
    unit: Mapped[Unit] = relationship()
    decision: Mapped[SupportDecision | None] = relationship(foreign_keys=[decision_id])
    new_decision: Mapped[SupportDecision | None] = relationship(foreign_keys=[new_decision_id])
