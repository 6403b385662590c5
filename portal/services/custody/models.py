"""The records of custody: each original (原件) that was taken for an application, and every move of it. Moves are append only."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.services.custody.places import MOVES, STATES
from portal.services.models import Application
from portal.units.models import Unit


def _one_of(column: str, codes: object) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{c}'" for c in codes) + ")", name=column)  # type: ignore[attr-defined]


class Original(Versioned, Model):
    """One original in custody. `holder` is who has it while it is out: an office or an agent, by name.

    `return_on` is the day printed on the list by which the resident gets it back.
    """

    __table_args__ = (_one_of("state", STATES), Index("ix_original_work", "unit_id", "state", "taken_on"))

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    material_code: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(100))
    copies: Mapped[int] = mapped_column(default=1)
    pages: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="held")
    holder: Mapped[str] = mapped_column(String(100), default="")
    taken_on: Mapped[dt.date] = mapped_column(Date)
    return_on: Mapped[dt.date | None] = mapped_column(Date)
    out_since: Mapped[dt.date | None] = mapped_column(Date)
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    paper_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    application: Mapped[Application] = relationship()
    unit: Mapped[Unit] = relationship()
    paper: Mapped[Document | None] = relationship()
    moves: Mapped[list[OriginalMove]] = relationship(back_populates="original", order_by="OriginalMove.id")


class OriginalMove(Model):
    """One move of an original: who gave it to whom on which day, who signed for it, and why it was lost."""

    __table_args__ = (_one_of("kind", MOVES),)

    original_id: Mapped[int] = mapped_column(BigKey, ForeignKey("original.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    day: Mapped[dt.date] = mapped_column(Date)
    party: Mapped[str] = mapped_column(String(100), default="")
    relation: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    original: Mapped[Original] = relationship(back_populates="moves")
    account: Mapped[StaffAccount] = relationship()
