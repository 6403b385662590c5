"""The records of long work: what was asked, how far it is, which worker holds it, and what came of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import BigKey, Model, UTCDateTime
from portal.errors import N_
from portal.vault import SealedJSON, SealedRecord

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES = {
    WAITING: N_("排队中"),
    RUNNING: N_("进行中"),
    DONE: N_("已完成"),
    FAILED: N_("未完成"),
    CANCELLED: N_("已取消"),
}
OPEN = (WAITING, RUNNING)


class Job(SealedRecord, Model):
    """One long task, asked for in the transaction of the change that wants it.

    `request_key` is the same for the same request of the same person: one of them at most is open. `lease` counts up each
    time a worker takes the job and fences off every earlier one; `attempts` counts only what may be the job's own fault.
    Arguments, notes (what an attempt leaves for the next) and outcome may name residents and are sealed.
    """

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
        Index(
            "uq_job_open_request",
            "request_key",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
        Index("ix_job_state_not_before", "state", "not_before"),
        Index("ix_job_asked_by_asked_at", "asked_by", "asked_at"),
    )

    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    request_key: Mapped[str] = mapped_column(String(64))
    arguments_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    notes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    asked_post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    phase: Mapped[str] = mapped_column(String(60), default="")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease: Mapped[int] = mapped_column(Integer, default=0)
    leased_by: Mapped[str] = mapped_column(String(80), default="")
    leased_until: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    not_before: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    is_cancel_asked: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    result_key: Mapped[str] = mapped_column(String(32), default="")
    result_name: Mapped[str] = mapped_column(String(200), default="")
    result_type: Mapped[str] = mapped_column(String(100), default="")
    result_size: Mapped[int] = mapped_column(BigKey, default=0)
    result_sha256: Mapped[str] = mapped_column(String(64), default="")
    result_until: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    arguments = SealedJSON("arguments_sealed")
    notes = SealedJSON("notes_sealed")
    outcome = SealedJSON("outcome_sealed")

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN
