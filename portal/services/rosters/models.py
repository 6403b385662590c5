"""The records of rosters (花名册): the round, what is handed out, who is on it and why, what became of each line.

A roster pays nobody by itself: a line says who signed for what, and when. Nobody is ranked.
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
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.residents.models import Resident
from portal.services.rosters.words import ITEM_KINDS, KINDS, ORIGINS, OUTCOMES, ROSTER_STATES
from portal.units.models import Unit

CHAIN = "roster"  # the chain of signers, see `chain`


def _one_of(column: str, codes: Any) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class Roster(Versioned, Model):
    """One round with an end: from `starts_on` to `ends_on` it is handed out, and then it is settled.

    `settlement` holds the totals as they stood when it was settled. `returned_because` is the reviewer's or leader's sentence
    until it is handed in again.
    """

    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("state", ROSTER_STATES),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        Index("ix_roster_list", "street_id", "state"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    street_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(100))
    purpose: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[dt.date] = mapped_column(Date)
    ends_on: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    returned_because: Mapped[str] = mapped_column(Text, default="")
    prepared_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    agreed_on: Mapped[dt.date | None] = mapped_column(Date)
    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    settled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    settlement: Mapped[dict[str, Any] | None] = mapped_column(JSONDict)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    street: Mapped[Unit] = relationship()
    preparer: Mapped[StaffAccount] = relationship(foreign_keys=[prepared_by])
    items: Mapped[list[RosterItem]] = relationship(
        back_populates="roster", order_by="RosterItem.position", cascade="all, delete-orphan"
    )


class RosterItem(Model):
    """What each line gets: money (`value_fen`, `quantity` 1), or so many of a thing worth `value_fen` apiece."""

    __table_args__ = (
        _one_of("kind", ITEM_KINDS),
        CheckConstraint("quantity > 0 AND value_fen >= 0", name="amounts"),
        UniqueConstraint("roster_id", "position"),
    )

    roster_id: Mapped[int] = mapped_column(BigKey, ForeignKey("roster.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(50))
    unit: Mapped[str] = mapped_column(String(10), default="")
    quantity: Mapped[int] = mapped_column(default=1)
    value_fen: Mapped[int] = mapped_column(BigInteger, default=0)

    roster: Mapped[Roster] = relationship(back_populates="items")


class RosterLine(Versioned, Model):
    """One person on a roster, and why (`why`). A struck line stays, with its reason.

    `name` and `identity_masked` are as they were when the line was made. `money_fen` is what this person gets; `has_own_sum`
    says that it differs from the round's. `questioned` is what the reviewer asks, `answer` what was found out.
    """

    __table_args__ = (
        _one_of("origin", ORIGINS),
        _one_of("outcome", OUTCOMES),
        CheckConstraint("money_fen >= 0 AND goods_fen >= 0", name="sums"),
        CheckConstraint("(outcome = 'received') = (received_on IS NOT NULL)", name="received_on_a_day"),
        CheckConstraint(
            "outcome <> 'uncollected' OR uncollected_because <> ''", name="uncollected_with_reason"
        ),
        UniqueConstraint("roster_id", "resident_id"),
        Index("ix_roster_line_order", "roster_id", "position"),
        Index("ix_roster_line_household", "roster_id", "household_id"),
    )

    roster_id: Mapped[int] = mapped_column(BigKey, ForeignKey("roster.id"))
    position: Mapped[int]
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("household.id"))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    identity_masked: Mapped[str] = mapped_column(String(40), default="")
    origin: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(300))
    money_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    goods_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    has_own_sum: Mapped[bool] = mapped_column(default=False)
    is_struck: Mapped[bool] = mapped_column(default=False)
    struck_because: Mapped[str] = mapped_column(String(300), default="")
    questioned: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[str] = mapped_column(String(12), default="waiting")
    received_on: Mapped[dt.date | None] = mapped_column(Date)
    handed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    handed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    proxy_name: Mapped[str] = mapped_column(String(100), default="")
    proxy_relation: Mapped[str] = mapped_column(String(50), default="")
    uncollected_because: Mapped[str] = mapped_column(String(300), default="")
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    roster: Mapped[Roster] = relationship()
    resident: Mapped[Resident] = relationship()
    unit: Mapped[Unit] = relationship()
    hander: Mapped[StaffAccount | None] = relationship(foreign_keys=[handed_by])
    document: Mapped[Document | None] = relationship()


class RosterSheet(Model):
    """A workbook that was tried: the people it names by key (`rows`), and what is wrong at which cell (`faults`).

    Identity numbers of the workbook are not kept.
    """

    roster_id: Mapped[int] = mapped_column(BigKey, ForeignKey("roster.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    found: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    tried_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    tried_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    taken_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    roster: Mapped[Roster] = relationship()
