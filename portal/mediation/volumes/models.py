"""The records of volumes: what was bound in which edition, scans that only the volume has, checks, loans, guidance notes.

What parties said is in the sealed file of an edition and in sealed columns; numbers, names and days stand open.
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
from portal.jobs.models import Job
from portal.mediation.models import Committee, MediationCase
from portal.mediation.volumes.kinds import CHECK_RESULTS, EDITION_STATES, LOAN_WAYS, VOLUME_KINDS
from portal.units.models import Unit
from portal.vault import SealedJSON, SealedRecord, SealedText


class Volume(Versioned, SealedRecord, Model):
    """One bound volume (卷宗): of one case, or of the simple oral cases of a month or quarter together.

    `notes` is what the binder adds to the 卷宗情况说明; `remark` stands on the cover. `edition` is the newest one bound, 0 before
    the first.
    """

    __table_args__ = (
        one_of("kind", VOLUME_KINDS),
        CheckConstraint("kind = 'case' OR period_first IS NOT NULL", name="a_joint_one_has_its_period"),
        Index("ix_volume_list", "unit_id", "bound_on", "id"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"), index=True)
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_number_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("issued_number.id"))
    title: Mapped[str] = mapped_column(String(200))
    period_first: Mapped[dt.date | None] = mapped_column(Date)
    period_last: Mapped[dt.date | None] = mapped_column(Date)
    retention: Mapped[str] = mapped_column(String(20))
    bound_by: Mapped[str] = mapped_column(String(100))
    bound_on: Mapped[dt.date] = mapped_column(Date)
    remark: Mapped[str] = mapped_column(String(300), default="")
    notes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    edition: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    notes = SealedText("notes_sealed")

    committee: Mapped[Committee] = relationship()
    unit: Mapped[Unit] = relationship()
    members: Mapped[list[VolumeCase]] = relationship(
        back_populates="volume", order_by="VolumeCase.position", cascade="all, delete-orphan"
    )
    editions: Mapped[list[VolumeEdition]] = relationship(
        back_populates="volume", order_by="VolumeEdition.edition, VolumeEdition.id"
    )
    checks: Mapped[list[VolumeCheck]] = relationship(back_populates="volume", order_by="VolumeCheck.id")
    loans: Mapped[list[VolumeLoan]] = relationship(back_populates="volume", order_by="VolumeLoan.id")

    @property
    def cases(self) -> list[MediationCase]:
        """The cases in it, in the order of the catalogue."""
        return [row.case for row in self.members]

    @property
    def current(self) -> VolumeEdition | None:
        """The edition that holds now."""
        return next((one for one in reversed(self.editions) if one.state == "bound"), None)

    @property
    def asked(self) -> VolumeEdition | None:
        """The edition that is being made."""
        return next((one for one in reversed(self.editions) if one.state == "asked"), None)


class VolumeCase(Model):
    """A case in a volume; a case stands in one volume."""

    __table_args__ = (UniqueConstraint("case_id"),)

    volume_id: Mapped[int] = mapped_column(BigKey, ForeignKey("volume.id"), index=True)
    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"))
    position: Mapped[int] = mapped_column(default=1)

    volume: Mapped[Volume] = relationship(back_populates="members")
    case: Mapped[MediationCase] = relationship()


class VolumeEdition(SealedRecord, Model):
    """One making of a volume's file. An older edition stays as it was.

    `catalogue` holds the 卷内目录 as printed, and for each case the digest of what went in, so that what came later is noticed.
    """

    __table_args__ = (
        one_of("state", EDITION_STATES),
        CheckConstraint("state <> 'bound' OR file_id IS NOT NULL", name="bound_has_its_file"),
    )

    volume_id: Mapped[int] = mapped_column(BigKey, ForeignKey("volume.id"), index=True)
    edition: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="asked")
    because: Mapped[str] = mapped_column(String(300), default="")
    pages: Mapped[int] = mapped_column(default=0)
    catalogue_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    job_id: Mapped[int | None] = mapped_column(BigKey)
    asked_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    made_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    catalogue = SealedJSON("catalogue_sealed")

    volume: Mapped[Volume] = relationship(back_populates="editions")
    file: Mapped[StoredFile | None] = relationship()
    asker: Mapped[StaffAccount] = relationship()
    job: Mapped[Job | None] = relationship(
        primaryjoin="foreign(VolumeEdition.job_id) == Job.id", viewonly=True
    )


class VolumeScan(Model):
    """A scan that the volume binds behind the papers of one place (a signed original, a late paper).

    One that came after the filing is a supplement (补充) and says why. Struck, never deleted.
    """

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    item: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(150))
    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("stored_file.id"))
    because: Mapped[str] = mapped_column(String(300), default="")
    is_supplement: Mapped[bool] = mapped_column(default=False)
    added_on: Mapped[dt.date] = mapped_column(Date)
    added_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    struck_because: Mapped[str] = mapped_column(String(300), default="")

    case: Mapped[MediationCase] = relationship()
    file: Mapped[StoredFile] = relationship()
    adder: Mapped[StaffAccount] = relationship()


class VolumeOriginal(Model):
    """A paper that the volume must have is declared signed by somebody who looked at its original: who, and on which day."""

    case_id: Mapped[int] = mapped_column(BigKey, ForeignKey("mediation_case.id"), index=True)
    document_id: Mapped[int] = mapped_column(BigKey, ForeignKey("document.id"), unique=True)
    declared_on: Mapped[dt.date] = mapped_column(Date)
    declared_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    declarer: Mapped[StaffAccount] = relationship()


class ScanTurn(Model):
    """By how much a stored scan is turned clockwise in the volume, where it lay sideways or upside down."""

    __table_args__ = (CheckConstraint("turn IN (0, 90, 180, 270)", name="turn"),)

    file_id: Mapped[int] = mapped_column(BigKey, ForeignKey("stored_file.id"), unique=True)
    turn: Mapped[int] = mapped_column(default=0)
    turned_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))


class VolumeCheck(Versioned, SealedRecord, Model):
    """One check of an edition by the judicial office (司法所): good, or defects to mend by a day, with the committee's answer."""

    __table_args__ = (
        one_of("result", CHECK_RESULTS),
        CheckConstraint("result = 'good' OR mend_by IS NOT NULL", name="defects_have_their_day"),
    )

    volume_id: Mapped[int] = mapped_column(BigKey, ForeignKey("volume.id"), index=True)
    edition: Mapped[int]
    checked_on: Mapped[dt.date] = mapped_column(Date)
    result: Mapped[str] = mapped_column(String(10))
    defects_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    mend_by: Mapped[dt.date | None] = mapped_column(Date)
    checked_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    answered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    defects = SealedText("defects_sealed")
    answer = SealedText("answer_sealed")

    volume: Mapped[Volume] = relationship(back_populates="checks")
    checker: Mapped[StaffAccount] = relationship(foreign_keys=[checked_by])
    answerer: Mapped[StaffAccount | None] = relationship(foreign_keys=[answered_by])


