"""The records of errands: the commission with its office and limit, and one line for each thing that happened."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.services.errands.stages import STATES
from portal.services.models import Application
from portal.units.models import Unit

_STATES = ", ".join(f"'{code}'" for code in STATES)


class Errand(Versioned, Model):
    """One errand (代办) of an application: `runner` is the colleague (代办员), `office` the body that decides (交办单位).

    `due_on` is the last day by which the result should be home; working days of the setting `services.errand_days`.
    """

    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        Index("ix_errand_work", "unit_id", "state", "due_on"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    principal: Mapped[str] = mapped_column(String(100))
    runner_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    office: Mapped[str] = mapped_column(String(100))
    has_letter: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    opened_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date] = mapped_column(Date)
    sent_on: Mapped[dt.date | None] = mapped_column(Date)
    office_number: Mapped[str] = mapped_column(String(80), default="")
    fetched_on: Mapped[dt.date | None] = mapped_column(Date)
    result: Mapped[str] = mapped_column(String(200), default="")
    delivered_on: Mapped[dt.date | None] = mapped_column(Date)
    receiver: Mapped[str] = mapped_column(String(100), default="")
    receiver_relation: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    application: Mapped[Application] = relationship()
    unit: Mapped[Unit] = relationship()
    runner: Mapped[StaffAccount] = relationship()
    lines: Mapped[list[ErrandLine]] = relationship(back_populates="errand", order_by="ErrandLine.id")


class ErrandLine(Model):
    """One line of an errand's progress (进度). Append only."""

    errand_id: Mapped[int] = mapped_column(BigKey, ForeignKey("errand.id"), index=True)
    day: Mapped[dt.date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(300))
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    errand: Mapped[Errand] = relationship(back_populates="lines")
    account: Mapped[StaffAccount] = relationship()
