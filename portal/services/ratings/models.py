"""The records of ratings: what a resident said of a case, once and once more, and the call back that a bad one opens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.services.models import Application
from portal.services.ratings.levels import CALL_STATES, FINDINGS, WAYS
from portal.units.models import Unit
from portal.vault import SealedRecord, SealedText


def _one_of(column: str, codes: object) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{c}'" for c in codes) + ")", name=column)  # type: ignore[attr-defined]


class CaseRating(SealedRecord, Model):
    """One rating of a case: round 1, or 2 for the one change of mind. Append only: both stay, the last counts (`is_last`).

    `aspects` are levels by code. Who typed it in stands in the trail and nowhere else: a rating is of the service.
    """

    __table_args__ = (
        UniqueConstraint("application_id", "round"),
        CheckConstraint("round IN (1, 2)", name="round"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        _one_of("way", WAYS),
        Index("ix_case_rating_ledger", "unit_id", "rated_on", "id"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    item_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_item.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    is_last: Mapped[bool] = mapped_column(default=True)
    level: Mapped[int]
    aspects: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    way: Mapped[str] = mapped_column(String(10))
    rated_on: Mapped[dt.date] = mapped_column(Date)
    remark_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    remark = SealedText("remark_sealed")

    application: Mapped[Application] = relationship()
    unit: Mapped[Unit] = relationship()
    callback: Mapped[RatingCallback | None] = relationship(back_populates="rating")


class RatingCallback(Versioned, SealedRecord, Model):
    """The call back after a bad rating (差评回访): by when to call, what was found, by when to mend it, what was done."""

    __table_args__ = (
        _one_of("state", CALL_STATES),
        _one_of("finding", ("", *FINDINGS)),
        CheckConstraint("(state = 'settled') = (settled_on IS NOT NULL)", name="settled_on_a_day"),
        Index("ix_rating_callback_work", "unit_id", "state", "call_by"),
    )

    rating_id: Mapped[int] = mapped_column(BigKey, ForeignKey("case_rating.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    call_by: Mapped[dt.date] = mapped_column(Date)
    mend_by: Mapped[dt.date] = mapped_column(Date)
    called_on: Mapped[dt.date | None] = mapped_column(Date)
    finding: Mapped[str] = mapped_column(String(10), default="")
    found_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    handler_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)

    found = SealedText("found_sealed")
    done = SealedText("done_sealed")

    rating: Mapped[CaseRating] = relationship(back_populates="callback")
    unit: Mapped[Unit] = relationship()
