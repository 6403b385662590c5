"""What mediation and screening share: a dispute (纠纷), its parties, its category and risk, dangers told to the police, tasks of
several bodies at once.

A dispute has one number for life (一案一码), whoever works on it. What people told is sealed; a name stands open, as in the
register of residents, so that lists can show it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.disputes.kinds import (
    ALARM_WAYS,
    DANGERS,
    PARTY_KINDS,
    RISKS,
    SCHEMES,
    SIDES,
    SOURCES,
    STATES,
    STEPS,
    TASK_ROLES,
    TASK_STATES,
    WAYS,
)
from portal.files.models import StoredFile
from portal.letters.models import Letter
from portal.residents.groups import Organisation
from portal.residents.models import Resident
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText


def one_of(column: str, codes: Any) -> CheckConstraint:
    """The database's own word on which codes a column may hold."""
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{code}'" for code in codes) + ")", name=column)


class DisputeCategory(Model):
    """One category of one scheme (纠纷类别), from a day to a day. A dispute keeps the category of its time.

    `parent_code` makes it a line below another (拖欠农民工工资 below 劳动争议); `governance_code` is the line of the other scheme
    that a category of the justice scheme counts in. `successor_code` says where to look from the day after `valid_to`.
    """

    __table_args__ = (one_of("scheme", SCHEMES), UniqueConstraint("scheme", "code", "valid_from"))

    scheme: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(60))
    parent_code: Mapped[str] = mapped_column(String(30), default="")
    governance_code: Mapped[str] = mapped_column(String(30), default="")
    successor_code: Mapped[str] = mapped_column(String(30), default="", server_default="")
    position: Mapped[int]
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether a dispute found on this day may be given the category."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Dispute(Versioned, SealedRecord, Model):
    """One dispute (矛盾纠纷), found, brought or handed over.

    `unit_id` is the community (or street) where it belongs, `found_on` the day by which it is counted (排查日期), `amount_fen`
    what it is about.

    `is_screened` says that a screening found it: it stays open when a mediation that was opened for it is discarded.
    `story` is cause and course, `demand` what is asked for, `place` where: all sealed. A twin is merged into the one that
    stays (`merged_into_id`) and counts no more.
    """

    __table_args__ = (
        one_of("source", SOURCES),
        one_of("state", STATES),
        one_of("risk", RISKS),
        one_of("resolved_way", ("", *WAYS)),
        Index("ix_dispute_found", "unit_id", "found_on", "id"),
        Index("ix_dispute_open", "state", "found_on"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    grid_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    source: Mapped[str] = mapped_column(String(20))
    source_note: Mapped[str] = mapped_column(String(150), default="")
    category_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute_category.id"), index=True)
    found_on: Mapped[dt.date] = mapped_column(Date)
    happened_on: Mapped[dt.date | None] = mapped_column(Date)
    people: Mapped[int] = mapped_column(default=2)
    amount_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    is_mass: Mapped[bool] = mapped_column(default=False)
    risk: Mapped[str] = mapped_column(String(10), default="yellow")
    tends_criminal: Mapped[bool] = mapped_column(default=False)
    tends_petition: Mapped[bool] = mapped_column(default=False)
    tends_brawl: Mapped[bool] = mapped_column(default=False)
    tends_self_harm: Mapped[bool] = mapped_column(default=False)
    tends_unrest: Mapped[bool] = mapped_column(default=False)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    story_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    demand_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_screened: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(String(10), default="open")
    resolved_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    resolved_way: Mapped[str] = mapped_column(String(20), default="")
    merged_into_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    entered_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    place = SealedText("place_sealed")
    story = SealedText("story_sealed")
    demand = SealedText("demand_sealed")

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    grid: Mapped[Unit | None] = relationship(foreign_keys=[grid_id])
    category: Mapped[DisputeCategory] = relationship()
    merged_into: Mapped[Dispute | None] = relationship(remote_side="Dispute.id")
    enterer: Mapped[StaffAccount] = relationship()
    steps: Mapped[list[DisputeStep]] = relationship(
        back_populates="dispute", order_by="DisputeStep.on, DisputeStep.id"
    )
    parties: Mapped[list[DisputeParty]] = relationship(
        back_populates="dispute", order_by="DisputeParty.position, DisputeParty.id"
    )
    alarms: Mapped[list[DangerReport]] = relationship(back_populates="dispute", order_by="DangerReport.id")
    tasks: Mapped[list[DisputeTask]] = relationship(
        back_populates="dispute", order_by="DisputeTask.position, DisputeTask.id"
    )


class DisputeStep(Model):
    """One change of a unit's stock of unsettled disputes (期初、新增、化解、转出、转入、期末), on the day by which it counts.

    `unit_id` is the community or street in whose figures it counts; a move between two is two rows that name each other's
    unit. A step is never changed: one that was entered by mistake is struck and counts no more. `made_by` is empty where
    nobody did it: a unit was closed, and its disputes went to its successor.
    """

    __table_args__ = (
        one_of("kind", STEPS),
        Index("ix_dispute_step_figures", "unit_id", "on", "kind"),
    )

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    on: Mapped[dt.date] = mapped_column(Date)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    other_unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    way: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    struck_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    dispute: Mapped[Dispute] = relationship(back_populates="steps")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])


