"""The senior cards that were issued. A number is never used again; a card that ended stays findable."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document, IssuedNumber
from portal.errors import N_
from portal.files.models import StoredFile
from portal.residents.models import Resident
from portal.services.models import Application
from portal.units.models import Unit

STATUSES = {"valid": N_("有效"), "cancelled": N_("已注销"), "lost": N_("已挂失")}
# Why a card ended; what is typed besides is kept in the application or the audit trail.
ENDINGS = {
    "upgraded": N_("升级换证"),
    "replaced": N_("补换新证"),
    "changed": N_("信息变更换证"),
    "lost": N_("遗失"),
    "wish": N_("本人申请注销"),
    "death": N_("持证人死亡"),
    "moved": N_("迁出本地"),
    "merged": N_("重复档案合并"),
    "voided": N_("受理作废"),
    "other": N_("其他"),
}
PROPOSALS = {"death": N_("登记死亡，建议注销"), "merged": N_("合并档案后持有多张，建议注销")}


class SeniorCard(Versioned, Model):
    """One card of one person. At most one card of a type is valid for a person; `replaces_id` leads back along the chain.

    `proposal` says why the portal proposes to cancel it, until somebody has decided.
    """

    __table_args__ = (
        CheckConstraint("status IN ('valid', 'cancelled', 'lost')", name="status"),
        Index(
            "uq_senior_card_one_valid",
            "resident_id",
            "card_type",
            unique=True,
            sqlite_where=text("status = 'valid'"),
            postgresql_where=text("status = 'valid'"),
        ),
        Index("ix_senior_card_proposal", "proposal", "unit_id"),
    )

    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), index=True)
    card_type: Mapped[str] = mapped_column(String(20))
    type_name: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    status: Mapped[str] = mapped_column(String(10), default="valid")
    issued_on: Mapped[dt.date] = mapped_column(Date)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    ending: Mapped[str] = mapped_column(String(20), default="")
    ended_by_application_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("application.id"))
    replaces_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("senior_card.id"))
    photo_file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    proposal: Mapped[str] = mapped_column(String(20), default="")
    proposed_on: Mapped[dt.date | None] = mapped_column(Date)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    resident: Mapped[Resident] = relationship()
    unit: Mapped[Unit] = relationship()
    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    issued_number: Mapped[IssuedNumber] = relationship()
    photo: Mapped[StoredFile | None] = relationship()
    document: Mapped[Document | None] = relationship()
    replaces: Mapped[SeniorCard | None] = relationship(remote_side="SeniorCard.id")

    @property
    def print_count(self) -> int:
        """How often its face was printed."""
        return len(self.document.prints) if self.document else 0
