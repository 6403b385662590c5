"""What the support of one destitute person knows beyond the application: what was found, who cares, the opinion, the answer.

Health, income and the account are sealed. What is paid afterwards is in `assistance`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.letters.models import Letter
from portal.residents.models import Resident
from portal.services.assistance.rules.terms import CARE_LEVELS
from portal.services.assistance.schemes import AREAS
from portal.services.items.destitute_support.vocabulary import ANSWERS, CARE_WAYS, OPINIONS, REPORTS
from portal.services.models import Application
from portal.vault import SealedJSON, SealedRecord, SealedText


def _one_of(column: str, codes: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class DestituteCase(Versioned, SealedRecord, Model):
    """One person's case. `care_level` follows from what they cannot do alone; `carer` looks after them at home, or is the
    institution. `answer` is the newest report's; `is_spot_checked` says that the district visited (抽查).
    """

    __table_args__ = (
        _one_of("area", AREAS),
        _one_of("care_level", ("", *CARE_LEVELS)),
        _one_of("care_way", ("", *CARE_WAYS)),
        _one_of("opinion", ("", *OPINIONS)),
        _one_of("report_way", ("", *REPORTS)),
        _one_of("answer", ("", *ANSWERS)),
        CheckConstraint("opinion = '' OR written_on IS NOT NULL", name="written"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), unique=True)
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    area: Mapped[str] = mapped_column(String(10), default="urban")
    visited_on: Mapped[dt.date] = mapped_column(Date)
    first_name: Mapped[str] = mapped_column(String(100))
    second_name: Mapped[str] = mapped_column(String(100))
    signed_by: Mapped[str] = mapped_column(String(100))
    visit_file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    visited_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    found_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    care_level: Mapped[str] = mapped_column(String(10), default="")
    care_way: Mapped[str] = mapped_column(String(20), default="")
    carer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    bank_name: Mapped[str] = mapped_column(String(100), default="")
    account_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_holder: Mapped[str] = mapped_column(String(100), default="")
    account_relation: Mapped[str] = mapped_column(String(40), default="")
    account_basis: Mapped[str] = mapped_column(String(20), default="")
    account_agreement_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    opinion: Mapped[str] = mapped_column(String(10), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sheet_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    total_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    written_on: Mapped[dt.date | None] = mapped_column(Date)
    written_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    report_way: Mapped[str] = mapped_column(String(10), default="")
    reported_on: Mapped[dt.date | None] = mapped_column(Date)
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10), default="")
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    answered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    answer_number: Mapped[str] = mapped_column(String(80), default="")
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_spot_checked: Mapped[bool] = mapped_column(default=False)
    form_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    refusal_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    found = SealedJSON("found_sealed")
    carer = SealedJSON("carer_sealed")
    account = SealedText("account_sealed")
    reason = SealedText("reason_sealed")
    sheet = SealedJSON("sheet_sealed")
    note = SealedText("note_sealed")

    application: Mapped[Application] = relationship()
    resident: Mapped[Resident] = relationship()
    letter: Mapped[Letter | None] = relationship()
    account_agreement: Mapped[StoredFile | None] = relationship(foreign_keys=[account_agreement_id])
    form: Mapped[Document | None] = relationship(foreign_keys=[form_id])
    refusal: Mapped[Document | None] = relationship(foreign_keys=[refusal_id])
