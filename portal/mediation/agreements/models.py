"""The records of agreements and what follows: what is owed, what was paid, urging, the court's confirmation, visits, the closing
report. What parties agreed and said is sealed; names, days, sums and numbers stand open."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.models import DisputeParty, one_of
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.mediation.agreements.kinds import (
    CONFIRMATION_STATES,
    FORMS,
    NOT_CONFIRMABLE,
    PERFORMANCES,
    PROOFS,
    REJECTIONS,
    SATISFACTIONS,
    STATES,
    SUIT_OUTCOMES,
    URGED_BY,
    VISIT_WAYS,
    WHATS,
)
from portal.mediation.models import MediationCase, Mediator
from portal.vault import SealedJSON, SealedRecord, SealedText

_OPEN = text("state IN ('draft', 'signing')")
_IN_FORCE = text("state = 'effective'")


class Agreement(Versioned, SealedRecord, Model):
    """One agreement of one round of a case, written (人民调解协议书) or oral (口头协议登记表).

    `facts` are the main facts, `issues` what was disputed, `terms` what was agreed, `manner` how and where it is performed: all
    sealed. `amount_capitals` is as it stands on paper and agrees with `amount_fen`. `reached_on` is the day of the agreement,
    `effective_on` the last of the three acts for a written one (人民调解法 art. 29), `reached_on` for an oral one (art. 30).
    A new round strikes the agreement that it replaces.
    """

    __table_args__ = (
        one_of("form", FORMS),
        one_of("state", STATES),
        CheckConstraint("amount_fen >= 0", name="amount"),
        CheckConstraint("state <> 'effective' OR effective_on IS NOT NULL", name="effective_has_its_day"),
        CheckConstraint(
            "state = 'draft' OR state = 'struck' OR number IS NOT NULL", name="signed_has_its_number"
        ),
        CheckConstraint("effective_on IS NULL OR effective_on >= reached_on", name="effective_after_reached"),
        CheckConstraint("(state = 'struck') = (struck_on IS NOT NULL)", name="struck_has_its_day"),
        Index(
            "uq_agreement_open",
            "case_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "uq_agreement_in_force",
            "case_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    form: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    reached_on: Mapped[dt.date] = mapped_column(Date)
    effective_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    place: Mapped[str] = mapped_column(String(150), default="")
    recorder: Mapped[str] = mapped_column(String(100), default="")
    amount_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    amount_capitals: Mapped[str] = mapped_column(String(100), default="")
    copies: Mapped[int] = mapped_column(default=3)
    is_asked_in_writing: Mapped[bool] = mapped_column(default=False)
    is_performed_at_once: Mapped[bool] = mapped_column(default=False)
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    issues_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    terms_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    manner_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    struck_on: Mapped[dt.date | None] = mapped_column(Date)
    struck_because: Mapped[str] = mapped_column(String(300), default="")
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    facts = SealedText("facts_sealed")
    issues = SealedText("issues_sealed")
    terms = SealedText("terms_sealed")
    manner = SealedText("manner_sealed")

    case: Mapped[MediationCase] = relationship()
    document: Mapped[Document | None] = relationship()
    enterer: Mapped[StaffAccount] = relationship()
    obligations: Mapped[list[Obligation]] = relationship(
        back_populates="agreement",
        order_by="Obligation.position, Obligation.id",
        cascade="all, delete-orphan",
    )


class Obligation(Versioned, SealedRecord, Model):
    """One thing owed by an agreement, an instalment of money or an act: who, to whom, what (sealed), how much, by when.

    `done_fen` adds up its proofs; `done_on` is the day on which nothing was left to do. Everything that is due on the day of the
    agreement and done at once has both.
    """

    __table_args__ = (
        one_of("kind", WHATS),
        CheckConstraint("(kind = 'money') = (fen > 0)", name="money_has_its_sum"),
        CheckConstraint("done_fen >= 0 AND done_fen <= fen", name="never_more_than_owed"),
        Index("ix_obligation_due", "due_on", "done_on"),
    )

    agreement_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agreement.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    debtor_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute_party.id"))
    creditor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute_party.id"))
    kind: Mapped[str] = mapped_column(String(10), default="money")
    what_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    fen: Mapped[int] = mapped_column(BigInteger, default=0)
    due_on: Mapped[dt.date] = mapped_column(Date)
    done_on: Mapped[dt.date | None] = mapped_column(Date)
    done_fen: Mapped[int] = mapped_column(BigInteger, default=0)

    what = SealedText("what_sealed")

    agreement: Mapped[Agreement] = relationship(back_populates="obligations")
    debtor: Mapped[DisputeParty] = relationship(foreign_keys=[debtor_id])
    creditor: Mapped[DisputeParty | None] = relationship(foreign_keys=[creditor_id])
    performances: Mapped[list[Performance]] = relationship(
        back_populates="obligation", order_by="Performance.done_on, Performance.id"
    )


class Performance(SealedRecord, Model):
    """One proof that something owed was done, whole or in part (收条/汇款单, paper 10). Struck when it was entered wrongly."""

    __table_args__ = (one_of("proof", PROOFS), CheckConstraint("fen >= 0", name="amount"))

    obligation_id: Mapped[int] = mapped_column(BigKey, ForeignKey("obligation.id"), index=True)
    done_on: Mapped[dt.date] = mapped_column(Date)
    fen: Mapped[int] = mapped_column(BigInteger, default=0)
    proof: Mapped[str] = mapped_column(String(20))
    payer: Mapped[str] = mapped_column(String(100))
    payee: Mapped[str] = mapped_column(String(100))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    struck_on: Mapped[dt.date | None] = mapped_column(Date)
    struck_because: Mapped[str] = mapped_column(String(300), default="")

    note = SealedText("note_sealed")

    obligation: Mapped[Obligation] = relationship(back_populates="performances")
    document: Mapped[Document | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class Urging(SealedRecord, Model):
    """The committee urged a party to perform (督促履行, 人民调解法 art. 31): when, how, until when, what was answered."""

    __table_args__ = (one_of("way", URGED_BY),)

    obligation_id: Mapped[int] = mapped_column(BigKey, ForeignKey("obligation.id"), index=True)
    urged_on: Mapped[dt.date] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(10))
    perform_by: Mapped[dt.date] = mapped_column(Date)
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    answer = SealedText("answer_sealed")

    obligation: Mapped[Obligation] = relationship()
    document: Mapped[Document | None] = relationship()


class Confirmation(Versioned, SealedRecord, Model):
    """One joint application for judicial confirmation (司法确认, 人民调解法 art. 33), from the parties' consent to the ruling.

    `consents` names every party with day and way. `raw_last_on` is the thirtieth day, `last_on` the same moved off rest days,
    as they were when the application was made.
    """

    __table_args__ = (
        one_of("state", CONFIRMATION_STATES),
        one_of("refusal_code", ("", *NOT_CONFIRMABLE)),
        one_of("rejection_code", ("", *REJECTIONS)),
    )

    agreement_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agreement.id"), index=True)
    state: Mapped[str] = mapped_column(String(15), default="prepared")
    court: Mapped[str] = mapped_column(String(100))
    consents_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reasons_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    raw_last_on: Mapped[dt.date] = mapped_column(Date)
    last_on: Mapped[dt.date] = mapped_column(Date)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    prepared_on: Mapped[dt.date] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    filed_on: Mapped[dt.date | None] = mapped_column(Date)
    court_accepted_on: Mapped[dt.date | None] = mapped_column(Date)
    court_number: Mapped[str] = mapped_column(String(80), default="")
    refusal_code: Mapped[str] = mapped_column(String(15), default="")
    ruled_on: Mapped[dt.date | None] = mapped_column(Date)
    ruling_number: Mapped[str] = mapped_column(String(80), default="")
    rejection_code: Mapped[str] = mapped_column(String(15), default="")
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    consents = SealedJSON("consents_sealed")
    reasons = SealedText("reasons_sealed")
    note = SealedText("note_sealed")

    agreement: Mapped[Agreement] = relationship()
    document: Mapped[Document | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class CaseVisit(SealedRecord, Model):
    """One visit after a mediation (回访, paper 11): performance, satisfaction, any suit, what may still brew. Never changed."""

    __table_args__ = (
        one_of("way", VISIT_WAYS),
        one_of("performance", PERFORMANCES),
        one_of("satisfaction", SATISFACTIONS),
        one_of("suit_outcome", ("", *SUIT_OUTCOMES)),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("agreement.id"), index=True)
    visited_on: Mapped[dt.date] = mapped_column(Date, index=True)
    way: Mapped[str] = mapped_column(String(10))
    visited: Mapped[str] = mapped_column(String(200))
    visitor_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"))
    performance: Mapped[str] = mapped_column(String(15))
    satisfaction: Mapped[str] = mapped_column(String(10))
    suit_outcome: Mapped[str] = mapped_column(String(10), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    situation_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    danger_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reason = SealedText("reason_sealed")
    situation = SealedText("situation_sealed")
    danger = SealedText("danger_sealed")

    case: Mapped[MediationCase] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    visitor: Mapped[Mediator] = relationship()
    document: Mapped[Document | None] = relationship()


class ClosingReport(SealedRecord, Model):
    """The report at the end of a case (结案报告表): facts and result in few words, and what the committee's head says.

    `opinion_by` is the name of the chair or deputy who gave the opinion, on `opinion_on`; `opinion_is_own` where the same
    person mediated the case, because the committee has nobody else; `opinion_file` the scan where it was signed on paper.
    """

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), unique=True)
    reported_on: Mapped[dt.date] = mapped_column(Date)
    summary_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    result_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opinion_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opinion_by: Mapped[str] = mapped_column(String(100), default="", server_default="")
    opinion_role: Mapped[str] = mapped_column(String(10), default="", server_default="")
    opinion_on: Mapped[dt.date | None] = mapped_column(Date)
    opinion_is_own: Mapped[bool] = mapped_column(default=False, server_default=false())
    opinion_entered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    opinion_file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    summary = SealedText("summary_sealed")
    result = SealedText("result_sealed")
    opinion = SealedText("opinion_sealed")

    opinion_file: Mapped[StoredFile | None] = relationship(foreign_keys=[opinion_file_id])
    case: Mapped[MediationCase] = relationship()
    document: Mapped[Document | None] = relationship()
