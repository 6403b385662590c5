"""The records of links with other bodies: referrals in and out, judges and prosecutors with their visits (联街) and mediations
(进居), transfers to the joint room of a police station (驻所), petition proxies and the matters that they took.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.models import one_of
from portal.files.models import StoredFile
from portal.letters.models import Letter
from portal.mediation.links.kinds import (
    AUTHORITIES,
    DIRECTIONS,
    ENTRUSTINGS,
    KINDS,
    MATTER_STATES,
    ORGANS,
    OUTCOMES,
    PUBLISHINGS,
    REASONS_OUT,
    TRANSFER_STATES,
)
from portal.mediation.models import MediationCase
from portal.residents.models import Resident
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText


class Referral(Versioned, SealedRecord, Model):
    """A dispute that another body sent to the committee (in), or that the committee sent on (out). One row a letter.

    In: `number` and `dated_on` are of their letter, `due_on` the end of their time limit, moved once by agreement
    (`first_due_on` keeps the day before); `letter_id` is our reply. Out: `letter_id` is our letter, and its answer comes by it.
    `consents` names each party with the day and way of its consent, sealed like every list of persons.
    """

    __table_args__ = (
        one_of("direction", DIRECTIONS),
        one_of("kind", KINDS),
        one_of("entrusting", ("", *ENTRUSTINGS)),
        one_of("outcome", ("", *OUTCOMES)),
        one_of("reason_code", ("", *REASONS_OUT)),
        CheckConstraint("entrusting = '' OR kind = 'court'", name="only_a_court_entrusts"),
        CheckConstraint("direction = 'out' OR received_on IS NOT NULL", name="received_day"),
        Index("ix_referral_register", "unit_id", "entered_on", "id"),
        Index("ix_referral_due", "direction", "due_on"),
    )

    direction: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    body: Mapped[str] = mapped_column(String(100))
    entrusting: Mapped[str] = mapped_column(String(10), default="")
    number: Mapped[str] = mapped_column(String(80), default="")
    dated_on: Mapped[dt.date | None] = mapped_column(Date)
    received_on: Mapped[dt.date | None] = mapped_column(Date)
    officer: Mapped[str] = mapped_column(String(100), default="")
    officer_phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    consents_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    first_due_on: Mapped[dt.date | None] = mapped_column(Date)
    extended_because: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    reason_code: Mapped[str] = mapped_column(String(12), default="")
    performed_on: Mapped[dt.date | None] = mapped_column(Date)
    leniency_asked_on: Mapped[dt.date | None] = mapped_column(Date)
    recalled_on: Mapped[dt.date | None] = mapped_column(Date)
    recalled_because: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    entered_on: Mapped[dt.date] = mapped_column(Date)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    officer_phone = SealedText("officer_phone_sealed")
    consents = SealedJSON("consents_sealed")

    case: Mapped[MediationCase] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    file: Mapped[StoredFile | None] = relationship()
    letter: Mapped[Letter | None] = relationship()
    enterer: Mapped[StaffAccount] = relationship()

    @property
    def state(self) -> str:
        """Where it stands, as its letter and its recall say."""
        if self.recalled_on is not None:
            return "withdrawn"
        if self.letter is None:
            return "open"
        if self.direction == "in":
            return "replying" if self.letter.state == "draft" else "replied"
        return {"draft": "replying", "answered": "answered"}.get(self.letter.state, "sent")

    @property
    def is_waiting(self) -> bool:
        """Whether its sender still waits for a reply of the committee."""
        return self.direction == "in" and self.state in {"open", "replying"}


class LinkPerson(Versioned, Model):
    """A judge or prosecutor who takes this street as a place of contact (联街、进居), from a day to a day. Never signs in."""

    __table_args__ = (one_of("organ", ORGANS), Index("ix_link_person_list", "unit_id", "valid_to"))

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    organ: Mapped[str] = mapped_column(String(15))
    body: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    post: Mapped[str] = mapped_column(String(60), default="")
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    unit: Mapped[Unit] = relationship()

    def serves_on(self, day: dt.date) -> bool:
        """Whether the street is the person's place of contact on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class GuidanceVisit(Versioned, SealedRecord, Model):
    """联街: a judge or prosecutor came for guidance on a day. It settles nothing and counts no case."""

    __table_args__ = (Index("ix_guidance_visit_list", "unit_id", "visited_on", "id"),)

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("link_person.id"), index=True)
    visited_on: Mapped[dt.date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(100), default="")
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    content = SealedText("content_sealed")

    unit: Mapped[Unit] = relationship()
    person: Mapped[LinkPerson] = relationship()
    guided: Mapped[list[GuidedCase]] = relationship(back_populates="visit", order_by="GuidedCase.id")


class GuidedCase(Model):
    """A case about which a visitor gave guidance."""

    __table_args__ = (UniqueConstraint("visit_id", "case_id"),)

    visit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("guidance_visit.id"))
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)

    visit: Mapped[GuidanceVisit] = relationship(back_populates="guided")
    case: Mapped[MediationCase] = relationship()