class DisputeParty(SealedRecord, Model):
    """One party (当事人): a person or an organisation, one name each, with its key where the register has it.

    `details` is what the forms print and nothing else keeps (性别、民族、年龄、职业、单位或住址、联系方式、证件号码), sealed.
    A party that left keeps its row with `left_on`.
    """

    __table_args__ = (
        one_of("side", SIDES),
        one_of("kind", PARTY_KINDS),
        CheckConstraint("kind = 'person' OR resident_id IS NULL", name="a_person_is_a_resident"),
        CheckConstraint(
            "kind = 'organisation' OR organisation_id IS NULL", name="an_organisation_is_no_person"
        ),
    )

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    side: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(14), default="person")
    name: Mapped[str] = mapped_column(String(100))
    resident_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("resident.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("organisation.id"), index=True)
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    cannot_read: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[dt.date | None] = mapped_column(Date)

    details = SealedJSON("details_sealed")

    dispute: Mapped[Dispute] = relationship(back_populates="parties")
    resident: Mapped[Resident | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class DangerReport(SealedRecord, Model):
    """A danger that was told to the police at once (人民调解法 art. 25): what, when, to which station, to whom. Never changed."""

    __table_args__ = (one_of("danger", DANGERS), one_of("way", ALARM_WAYS))

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    danger: Mapped[str] = mapped_column(String(20))
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    noticed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    reported_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    station: Mapped[str] = mapped_column(String(100))
    receiver: Mapped[str] = mapped_column(String(100))
    way: Mapped[str] = mapped_column(String(12))
    reported_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    seen_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    seen_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    facts = SealedText("facts_sealed")

    dispute: Mapped[Dispute] = relationship(back_populates="alarms")
    reporter: Mapped[StaffAccount] = relationship(foreign_keys=[reported_by])


class RiskChange(SealedRecord, Model):
    """One setting of a dispute's risk level, with its reason. Never changed."""

    __table_args__ = (one_of("risk", RISKS),)

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    risk: Mapped[str] = mapped_column(String(10))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    set_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    set_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    reason = SealedText("reason_sealed")

    setter: Mapped[StaffAccount] = relationship()


class DisputeTask(Versioned, SealedRecord, Model):
    """What one body does about a dispute, beside all others at the same time (并联化解, 联合调解).

    It has its own task and time limit, the day on which it signed for it, whom it sent and what it answered (sealed).

    A body that signs in is `body_id`; one outside is a name, and `letter_id` the letter that went to it.
    """

    __table_args__ = (
        one_of("role", TASK_ROLES),
        one_of("state", TASK_STATES),
        Index("ix_dispute_task_due", "state", "due_on"),
        Index("ix_dispute_task_body", "body_id", "state"),
    )

    dispute_id: Mapped[int] = mapped_column(BigKey, ForeignKey("dispute.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    role: Mapped[str] = mapped_column(String(10))
    body_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    body: Mapped[str] = mapped_column(String(100))
    task: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    sent_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date] = mapped_column(Date)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    signed_for_on: Mapped[dt.date | None] = mapped_column(Date)
    signed_for_by: Mapped[str] = mapped_column(String(100), default="")
    person: Mapped[str] = mapped_column(String(100), default="")
    person_phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    opinion_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer_number: Mapped[str] = mapped_column(String(80), default="")
    letter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("letter.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    withdrawn_because: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    person_phone = SealedText("person_phone_sealed")
    opinion = SealedText("opinion_sealed")

    dispute: Mapped[Dispute] = relationship(back_populates="tasks")
    body_unit: Mapped[Unit | None] = relationship()
    letter: Mapped[Letter | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
