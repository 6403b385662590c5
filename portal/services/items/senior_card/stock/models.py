"""The records of the stock book: batches that were received, what became of each serial number, and the counts of a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.errors import N_
from portal.services.items.senior_card.models import SeniorCard
from portal.units.models import Unit

ISSUED, SPOILED, RETURNED = "issued", "spoiled", "returned"
MOVES = {ISSUED: N_("发出"), SPOILED: N_("废证"), RETURNED: N_("交回或调出")}


class CardBatch(Versioned, Model):
    """Blank cards of one type from a first to a last serial, both included, written as `prefix` and `width` figures."""

    __table_args__ = (
        CheckConstraint("first > 0 AND last >= first", name="serials"),
        UniqueConstraint("unit_id", "card_type", "prefix", "first"),
        Index("ix_card_batch_open", "unit_id", "card_type", "id"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    card_type: Mapped[str] = mapped_column(String(20))
    prefix: Mapped[str] = mapped_column(String(20), default="")
    first: Mapped[int]
    last: Mapped[int]
    width: Mapped[int]
    received_on: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(100), default="")
    received_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    unit: Mapped[Unit] = relationship()
    receiver: Mapped[StaffAccount] = relationship()

    @property
    def count(self) -> int:
        """How many blank cards came."""
        return self.last - self.first + 1

    def text(self, serial: int) -> str:
        """A serial as it is printed on the blank."""
        return f"{self.prefix}{serial:0{self.width}d}"


class CardMove(Model):
    """What became of one serial; a serial without a move is in hand. A blank that is spoiled after its issue keeps its card."""

    __table_args__ = (
        CheckConstraint("kind IN ('issued', 'spoiled', 'returned')", name="kind"),
        CheckConstraint("kind <> 'issued' OR card_id IS NOT NULL", name="issued_to_a_card"),
        CheckConstraint("kind = 'issued' OR reason <> ''", name="reason"),
        UniqueConstraint("batch_id", "serial"),
    )

    batch_id: Mapped[int] = mapped_column(BigKey, ForeignKey("card_batch.id"))
    serial: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    card_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("senior_card.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    moved_on: Mapped[dt.date] = mapped_column(Date)
    moved_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    batch: Mapped[CardBatch] = relationship()
    card: Mapped[SeniorCard | None] = relationship()
    mover: Mapped[StaffAccount] = relationship()


class CardCount(Model):
    """Counting the blanks of one type (盘点): what the book said, what was there, and why they differ."""

    __table_args__ = (
        CheckConstraint("expected >= 0 AND found >= 0", name="figures"),
        CheckConstraint("expected = found OR note <> ''", name="difference_explained"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    card_type: Mapped[str] = mapped_column(String(20))
    counted_on: Mapped[dt.date] = mapped_column(Date)
    expected: Mapped[int]
    found: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    counted_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    counter: Mapped[StaffAccount] = relationship()