class CommunityMediation(Versioned, SealedRecord, Model):
    """进居: a judge or prosecutor mediated one case in a community on a day. It counts when the case was agreed and its record
    (笔录) and photograph are there.

    The photograph as taken (`photo_id`) stays out of every page until each person shown has consented, or a copy with covered
    faces (`covered_id`) is there with the clerk's declaration. Both files are kept. `shown` names who is seen (sealed).
    """

    __table_args__ = (
        one_of("publishing", PUBLISHINGS),
        CheckConstraint("covered_id IS NULL OR covered_by IS NOT NULL", name="a_cover_is_declared"),
        UniqueConstraint("person_id", "case_id"),
        Index("ix_community_mediation_list", "unit_id", "held_on", "id"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("link_person.id"))
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    held_on: Mapped[dt.date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(100))
    record_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    photo_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    shown_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    all_consent: Mapped[bool] = mapped_column(default=False)
    covered_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    covered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    covered_on: Mapped[dt.date | None] = mapped_column(Date)
    publishing: Mapped[str] = mapped_column(String(12), default="none")
    published_on: Mapped[dt.date | None] = mapped_column(Date)
    published_where: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    shown = SealedJSON("shown_sealed")

    unit: Mapped[Unit] = relationship()
    person: Mapped[LinkPerson] = relationship()
    case: Mapped[MediationCase] = relationship()
    record: Mapped[StoredFile | None] = relationship(foreign_keys=[record_id])
    photo: Mapped[StoredFile | None] = relationship(foreign_keys=[photo_id])
    covered: Mapped[StoredFile | None] = relationship(foreign_keys=[covered_id])

    @property
    def seen_photo(self) -> StoredFile | None:
        """The photograph that a page may show: the covered copy, or the one as taken when everybody shown consented."""
        return self.covered or (self.photo if self.all_consent else None)


class StationTransfer(Versioned, SealedRecord, Model):
    """驻所: a case passed on before any suit is filed, by consent of every party, to the joint room of the police station of the
    respondent's area; the room's answer to our letter is its result.
    """

    __table_args__ = (
        one_of("state", TRANSFER_STATES),
        Index("ix_station_transfer_list", "unit_id", "state", "due_on"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    area_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    station: Mapped[str] = mapped_column(String(100))
    room: Mapped[str] = mapped_column(String(100), default="")
    court: Mapped[str] = mapped_column(String(100), default="")
    consents_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    made_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date] = mapped_column(Date)
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    result_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    consents = SealedJSON("consents_sealed")
    result = SealedText("result_sealed")

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    area: Mapped[Unit] = relationship(foreign_keys=[area_id])
    case: Mapped[MediationCase] = relationship()
    letter: Mapped[Letter | None] = relationship()

    @property
    def shown_state(self) -> str:
        """The state, which becomes 'sent' with the letter."""
        return "sent" if self.state == "draft" and self.letter and self.letter.state == "sent" else self.state


class PetitionProxy(Versioned, SealedRecord, Model):
    """A proxy of petitioners (信访代理员) of a street or community, from a day to a day."""

    __table_args__ = (Index("ix_petition_proxy_list", "unit_id", "valid_to"),)

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(100))
    post: Mapped[str] = mapped_column(String(60), default="")
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)

    phone = SealedText("phone_sealed")

    unit: Mapped[Unit] = relationship()

    def serves_on(self, day: dt.date) -> bool:
        """Whether the proxy takes matters on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class ProxyMatter(Versioned, SealedRecord, Model):
    """A petitioner's matter that a proxy took under a power of attorney; it may become a case of a committee."""

    __table_args__ = (
        one_of("authority", AUTHORITIES),
        one_of("state", MATTER_STATES),
        CheckConstraint("state <> 'case' OR case_id IS NOT NULL", name="a_case_is_named"),
        Index("ix_proxy_matter_list", "unit_id", "taken_on", "id"),
    )

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    proxy_id: Mapped[int] = mapped_column(BigKey, ForeignKey("petition_proxy.id"), index=True)
    petitioner: Mapped[str] = mapped_column(String(100))
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    title: Mapped[str] = mapped_column(String(100))
    story_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    petition_number: Mapped[str] = mapped_column(String(80), default="")
    taken_on: Mapped[dt.date] = mapped_column(Date)
    authority: Mapped[str] = mapped_column(String(10), default="general")
    power_on: Mapped[dt.date] = mapped_column(Date)
    power_until: Mapped[dt.date | None] = mapped_column(Date)
    power_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    phone = SealedText("phone_sealed")
    story = SealedText("story_sealed")
    outcome = SealedText("outcome_sealed")

    unit: Mapped[Unit] = relationship()
    proxy: Mapped[PetitionProxy] = relationship()
    resident: Mapped[Resident | None] = relationship()
    power: Mapped[StoredFile | None] = relationship()
    case: Mapped[MediationCase | None] = relationship()
