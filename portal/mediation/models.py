"""The records of people's mediation: committees and mediators, cases and who mediates them, their history.

What is said at the table, agreements, links with other bodies and bound volumes have models of their own beside this one.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.models import Dispute, DisputeParty, one_of
from portal.documents.models import Document
from portal.mediation.states import (
    CASE_SOURCES,
    CHOSEN_BY,
    COMMITTEE_KINDS,
    DIFFICULTIES,
    LAYERS,
    MEDIATOR_KINDS,
    MEDIATOR_ROLES,
    MEMBER_ROLES,
    NATURES,
    PREVENTIONS,
    REFUSALS,
    RESPONDENT_WISHES,
    SPECIALITIES,
    STATES,
    TERMINATIONS,
)
from portal.residents.models import Resident
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText

_NOW = text("until IS NULL")


class Committee(Versioned, Model):
    """What the law asks to know of a people's mediation committee (人民调解委员会); name and place are those of its unit.

    Members serve for a term of three years and may be chosen again (人民调解法 art. 8).
    """

    __table_args__ = (one_of("kind", COMMITTEE_KINDS), one_of("speciality", SPECIALITIES))

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    speciality: Mapped[str] = mapped_column(String(20), default="")
    founded_on: Mapped[dt.date | None] = mapped_column(Date)
    term_start: Mapped[dt.date] = mapped_column(Date)
    term_end: Mapped[dt.date] = mapped_column(Date, index=True)
    reported_on: Mapped[dt.date | None] = mapped_column(Date)
    has_room: Mapped[bool] = mapped_column(default=False)

    unit: Mapped[Unit] = relationship()
    members: Mapped[list[CommitteeMember]] = relationship(
        back_populates="committee", order_by="CommitteeMember.id"
    )


class Mediator(Versioned, SealedRecord, Model):
    """A people's mediator (人民调解员) of one committee. Many of them never sign in: `account_id` only for those who do.

    `resident_id` lets the register say whether a party is kin. `area` and `grid_id` say where a 十户 or 楼院调解员 works.
    """

    __table_args__ = (
        one_of("kind", MEDIATOR_KINDS),
        one_of("layer", LAYERS),
        one_of("speciality", SPECIALITIES),
        Index("ix_mediator_list", "committee_id", "valid_to"),
    )

    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"))
    name: Mapped[str] = mapped_column(String(100))
    sex: Mapped[str] = mapped_column(String(1), default="0")
    education: Mapped[str] = mapped_column(String(20), default="")
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="part_time")
    layer: Mapped[str] = mapped_column(String(20), default="engaged")
    speciality: Mapped[str] = mapped_column(String(20), default="")
    area: Mapped[str] = mapped_column(String(100), default="")
    grid_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    employer: Mapped[str] = mapped_column(String(100), default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    left_because: Mapped[str] = mapped_column(String(200), default="")

    phone = SealedText("phone_sealed")

    committee: Mapped[Committee] = relationship()
    account: Mapped[StaffAccount | None] = relationship()
    resident: Mapped[Resident | None] = relationship()

    def serves_on(self, day: dt.date) -> bool:
        """Whether the mediator is engaged on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CommitteeMember(Model):
    """A seat in a committee from a day to a day: chair, deputy or member."""

    __table_args__ = (one_of("role", MEMBER_ROLES),)

    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    since: Mapped[dt.date] = mapped_column(Date)
    until: Mapped[dt.date | None] = mapped_column(Date)

    committee: Mapped[Committee] = relationship(back_populates="members")
    mediator: Mapped[Mediator] = relationship()


