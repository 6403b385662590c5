"""The records of what is said and shown in a mediation, and of who signed it.

Everything that people said is sealed; names, days, numbers and codes stand open. Nothing here changes a case's state.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.models import DisputeParty, one_of
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.mediation.models import Committee, MediationCase, Mediator
from portal.mediation.records.kinds import (
    AUTHORITIES,
    CLAUSE_PLACES,
    EVIDENCE_FORMS,
    EVIDENCE_PURPOSES,
    IDENTITY_PROOFS,
    OUTCOMES,
    PARTICIPANT_KINDS,
    SIGNERS,
    WAYS,
)
from portal.mediation.records.lines import result_of
from portal.vault import SealedJSON, SealedRecord, SealedText


class MediationSession(Versioned, SealedRecord, Model):
    """One sitting at the table (一次调解), numbered within its case; its record is paper 8.

    `lines` are {"key", "who", "what", "by"} in the order of speaking; the one under RESULT_KEY is what came of it.
    Once `finished_at` is set the text stands still until the signatures are struck. `rights_told` says that the parties were
    told their rights and duties again at the table.
    """

    __table_args__ = (
        one_of("outcome", OUTCOMES),
        CheckConstraint("ended_at IS NULL OR ended_at > started_at", name="ends_after_it_starts"),
        UniqueConstraint("case_id", "position"),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"))
    position: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, index=True)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(150), default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    rights_told: Mapped[bool] = mapped_column(default=True)
    recorder: Mapped[str] = mapped_column(String(100), default="")
    lines_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    next_on: Mapped[dt.date | None] = mapped_column(Date)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    finished_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    lines = SealedJSON("lines_sealed")

    case: Mapped[MediationCase] = relationship()
    document: Mapped[Document | None] = relationship()
    attendances: Mapped[list[SessionAttendance]] = relationship(
        back_populates="session", order_by="SessionAttendance.id", cascade="all, delete-orphan"
    )

    @property
    def is_finished(self) -> bool:
        """Whether the text stands still."""
        return self.finished_at is not None

    @property
    def result(self) -> str:
        """What came of the session, as it was written down."""
        return result_of(self.lines or [])

    @property
    def parties(self) -> list[DisputeParty]:
        """The parties that sat at the table."""
        return [row.party for row in self.attendances if row.party is not None]

    @property
    def mediators(self) -> list[Mediator]:
        """The mediators who sat at the table."""
        return [row.mediator for row in self.attendances if row.mediator is not None]


class SessionAttendance(Model):
    """One who sat at the table: a party, a mediator, an agent or an invited participant; exactly one of them."""

    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN party_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mediator_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN agent_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="is_one_of_them",
        ),
    )

    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_session.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute_party.id"))
    mediator_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("mediator.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("case_agent.id"))
    participant_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("case_participant.id"))

    session: Mapped[MediationSession] = relationship(back_populates="attendances")
    party: Mapped[DisputeParty | None] = relationship()
    mediator: Mapped[Mediator | None] = relationship()
    agent: Mapped[CaseAgent | None] = relationship()
    participant: Mapped[CaseParticipant | None] = relationship()


class Investigation(Versioned, SealedRecord, Model):
    """One questioning of one person (调查记录, paper 6): who asked, who answered, question and answer by line.

    `details` is what the form prints about the person asked: sex, age, ethnicity, occupation, address, phone, relation.
    """

    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at > started_at", name="ends_after_it_starts"),
        UniqueConstraint("case_id", "position"),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"))
    position: Mapped[int]
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(150), default="")
    asked_name: Mapped[str] = mapped_column(String(100))
    party_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute_party.id"))
    cannot_read: Mapped[bool] = mapped_column(default=False)
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorder: Mapped[str] = mapped_column(String(100), default="")
    lines_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    finished_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    details = SealedJSON("details_sealed")
    lines = SealedJSON("lines_sealed")

    case: Mapped[MediationCase] = relationship()
    document: Mapped[Document | None] = relationship()
    party: Mapped[DisputeParty | None] = relationship()
    investigators: Mapped[list[Investigator]] = relationship(
        back_populates="investigation", order_by="Investigator.id", cascade="all, delete-orphan"
    )

    @property
    def is_finished(self) -> bool:
        """Whether the text stands still."""
        return self.finished_at is not None

    @property
    def mediators(self) -> list[Mediator]:
        """Who asked."""
        return [row.mediator for row in self.investigators]


class Investigator(Model):
    """A mediator who asked in an investigation."""

    __table_args__ = (UniqueConstraint("investigation_id", "mediator_id"),)

    investigation_id: Mapped[int] = mapped_column(BigKey, ForeignKey("investigation.id"))
    mediator_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"), index=True)

    investigation: Mapped[Investigation] = relationship(back_populates="investigators")
    mediator: Mapped[Mediator] = relationship()


class EvidenceItem(Versioned, Model):
    """One line of the evidence list (paper 7) or of the identity proofs (paper 4); `position` counts within the purpose."""

    __table_args__ = (
        one_of("purpose", EVIDENCE_PURPOSES),
        one_of("form", EVIDENCE_FORMS),
        one_of("proof", ("", *IDENTITY_PROOFS)),
        CheckConstraint("pages > 0", name="pages"),
        CheckConstraint("purpose = 'evidence' OR party_id IS NOT NULL", name="a_proof_is_of_a_party"),
        UniqueConstraint("case_id", "purpose", "position"),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"))
    purpose: Mapped[str] = mapped_column(String(10), default="evidence")
    position: Mapped[int]
    proof: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(150))
    source: Mapped[str] = mapped_column(String(150), default="")
    form: Mapped[str] = mapped_column(String(10), default="copy")
    pages: Mapped[int] = mapped_column(default=1)
    party_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute_party.id"), index=True)
    supplied_by: Mapped[str] = mapped_column(String(100))
    supplied_on: Mapped[dt.date] = mapped_column(Date)
    received_by: Mapped[str] = mapped_column(String(100), default="")
    returned_on: Mapped[dt.date | None] = mapped_column(Date)
    returned_to: Mapped[str] = mapped_column(String(100), default="")
    struck_because: Mapped[str] = mapped_column(String(300), default="")
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    case: Mapped[MediationCase] = relationship()
    party: Mapped[DisputeParty | None] = relationship()
    scans: Mapped[list[EvidenceScan]] = relationship(
        back_populates="item", order_by="EvidenceScan.position, EvidenceScan.id"
    )


class EvidenceScan(Model):
    """One scan or photo of a piece of evidence, in the order in which the volume binds them."""

    __table_args__ = (UniqueConstraint("item_id", "position"),)

    item_id: Mapped[int] = mapped_column(BigKey, ForeignKey("evidence_item.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("stored_file.id"))

    item: Mapped[EvidenceItem] = relationship(back_populates="scans")
    file: Mapped[StoredFile] = relationship()


class CaseAgent(Versioned, SealedRecord, Model):
    """Who acts for a party by a power of attorney (授权委托书, paper 5), from a day to a day.

    `powers` are the codes that a special authority names; `details` (sex, age, identity number, employer, phone, relation) and
    `matters` are what the paper prints.
    """

    __table_args__ = (
        one_of("authority", AUTHORITIES),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    party_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute_party.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    authority: Mapped[str] = mapped_column(String(10))
    powers: Mapped[str] = mapped_column(String(100), default="")
    matters_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    granted_on: Mapped[dt.date] = mapped_column(Date)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    ended_because: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    details = SealedJSON("details_sealed")
    matters = SealedText("matters_sealed")

    case: Mapped[MediationCase] = relationship()
    party: Mapped[DisputeParty] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    document: Mapped[Document | None] = relationship()

    @property
    def power_codes(self) -> list[str]:
        """What the authority names, in the order of the form."""
        return [code for code in self.powers.split(",") if code]

    def acts_on(self, day: dt.date) -> bool:
        """Whether the power is in force on a day."""
        last = min((end for end in (self.valid_to, self.ended_on) if end), default=None)
        return self.valid_from <= day and (last is None or day <= last)


class CaseParticipant(Versioned, SealedRecord, Model):
    """Somebody invited to take part (人民调解法 art. 20), with the recorded consent of every party: `consents` names each."""

    __table_args__ = (one_of("kind", PARTICIPANT_KINDS),)

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(15))
    name: Mapped[str] = mapped_column(String(100))
    employer: Mapped[str] = mapped_column(String(100), default="")
    relation: Mapped[str] = mapped_column(String(100), default="")
    invited_on: Mapped[dt.date] = mapped_column(Date)
    consents_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    left_on: Mapped[dt.date | None] = mapped_column(Date)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    consents = SealedJSON("consents_sealed")

    case: Mapped[MediationCase] = relationship()


class Signature(SealedRecord, Model):
    """One signature, fingerprint or seal under a record: who, how, on which day. Never deleted: struck, with the reason.

    `party_id` is also the one for whom an agent signs, a reader reads, a witness sees. `text_digest` is of the words that were
    signed, where the record has any. `strokes` are [[x, y, milliseconds], …] by stroke, sealed as the device's own name is.
    """

    __table_args__ = (
        one_of("kind", SIGNERS),
        one_of("way", WAYS),
        CheckConstraint("kind <> 'seal' OR way = 'seal'", name="a_seal_is_a_seal"),
        Index("ix_signature_subject", "subject_type", "subject_id"),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(15))
    party_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute_party.id"), index=True)
    mediator_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("mediator.id"))
    name: Mapped[str] = mapped_column(String(100))
    way: Mapped[str] = mapped_column(String(12))
    signed_on: Mapped[dt.date] = mapped_column(Date)
    signed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    text_digest: Mapped[str] = mapped_column(String(64), default="")
    strokes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    device_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    struck_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    struck_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    struck_because: Mapped[str] = mapped_column(String(300), default="")

    strokes = SealedJSON("strokes_sealed")
    device = SealedText("device_sealed")

    case: Mapped[MediationCase] = relationship()
    party: Mapped[DisputeParty | None] = relationship()
    mediator: Mapped[Mediator | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class ClauseTemplate(Versioned, Model):
    """A common clause (常用条款) that a committee's chair keeps: its words, with 【金额】 and other places to fill in."""

    __table_args__ = (
        one_of("place", CLAUSE_PLACES),
        Index(
            "uq_clause_template_title",
            "committee_id",
            "title",
            unique=True,
            sqlite_where=text("retired_on IS NULL"),
            postgresql_where=text("retired_on IS NULL"),
        ),
    )

    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"))
    place: Mapped[str] = mapped_column(String(10), default="agreement")
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(String(1000))
    retired_on: Mapped[dt.date | None] = mapped_column(Date)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    committee: Mapped[Committee] = relationship()
