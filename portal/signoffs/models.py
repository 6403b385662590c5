"""The record of a signature in an office's chain (签批): who signed which step, by name, post and day as they were then."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import BigKey, Model, UTCDateTime

_STANDING = text("struck_at IS NULL")


class Signoff(Model):
    """One signature. It is never changed or deleted: when the ground has changed it is struck, with the reason.

    `subject_type` is the class name of the record that was signed. Somebody outside the portal has no account: a member of
    staff (`entered_by`) copied name, post and day from the signed paper.
    """

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) = is_outside", name="outside"),
        CheckConstraint("(struck_at IS NULL) = (struck_reason = '')", name="struck_with_reason"),
        Index("ix_signoff_subject", "subject_type", "subject_id", "chain"),
        Index(
            "uq_signoff_standing",
            "subject_type",
            "subject_id",
            "chain",
            "step",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int] = mapped_column(BigKey)
    chain: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(30))
    position: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    signer_name: Mapped[str] = mapped_column(String(100))
    post_label: Mapped[str] = mapped_column(String(150))
    signed_on: Mapped[dt.date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    is_outside: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    struck_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    struck_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    struck_reason: Mapped[str] = mapped_column(String(500), default="")
