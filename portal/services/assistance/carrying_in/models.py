"""The records of coming in from paper (纸质转入): one workbook that was handed in, and its rows with what is wrong in each.

Rows hold identity numbers and are sealed; what they said is forgotten once they have come in.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.errors import N_
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord

CARRY_IN_STATES = {
    "checking": N_("正在试运行"),
    "checked": N_("已试运行"),
    "running": N_("正在转入"),
    "done": N_("已转入"),
    "cancelled": N_("已取消"),
}
TONES = {
    "checking": "waiting",
    "checked": "info",
    "running": "waiting",
    "done": "good",
    "cancelled": "neutral",
}
ROW_STATES = {
    "waiting": N_("未检查"),
    "good": N_("可以转入"),
    "wrong": N_("有误，不转入"),
    "taken": N_("已转入"),
}


class CarryIn(Versioned, Model):
    """One workbook of one kind (households, cards, numbers) for one street. Tried by one person, carried in by another."""

    __table_args__ = (
        CheckConstraint(
            "state IN (" + ", ".join(f"'{s}'" for s in CARRY_IN_STATES) + ")",
            name="state",
        ),
    )

    kind: Mapped[str] = mapped_column(String(20))
    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(10), default="checking")
    rows: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    handed_in_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    run_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    done_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    street: Mapped[Unit] = relationship()
    handed_in: Mapped[StaffAccount] = relationship(foreign_keys=[handed_in_by])
    runner: Mapped[StaffAccount | None] = relationship(foreign_keys=[run_by])


class CarryInRow(SealedRecord, Model):
    """One row of the workbook. `key` ties the rows of one household together; `faults` names cell, column and what is wrong."""

    __table_args__ = (
        CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in ROW_STATES) + ")", name="state"),
        UniqueConstraint("carry_in_id", "number"),
        Index("ix_carry_in_row_state", "carry_in_id", "state", "number"),
    )

    carry_in_id: Mapped[int] = mapped_column(BigKey, ForeignKey("carry_in.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    values_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    faults_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    record_kind: Mapped[str] = mapped_column(String(40), default="")
    record_id: Mapped[int | None] = mapped_column(BigInteger)

    values = SealedJSON("values_sealed")
    faults = SealedJSON("faults_sealed")
