"""What a household declares for low-income support, and what the office finds out about it: members, money lines, supporters,
authorisations, near-relative registration, investigations, data checks, preliminary opinions, confirmations.

Whatever is sensitive (money, health, schooling, what was found) is sealed. What is supported afterwards is in `assistance`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.letters.models import Letter
from portal.residents.models import Resident
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.services.items.minimum_living.vocabulary import (
    ANSWERS,
    CATEGORIES,
    CHECK_STATES,
    LINE_SECTIONS,
    OPINIONS,
    VISIT_KINDS,
    WAYS,
)
from portal.services.models import Application
from portal.vault import SealedJSON, SealedRecord, SealedText


def _one_of(column: str, codes: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class HouseholdDeclaration(Versioned, SealedRecord, Model):
    """What one application declares (家庭申报). `sections` says which of its pages were saved, `reasons` why they are poor,
    `alone` the ground of one who applies alone (see `alone.check_ground`).

    `is_apart` is 人户分离. `extended_days` replaces the ordinary limit when `extended_because` says why (57号 art. 22);
    `ended_because` says why the procedure was ended under art. 29.
    """

    __table_args__ = (_one_of("area", AREAS), _one_of("category", ("", *CATEGORIES)))

    application_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("application.id", ondelete="CASCADE"), unique=True
    )
    applicant_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    area: Mapped[str] = mapped_column(String(10), default="urban")
    category: Mapped[str] = mapped_column(String(1), default="")
    reasons_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sections: Mapped[list[str]] = mapped_column(JSONDict, default=list)
    years_here: Mapped[int | None]
    is_apart: Mapped[bool] = mapped_column(default=False)
    story_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    alone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    bank_name: Mapped[str] = mapped_column(String(100), default="")
    account_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_holder: Mapped[str] = mapped_column(String(100), default="")
    account_relation: Mapped[str] = mapped_column(String(40), default="")
    account_basis: Mapped[str] = mapped_column(String(20), default="")
    account_agreement_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    promised_on: Mapped[dt.date | None] = mapped_column(Date)
    extended_days: Mapped[int | None]
    extended_because: Mapped[str] = mapped_column(String(20), default="")
    extended_note: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    ended_because: Mapped[str] = mapped_column(Text, default="")
    denial_document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reasons = SealedJSON("reasons_sealed")
    story = SealedText("story_sealed")
    alone = SealedJSON("alone_sealed")
    account = SealedText("account_sealed")

    application: Mapped[Application] = relationship()
    applicant: Mapped[Resident] = relationship()
    account_agreement: Mapped[StoredFile | None] = relationship()
    denial_document: Mapped[Document | None] = relationship()
    members: Mapped[list[DeclaredMember]] = relationship(
        back_populates="declaration", order_by="DeclaredMember.id", cascade="all, delete-orphan"
    )
    lines: Mapped[list[DeclaredLine]] = relationship(
        back_populates="declaration", order_by="DeclaredLine.id", cascade="all, delete-orphan"
    )
    supporters: Mapped[list[DeclaredSupporter]] = relationship(
        back_populates="declaration", order_by="DeclaredSupporter.id", cascade="all, delete-orphan"
    )
    authorisations: Mapped[list[CheckAuthorisation]] = relationship(
        back_populates="declaration", order_by="CheckAuthorisation.id", cascade="all, delete-orphan"
    )
    relatives: Mapped[list[RelativeRegistration]] = relationship(
        back_populates="declaration", order_by="RelativeRegistration.id", cascade="all, delete-orphan"
    )
    investigations: Mapped[list[HouseholdInvestigation]] = relationship(
        back_populates="declaration", order_by="HouseholdInvestigation.id"
    )
    checks: Mapped[list[DataCheck]] = relationship(back_populates="declaration", order_by="DataCheck.id")
    opinions: Mapped[list[PreliminaryOpinion]] = relationship(
        back_populates="declaration", order_by="PreliminaryOpinion.id"
    )
    confirmations: Mapped[list[SupportConfirmation]] = relationship(
        back_populates="declaration", order_by="SupportConfirmation.id"
    )

    def lines_of(self, section: str) -> list[DeclaredLine]:
        """The lines of one section (income, deduction, property), in the order they were typed."""
        return [line for line in self.lines if line.section == section]


class DeclaredMember(SealedRecord, Model):
    """One person of the declared family. `relation` to the applicant is a code of GB/T 4761.

    `details` holds marital status, education, school, disability, serious illness (yes or no, never a diagnosis), ability to
    work, employment, and why somebody is left out; the rules read them.
    """

    __table_args__ = (UniqueConstraint("declaration_id", "resident_id"),)

    declaration_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("household_declaration.id", ondelete="CASCADE")
    )
    resident_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    relation: Mapped[str] = mapped_column(String(2), default="")
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    details = SealedJSON("details_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="members")
    resident: Mapped[Resident] = relationship()


class DeclaredLine(SealedRecord, Model):
    """One line of money: an income (counted or not), a deduction, a piece of property; whose it is, or the household's.

    `details` holds the sum in fen and, as the section asks, the months it covers, the proof, whether it is exempt.
    """

    __table_args__ = (
        _one_of("section", LINE_SECTIONS),
        Index("ix_declared_line_section", "declaration_id", "section"),
    )

    declaration_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("household_declaration.id", ondelete="CASCADE")
    )
    section: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(30))
    member_id: Mapped[int | None] = mapped_column(
        BigKey, ForeignKey("declared_member.id", ondelete="CASCADE"), index=True
    )
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    details = SealedJSON("details_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="lines")
    member: Mapped[DeclaredMember | None] = relationship()


class DeclaredSupporter(SealedRecord, Model):
    """Somebody outside the household who owes it support (赡养、抚养、扶养义务人), with the consent to be checked (法 art. 41).

    `details` holds the number, address, work, family size, income and what is paid a month.
    """

    __table_args__ = (_one_of("consent", ("", "given", "refused")),)

    declaration_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("household_declaration.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))
    relation: Mapped[str] = mapped_column(String(40))
    consent: Mapped[str] = mapped_column(String(10), default="")
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    details = SealedJSON("details_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="supporters")


class CheckAuthorisation(SealedRecord, Model):
    """One adult's answer to the request to check the household's finances (家庭经济状况核对授权书): given or refused.

    A minor's guardian signs for them; `signer` is then the guardian. Only the newest answer of a member counts.
    """

    __table_args__ = (_one_of("answer", ("given", "refused")),)

    declaration_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("household_declaration.id", ondelete="CASCADE"), index=True
    )
    member_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("declared_member.id", ondelete="CASCADE"), index=True
    )
    answer: Mapped[str] = mapped_column(String(10))
    signer: Mapped[str] = mapped_column(String(100))
    is_guardian: Mapped[bool] = mapped_column(default=False)
    signed_on: Mapped[dt.date] = mapped_column(Date)
    valid_until: Mapped[dt.date | None] = mapped_column(Date)
    scope: Mapped[str] = mapped_column(String(300), default="")
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    note = SealedText("note_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="authorisations")
    member: Mapped[DeclaredMember] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    document: Mapped[Document | None] = relationship()


class RelativeRegistration(SealedRecord, Model):
    """A near relative among those who work on assistance or in the committee (近亲属备案; 57号 art. 11). Never made public."""

    declaration_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("household_declaration.id", ondelete="CASCADE"), index=True
    )
    member_id: Mapped[int | None] = mapped_column(
        BigKey, ForeignKey("declared_member.id", ondelete="CASCADE"), index=True
    )
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    registered_on: Mapped[dt.date] = mapped_column(Date)
    registered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    details = SealedJSON("details_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="relatives")
    member: Mapped[DeclaredMember | None] = relationship()


class HouseholdInvestigation(SealedRecord, Model):
    """One visit: at the home by two (入户调查), to the neighbours (邻里访问), or the district's own (区级入户)."""

    __table_args__ = (_one_of("kind", VISIT_KINDS),)

    declaration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("household_declaration.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    visited_on: Mapped[dt.date] = mapped_column(Date)
    first_name: Mapped[str] = mapped_column(String(100))
    second_name: Mapped[str] = mapped_column(String(100))
    signed_by: Mapped[str] = mapped_column(String(100), default="")
    found_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    recorded_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    found = SealedJSON("found_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="investigations")
    file: Mapped[StoredFile | None] = relationship()
    document: Mapped[Document | None] = relationship()


class DataCheck(Versioned, SealedRecord, Model):
    """One round of checking the household's finances (家庭经济状况核对), asked by a numbered letter and entered when answered.

    A mismatch is told to the applicant, who may object with proofs; the next round is a new row. `letter_id` is the letter.
    """

    __table_args__ = (_one_of("state", CHECK_STATES), UniqueConstraint("declaration_id", "round"))

    declaration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("household_declaration.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="requested")
    requested_on: Mapped[dt.date] = mapped_column(Date)
    requested_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    report_number: Mapped[str] = mapped_column(String(80), default="")
    result_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    told_on: Mapped[dt.date | None] = mapped_column(Date)
    notice_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    objected_on: Mapped[dt.date | None] = mapped_column(Date)
    objection_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    result = SealedJSON("result_sealed")
    objection = SealedText("objection_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="checks")
    file: Mapped[StoredFile | None] = relationship()
    notice: Mapped[Document | None] = relationship()
    letter: Mapped[Letter | None] = relationship()


class PreliminaryOpinion(SealedRecord, Model):
    """The office's opinion before the public notice (初审意见), with the reckoning as it stood. A later one takes its place.

    `scheme` is what the household is found to be entitled to, empty for none. The sheet is sealed; the sums are what the
    public notice and the letter say.
    """

    __table_args__ = (_one_of("opinion", OPINIONS), _one_of("scheme", ("", *SCHEMES)))

    declaration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("household_declaration.id"), index=True)
    opinion: Mapped[str] = mapped_column(String(10))
    scheme: Mapped[str] = mapped_column(String(20), default="")
    category: Mapped[str] = mapped_column(String(1), default="")
    month: Mapped[dt.date] = mapped_column(Date)
    persons: Mapped[int] = mapped_column(default=0)
    total_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    sheet_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_on: Mapped[dt.date] = mapped_column(Date)
    written_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    replaced_on: Mapped[dt.date | None] = mapped_column(Date)

    sheet = SealedJSON("sheet_sealed")
    reason = SealedText("reason_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="opinions")
    writer: Mapped[StaffAccount] = relationship()
    document: Mapped[Document | None] = relationship()


class SupportConfirmation(SealedRecord, Model):
    """Reporting to whoever confirms (报送、确认) and the answer: the street's own, a district post's, or a letter's.

    `number`, `answered_on` and the scan are those of the answer.
    """

    __table_args__ = (_one_of("way", WAYS), _one_of("answer", ("", *ANSWERS)))

    declaration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("household_declaration.id"), index=True)
    way: Mapped[str] = mapped_column(String(10))
    reported_on: Mapped[dt.date] = mapped_column(Date)
    reported_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10), default="")
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    answered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    number: Mapped[str] = mapped_column(String(80), default="")
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))

    note = SealedText("note_sealed")

    declaration: Mapped[HouseholdDeclaration] = relationship(back_populates="confirmations")
    letter: Mapped[Letter | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
