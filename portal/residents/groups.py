"""Households (户) and organisations (单位): who stands behind an application besides a single person."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.errors import N_
from portal.residents.models import INDEX_LENGTH, Resident
from portal.units.models import Unit
from portal.vault import SealedRecord, SealedText

ORGANISATION_KINDS = {
    "company": N_("企业"),
    "sole_trader": N_("个体工商户"),
    "public_institution": N_("事业单位"),
    "organ": N_("机关"),
    "association": N_("社会组织"),
    "committee": N_("居（村）民委员会"),
    "other": N_("其他"),
}


class Household(Versioned, Model):
    """A household by its register (户口簿): number, address, the community it belongs to, and its head."""

    number: Mapped[str] = mapped_column(String(40), index=True)
    address: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    head_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    unit: Mapped[Unit | None] = relationship()
    head: Mapped[Resident | None] = relationship()
    members: Mapped[list[HouseholdMember]] = relationship(
        back_populates="household",
        order_by="HouseholdMember.relation, HouseholdMember.id",
        cascade="all, delete-orphan",
    )


class HouseholdMember(Model):
    """One person in a household from a day to a day; `relation` to the head is a code of GB/T 4761."""

    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        Index("ix_household_member_resident_id_until", "resident_id", "until"),
    )

    household_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"))
    relation: Mapped[str] = mapped_column(String(2))
    since: Mapped[dt.date] = mapped_column(Date)
    until: Mapped[dt.date | None] = mapped_column(Date)

    household: Mapped[Household] = relationship(back_populates="members")
    resident: Mapped[Resident] = relationship()


class Organisation(Versioned, SealedRecord, Model):
    """A legal person or other body (法人或其他组织) by its unified social credit code, which is public."""

    name: Mapped[str] = mapped_column(String(200), index=True)
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[str | None] = mapped_column(String(INDEX_LENGTH), index=True)
    legal_representative: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    phone = SealedText("phone_sealed")
