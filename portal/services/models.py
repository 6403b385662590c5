"""The records of the hall: items and their versions, visits, applications with their materials, steps and events, enquiries."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, JSONDict, Model, UTCDateTime, Versioned
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.services.definitions import ItemDefinition, from_dict
from portal.services.states import MATERIAL_STATES, STATES
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText


class ServiceItem(Versioned, Model):
    """A public service (事项) on offer; what it asks for is in its versions. Switched off, it stays readable."""

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    is_offered: Mapped[bool] = mapped_column(default=True)

    versions: Mapped[list[ItemVersion]] = relationship(back_populates="item", order_by="ItemVersion.number")


class ItemVersion(Model):
    """One published version of an item. An application keeps the one in force on the day of its acceptance."""

    __table_args__ = (UniqueConstraint("item_id", "number"),)

    item_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_item.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    published_by: Mapped[int | None] = mapped_column(BigKey)
    published_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    item: Mapped[ServiceItem] = relationship(back_populates="versions")

    @cached_property
    def definition(self) -> ItemDefinition:
        """The version as a definition; a published one never changes."""
        return from_dict(self.content)


class Visit(Model):
    """One visit to the hall; it may hold several applications."""

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    day: Mapped[dt.date] = mapped_column(Date)
    received_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    unit: Mapped[Unit] = relationship()
    resident: Mapped[Resident | None] = relationship()
    applications: Mapped[list[Application]] = relationship(back_populates="visit", order_by="Application.id")


class Application(Versioned, SealedRecord, Model):
    """One application (申请, after acceptance 办件). Its states and their changes are the table in `life`."""

    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN resident_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN household_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
        CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in STATES) + ")", name="state"),
        CheckConstraint("result IN ('', 'granted', 'denied')", name="result"),
        Index("ix_application_ledger", "unit_id", "accepted_on", "id"),
        Index("ix_application_due", "state", "due_on"),
        Index("ix_application_list", "unit_id", "id"),
    )

    item_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_item.id"), index=True)
    item_version_id: Mapped[int] = mapped_column(BigKey, ForeignKey("item_version.id"))
    visit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("visit.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("household.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("organisation.id"), index=True)
    subject_name: Mapped[str] = mapped_column(String(100))
    agent_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    agent_relation: Mapped[str] = mapped_column(String(40), default="")
    business: Mapped[str] = mapped_column(String(40), default="")
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    state: Mapped[str] = mapped_column(String(20), default="draft")
    suspended_from: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    handler_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20), default="counter")
    is_on_the_spot: Mapped[bool] = mapped_column(default=False)
    is_deemed: Mapped[bool] = mapped_column(default=False)
    paper_day: Mapped[bool] = mapped_column(default=False)

    applied_on: Mapped[dt.date] = mapped_column(Date, index=True)
    notified_on: Mapped[dt.date | None] = mapped_column(Date)
    supplement_due_on: Mapped[dt.date | None] = mapped_column(Date)
    accepted_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    accepted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    suspended_on: Mapped[dt.date | None] = mapped_column(Date)
    suspended_days: Mapped[int] = mapped_column(default=0)
    reviewed_on: Mapped[dt.date | None] = mapped_column(Date)
    reviewed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    review_opinion: Mapped[str] = mapped_column(String(20), default="")
    review_note: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    result: Mapped[str] = mapped_column(String(20), default="")
    result_text: Mapped[str] = mapped_column(String(200), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    refusal_code: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[dt.date | None] = mapped_column(Date)
    collected_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    collector_kind: Mapped[str] = mapped_column(String(10), default="")
    collector: Mapped[str] = mapped_column(String(100), default="")
    collector_relation: Mapped[str] = mapped_column(String(40), default="")
    closed_on: Mapped[dt.date | None] = mapped_column(Date)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    answers = SealedJSON("answers_sealed")

    item: Mapped[ServiceItem] = relationship()
    item_version: Mapped[ItemVersion] = relationship()
    visit: Mapped[Visit] = relationship(back_populates="applications")
    unit: Mapped[Unit] = relationship()
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])
    household: Mapped[Household | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    agent: Mapped[Resident | None] = relationship(foreign_keys=[agent_id])
    handler: Mapped[StaffAccount | None] = relationship(foreign_keys=[handler_id])
    acceptor: Mapped[StaffAccount | None] = relationship(foreign_keys=[accepted_by])
    materials: Mapped[list[ApplicationMaterial]] = relationship(
        back_populates="application", order_by="ApplicationMaterial.position", cascade="all, delete-orphan"
    )
    steps: Mapped[list[ApplicationStep]] = relationship(
        back_populates="application", order_by="ApplicationStep.id", cascade="all, delete-orphan"
    )
    events: Mapped[list[ApplicationEvent]] = relationship(
        back_populates="application", order_by="ApplicationEvent.id"
    )
    agent_check: Mapped[AgentCheck | None] = relationship(
        back_populates="application", cascade="all, delete-orphan"
    )

    @property
    def subject(self) -> Resident | Household | Organisation:
        """Whom the application is for: exactly one of the three."""
        found = self.resident or self.household or self.organisation
        if found is None:
            raise LookupError(f"application {self.id} has no subject")
        return found

    @property
    def definition(self) -> ItemDefinition:
        """The definition that this application is bound to."""
        return self.item_version.definition

    @property
    def agent_is_checked(self) -> bool:
        """Whether the papers of the agent who acts now were seen and compared; a check of another agent does not count."""
        return self.agent_check is not None and self.agent_check.agent_id == self.agent_id


class AgentCheck(Model):
    """The agent's papers were seen and their number compared with the register (代办人身份核对), like the applicant's."""

    application_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("application.id", ondelete="CASCADE"), unique=True
    )
    agent_id: Mapped[int] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    paper_kind: Mapped[str] = mapped_column(String(20))
    checked_on: Mapped[dt.date] = mapped_column(Date)
    checked_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    application: Mapped[Application] = relationship(back_populates="agent_check")
    agent: Mapped[Resident] = relationship()


class ApplicationMaterial(Model):
    """One material of one application: how it stands at the check (收件核对)."""

    __table_args__ = (
        UniqueConstraint("application_id", "code"),
        CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in MATERIAL_STATES) + ")", name="state"),
        Index("ix_application_material_promised", "state", "promised_by"),
    )

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(20), default="unchecked")
    form: Mapped[str] = mapped_column(String(20), default="")
    copies: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(300), default="")
    promised_by: Mapped[dt.date | None] = mapped_column(Date)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    checked_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    checked_on: Mapped[dt.date | None] = mapped_column(Date)

    application: Mapped[Application] = relationship(back_populates="materials")
    file: Mapped[StoredFile | None] = relationship()


class ApplicationStep(Model):
    """A named step that the item adds inside the shared life, once it is done."""

    __table_args__ = (UniqueConstraint("application_id", "code"),)

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    done_on: Mapped[dt.date] = mapped_column(Date)
    done_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    outcome: Mapped[str] = mapped_column(Text, default="")

    application: Mapped[Application] = relationship(back_populates="steps")


class ApplicationEvent(Model):
    """One change in an application's life: from, to, when, by whom (nobody for a timer), why, and the paper. Append only."""

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    day: Mapped[dt.date] = mapped_column(Date)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    actor_name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))

    application: Mapped[Application] = relationship(back_populates="events")
    document: Mapped[Document | None] = relationship()


class SampleCheck(Model):
    """A later check of an on-the-spot application that was drawn as a sample."""

    application_id: Mapped[int] = mapped_column(BigKey, ForeignKey("application.id"), unique=True)
    drawn_on: Mapped[dt.date] = mapped_column(Date)
    checked_on: Mapped[dt.date | None] = mapped_column(Date)
    checked_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    is_sound: Mapped[bool | None]
    finding: Mapped[str] = mapped_column(Text, default="")

    application: Mapped[Application] = relationship()


class Enquiry(Versioned, SealedRecord, Model):
    """A plain consultation or small help (来访咨询、服务登记): one line, and a service receipt where one is wanted."""

    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    day: Mapped[dt.date] = mapped_column(Date, index=True)
    kind: Mapped[str] = mapped_column(String(20), default="enquiry")
    name: Mapped[str] = mapped_column(String(100), default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    matter: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(String(500))
    next_step: Mapped[str] = mapped_column(String(500), default="")
    is_settled: Mapped[bool] = mapped_column(default=True)
    received_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    document_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("document.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    phone = SealedText("phone_sealed")

    unit: Mapped[Unit] = relationship()
    receiver: Mapped[StaffAccount] = relationship()
    document: Mapped[Document | None] = relationship()
