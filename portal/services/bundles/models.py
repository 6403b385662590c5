"""The records of bundles: what one is made of, and each time that somebody applies for one."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, Versioned
from portal.documents.models import Document
from portal.residents.models import Resident
from portal.services.bundles.definitions import BundleDefinition, from_dict
from portal.services.models import Application, Visit
from portal.units.models import Unit


class Bundle(Versioned, Model):
    """A bundle on offer (一件事). A case keeps the content of the day on which it began; changes touch later ones only."""

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    is_offered: Mapped[bool] = mapped_column(default=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)

    @property
    def definition(self) -> BundleDefinition:
        """What it is made of."""
        return from_dict(self.content)


class BundleCase(Versioned, Model):
    """One bundle for one person, in one visit: the applications live their own lives, the case follows them.

    `number` is that of the combined receipt, from the first acceptance on.
    """

    bundle_id: Mapped[int] = mapped_column(BigKey, ForeignKey("bundle.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    visit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("visit.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    subject_name: Mapped[str] = mapped_column(String(100))
    started_on: Mapped[dt.date] = mapped_column(Date)
    started_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    accepted_on: Mapped[dt.date | None] = mapped_column(Date)
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    bundle: Mapped[Bundle] = relationship()
    visit: Mapped[Visit] = relationship()
    unit: Mapped[Unit] = relationship()
    resident: Mapped[Resident] = relationship()
    starter: Mapped[StaffAccount] = relationship()
    document: Mapped[Document | None] = relationship()
    lines: Mapped[list[BundleLine]] = relationship(back_populates="case", order_by="BundleLine.position")

    @cached_property
    def definition(self) -> BundleDefinition:
        """What the bundle was made of when this case began."""
        return from_dict(self.content)

    @property
    def applications(self) -> list[Application]:
        """The applications of the items that are applied for, in the bundle's order."""
        return [line.application for line in self.lines if line.is_included and line.application is not None]


class BundleLine(Model):
    """One item of a case: applied for, or left out with the reason."""

    __table_args__ = (UniqueConstraint("case_id", "item_code"),)

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("bundle_case.id"))
    position: Mapped[int]
    item_code: Mapped[str] = mapped_column(String(40))
    item_name: Mapped[str] = mapped_column(String(100))
    is_included: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    application_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("application.id"), index=True)

    case: Mapped[BundleCase] = relationship(back_populates="lines")
    application: Mapped[Application | None] = relationship()
