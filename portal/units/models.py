"""Units and posts. A unit keeps its key for life; its name and its parent are dated, so that old papers keep their truth."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, Versioned
from portal.errors import N_

KINDS = {
    "district": N_("区（县）"),
    "street": N_("街道（乡镇）"),
    "community": N_("社区（村）"),
    "grid": N_("网格"),
    "committee": N_("人民调解委员会"),
    "department": N_("部门"),
    "organ": N_("外部机关"),
}


class Unit(Versioned, Model):
    """A place in the tree: district, street, community, grid; a committee, department or organ hangs under one of them."""

    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)

    names: Mapped[list[UnitName]] = relationship(
        back_populates="unit", order_by="UnitName.valid_from", cascade="all, delete-orphan"
    )
    parents: Mapped[list[UnitParent]] = relationship(
        foreign_keys="UnitParent.unit_id",
        back_populates="unit",
        order_by="UnitParent.valid_from",
        cascade="all, delete-orphan",
    )

    def name_on(self, day: dt.date) -> str:
        """The full name in force on a day; the first name for a day before it existed."""
        return self._name_row(day).name

    def short_name_on(self, day: dt.date) -> str:
        """The short form used in number patterns (机关代字), on a day."""
        return self._name_row(day).short_name

    @property
    def name(self) -> str:
        """The name in force today; a new name that begins later is not shown yet."""
        return self.name_on(clock.today())

    @property
    def short_name(self) -> str:
        """The short form in force today."""
        return self.short_name_on(clock.today())

    def parent_id_on(self, day: dt.date) -> int | None:
        """The key of the unit above on a day, or None at the top."""
        rows = [p for p in self.parents if p.valid_from <= day and (p.valid_to is None or day <= p.valid_to)]
        return rows[-1].parent_id if rows else None

    def exists_on(self, day: dt.date) -> bool:
        """Whether the unit is in being on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def _name_row(self, day: dt.date) -> UnitName:
        return next((n for n in reversed(self.names) if n.valid_from <= day), self.names[0])


class UnitName(Model):
    """What a unit is called from a day on, until the next name."""

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[dt.date] = mapped_column(Date)

    unit: Mapped[Unit] = relationship(back_populates="names")


class UnitParent(Model):
    """Which unit stood above, from a day to a day (both included)."""

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], back_populates="parents")


class Post(Versioned, Model):
    """One person's work at one unit in one role, from a day to a day; a person may hold several (一网多岗)."""

    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)

    unit: Mapped[Unit] = relationship()

    def is_held_on(self, day: dt.date) -> bool:
        """Whether the post is held on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