class VolumeLoan(Versioned, Model):
    """A volume was lent, read or copied (借阅): to whom, by which right, until when, and when it came back."""

    __table_args__ = (one_of("way", LOAN_WAYS),)

    volume_id: Mapped[int] = mapped_column(BigKey, ForeignKey("volume.id"), index=True)
    way: Mapped[str] = mapped_column(String(10))
    borrower: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(String(150), default="")
    purpose: Mapped[str] = mapped_column(String(300))
    lent_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    returned_on: Mapped[dt.date | None] = mapped_column(Date)
    lent_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    volume: Mapped[Volume] = relationship(back_populates="loans")
    lender: Mapped[StaffAccount] = relationship()


class GuidanceNote(Versioned, SealedRecord, Model):
    """What the judicial office tells a committee about its work (指导意见), and the committee's answer."""

    committee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("committee.id"), index=True)
    noted_on: Mapped[dt.date] = mapped_column(Date)
    title: Mapped[str] = mapped_column(String(150))
    note_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    noted_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_on: Mapped[dt.date | None] = mapped_column(Date)
    answered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))

    note = SealedText("note_sealed")
    answer = SealedText("answer_sealed")

    committee: Mapped[Committee] = relationship()
    noter: Mapped[StaffAccount] = relationship(foreign_keys=[noted_by])
    answerer: Mapped[StaffAccount | None] = relationship(foreign_keys=[answered_by])