class MediationCase(Versioned, SealedRecord, Model):
    """One mediation (调解案件) of a dispute by one committee. Its states and their changes are the table in `life`.

    `number` (人调字) comes with the acceptance. `round` counts the mediations of one case after a breach: it is accepted once
    and counts once. `due_on` is the end of the month (or of the court's thirty days), moved only by an agreed extension.
    """

    __table_args__ = (
        one_of("source", CASE_SOURCES),
        one_of("nature", NATURES),
        one_of("difficulty", DIFFICULTIES),
        one_of("respondent_wish", RESPONDENT_WISHES),
        one_of("state", STATES),
        one_of("refusal_code", ("", *REFUSALS)),
        one_of("end_code", ("", *TERMINATIONS)),
        CheckConstraint("agreement_form IN ('', 'oral', 'written')", name="agreement_form"),
        Index("ix_mediation_case_register", "unit_id", "accepted_on", "id"),
        Index("ix_mediation_case_due", "state", "due_on"),
    )

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    source: Mapped[str] = mapped_column(String(20))
    source_note: Mapped[str] = mapped_column(String(150), default="")
    nature: Mapped[str] = mapped_column(String(20), default="people")
    difficulty: Mapped[str] = mapped_column(String(10), default="general")
    is_oral_application: Mapped[bool] = mapped_column(default=True)
    is_simple: Mapped[bool] = mapped_column(default=False)
    is_imported: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=True)
    respondent_wish: Mapped[str] = mapped_column(String(12), default="unknown")
    state: Mapped[str] = mapped_column(String(12), default="draft")
    suspended_from: Mapped[str] = mapped_column(String(12), default="")
    round: Mapped[int] = mapped_column(default=1)
    place: Mapped[str] = mapped_column(String(150), default="")
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    applied_on: Mapped[dt.date] = mapped_column(Date)
    answer_due_on: Mapped[dt.date | None] = mapped_column(Date)
    refused_on: Mapped[dt.date | None] = mapped_column(Date)
    refusal_code: Mapped[str] = mapped_column(String(20), default="")
    accepted_on: Mapped[dt.date | None] = mapped_column(Date)
    accepted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    mediating_from: Mapped[dt.date | None] = mapped_column(Date)
    suspended_on: Mapped[dt.date | None] = mapped_column(Date)
    withdrawn_on: Mapped[dt.date | None] = mapped_column(Date)
    terminated_on: Mapped[dt.date | None] = mapped_column(Date)
    end_code: Mapped[str] = mapped_column(String(20), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    remedies_told_on: Mapped[dt.date | None] = mapped_column(Date)
    agreed_on: Mapped[dt.date | None] = mapped_column(Date)
    agreement_form: Mapped[str] = mapped_column(String(10), default="")
    performed_on: Mapped[dt.date | None] = mapped_column(Date)
    visit_due_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    closed_on: Mapped[dt.date | None] = mapped_column(Date)
    archived_on: Mapped[dt.date | None] = mapped_column(Date)
    sued_on: Mapped[dt.date | None] = mapped_column(Date)
    suit_outcome: Mapped[str] = mapped_column(String(12), default="")
    remark: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reason = SealedText("reason_sealed")

    dispute: Mapped[Dispute] = relationship()
    committee: Mapped[Committee] = relationship()
    unit: Mapped[Unit] = relationship()
    enterer: Mapped[StaffAccount] = relationship(foreign_keys=[entered_by])
    mediators: Mapped[list[CaseMediator]] = relationship(back_populates="case", order_by="CaseMediator.id")
    tellings: Mapped[list[RightsTelling]] = relationship(back_populates="case", order_by="RightsTelling.id")
    recusals: Mapped[list[Recusal]] = relationship(back_populates="case", order_by="Recusal.id")
    extensions: Mapped[list[CaseExtension]] = relationship(back_populates="case", order_by="CaseExtension.id")
    preventions: Mapped[list[CasePrevention]] = relationship(order_by="CasePrevention.kind")
    events: Mapped[list[CaseEvent]] = relationship(back_populates="case", order_by="CaseEvent.id")

    @property
    def parties(self) -> list[DisputeParty]:
        """Who still takes part, in the order of the file."""
        return [party for party in self.dispute.parties if party.left_on is None]

    @property
    def lead(self) -> Mediator | None:
        """The mediator who leads the case now."""
        return next(
            (row.mediator for row in self.mediators if row.role == "lead" and row.until is None), None
        )


class CaseMediator(Model):
    """Who mediates a case in which role, from an instant to an instant; `chosen` by the committee or by the parties."""

    __table_args__ = (
        one_of("role", MEDIATOR_ROLES),
        one_of("chosen", CHOSEN_BY),
        Index(
            "uq_case_mediator_now",
            "case_id",
            "mediator_id",
            "role",
            unique=True,
            sqlite_where=_NOW,
            postgresql_where=_NOW,
        ),
    )

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    chosen: Mapped[str] = mapped_column(String(10), default="committee")
    since: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    until: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    left_because: Mapped[str] = mapped_column(String(200), default="")

    case: Mapped[MediationCase] = relationship(back_populates="mediators")
    mediator: Mapped[Mediator] = relationship()


class Recusal(Versioned, SealedRecord, Model):
    """A request that a mediator stand aside (回避), from a party, the mediator or a warning; the chair decides."""

    __table_args__ = (CheckConstraint("asked_by IN ('party', 'mediator', 'warning')", name="asked_by"),)

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(10))
    party_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute_party.id"))
    asked_on: Mapped[dt.date] = mapped_column(Date)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_granted: Mapped[bool | None]
    decided_on: Mapped[dt.date | None] = mapped_column(Date)
    decided_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    decision_note: Mapped[str] = mapped_column(String(300), default="")
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    reason = SealedText("reason_sealed")

    case: Mapped[MediationCase] = relationship(back_populates="recusals")
    mediator: Mapped[Mediator] = relationship()
    party: Mapped[DisputeParty | None] = relationship()


class RightsTelling(Model):
    """A party was told its rights and duties (人民调解法 arts. 23–24): when, how, by whom. One row a party."""

    __table_args__ = (CheckConstraint("way IN ('oral', 'written')", name="way"),)

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    party_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute_party.id"))
    told_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    way: Mapped[str] = mapped_column(String(10))
    told_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediator.id"))
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    case: Mapped[MediationCase] = relationship(back_populates="tellings")
    party: Mapped[DisputeParty] = relationship()
    told_by: Mapped[Mediator] = relationship()


class CaseExtension(SealedRecord, Model):
    """A longer time limit, with the recorded consent of every party: `consents` names each with day and way."""

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    asked_on: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(300))
    consents_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    old_due_on: Mapped[dt.date] = mapped_column(Date)
    new_due_on: Mapped[dt.date] = mapped_column(Date)
    decided_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    consents = SealedJSON("consents_sealed")

    case: Mapped[MediationCase] = relationship(back_populates="extensions")


class CasePrevention(Model):
    """What a mediation kept from happening, and for how many people (防止民转刑 件/人)."""

    __table_args__ = (one_of("kind", PREVENTIONS), CheckConstraint("people > 0", name="people"))

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    people: Mapped[int]


class CaseEvent(Model):
    """One change in a case's life: from, to, when, by whom (nobody for a timer), why, and the paper. Append only."""

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    day: Mapped[dt.date] = mapped_column(Date)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    actor_name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    case: Mapped[MediationCase] = relationship(back_populates="events")
    document: Mapped[Document | None] = relationship()
