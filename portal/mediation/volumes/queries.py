"""Finding volumes, their checks, loans and supplements, guidance notes; and what of them waits for whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.files.models import StoredFile
from portal.mediation.models import MediationCase
from portal.mediation.queries import LARGEST_KEY, in_sight, not_recused
from portal.mediation.volumes.models import (
    GuidanceNote,
    ScanTurn,
    Volume,
    VolumeCase,
    VolumeCheck,
    VolumeEdition,
    VolumeLoan,
    VolumeScan,
)

TABS = ("all", "waiting", "defects", "mended", "good", "lent")
PAGE = 50


def in_reach(actor: Actor) -> ColumnElement[bool]:
    """The condition for volumes of committees in sight, none of whose cases is closed to this actor by a recusal."""
    hidden = exists().where(
        VolumeCase.volume_id == Volume.id,
        VolumeCase.case_id == MediationCase.id,
        not_(not_recused(actor)),
    )
    return and_(in_sight(actor, Volume.unit_id), ~hidden)


def get_volume(actor: Actor, volume_id: int) -> Volume:
    """The volume, if this actor may see it; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    if not 0 < volume_id <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(select(Volume).where(Volume.id == volume_id, in_reach(actor))).first()
    if found is None:
        raise NotFound
    return found


def find_volume(case: MediationCase) -> Volume | None:
    """The volume in which a case stands."""
    return session.scalars(select(Volume).join(VolumeCase).where(VolumeCase.case_id == case.id)).first()


def get_edition(actor: Actor, volume_id: int, edition_id: int) -> VolumeEdition:
    """An edition of a volume in reach; raises Forbidden or NotFound."""
    volume = get_volume(actor, volume_id)
    for one in volume.editions:
        if one.id == edition_id:
            return one
    raise NotFound


def find_edition(edition_id: int) -> VolumeEdition | None:
    """An edition by its key, for its job."""
    return session.get(VolumeEdition, edition_id)


def get_check(actor: Actor, check_id: int) -> VolumeCheck:
    """A check of a volume in reach; raises Forbidden or NotFound."""
    found = session.get(VolumeCheck, check_id) if 0 < check_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_volume(actor, found.volume_id)
    return found


def get_loan(actor: Actor, loan_id: int) -> VolumeLoan:
    """A loan of a volume in reach; raises Forbidden or NotFound."""
    found = session.get(VolumeLoan, loan_id) if 0 < loan_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_volume(actor, found.volume_id)
    return found


def get_note(actor: Actor, note_id: int) -> GuidanceNote:
    """A guidance note to a committee in sight; raises Forbidden or NotFound."""
    actor.must("mediation.read_case")
    found = session.get(GuidanceNote, note_id) if 0 < note_id <= LARGEST_KEY else None
    if found is None or not _is_in_sight(actor, found.committee.unit_id):
        raise NotFound
    return found


def _is_in_sight(actor: Actor, unit_id: int) -> bool:
    from portal.units.models import Unit

    return session.scalar(select(Unit.id).where(Unit.id == unit_id, in_sight(actor, Unit.id))) is not None


def turns_of(file_ids: list[int]) -> dict[int, int]:
    """By how much each of these scans is turned; one that lies right is not among them."""
    query = select(ScanTurn.file_id, ScanTurn.turn).where(ScanTurn.file_id.in_(file_ids), ScanTurn.turn > 0)
    return {key: turn for key, turn in session.execute(query)}  # noqa: C416  (rows are no pairs to mypy)


def get_scan(case: MediationCase, scan_id: int) -> VolumeScan:
    """A scan that was added to the volume of this case; raises NotFound."""
    found = session.get(VolumeScan, scan_id) if 0 < scan_id <= LARGEST_KEY else None
    if found is None or found.case_id != case.id:
        raise NotFound
    return found


def last_check(volume: Volume) -> VolumeCheck | None:
    """The newest check of a volume."""
    return volume.checks[-1] if volume.checks else None


def stand_of(volume: Volume) -> str:
    """Where a volume stands with the judicial office: a code of kinds.CHECK_STANDS."""
    check = last_check(volume)
    if check is None:
        return "waiting"
    if check.result == "good":
        return "good" if check.edition == volume.edition else "waiting"
    return "mended" if check.answered_on is not None else "defects"


def _newest_check() -> Any:
    return (
        select(func.max(VolumeCheck.id))
        .where(VolumeCheck.volume_id == Volume.id)
        .correlate(Volume)
        .scalar_subquery()
    )


def _stands(stand: str) -> ColumnElement[bool]:
    """The condition for a stand, the same as `stand_of` says."""
    newest = exists().where(VolumeCheck.id == _newest_check())
    good = and_(VolumeCheck.result == "good", VolumeCheck.edition == Volume.edition)
    asked = {
        "good": newest.where(good),
        "defects": newest.where(VolumeCheck.result == "defects", VolumeCheck.answered_on.is_(None)),
        "mended": newest.where(VolumeCheck.result == "defects", VolumeCheck.answered_on.is_not(None)),
    }
    if stand == "waiting":
        older = newest.where(VolumeCheck.result == "good", VolumeCheck.edition != Volume.edition)
        return or_(~exists().where(VolumeCheck.volume_id == Volume.id), older)
    return asked[stand]


def good_volume() -> ColumnElement[bool]:
    """The condition for volumes whose current edition was found good."""
    return and_(Volume.edition > 0, _stands("good"))


def volumes(actor: Actor, tab: str = "all") -> Select[tuple[Volume]]:
    """The bound volumes of one tab, the newest first."""
    query = select(Volume).where(in_reach(actor), Volume.edition > 0)
    if tab == "lent":
        query = query.where(
            exists().where(
                VolumeLoan.volume_id == Volume.id,
                VolumeLoan.way == "paper",
                VolumeLoan.returned_on.is_(None),
            )
        )
    elif tab != "all":
        query = query.where(_stands(tab))
    return query.order_by(Volume.bound_on.desc(), Volume.id.desc())


def count_tabs(actor: Actor) -> dict[str, int]:
    """How many volumes stand in each tab."""
    return {
        tab: session.scalar(select(func.count()).select_from(volumes(actor, tab).order_by(None).subquery()))
        or 0
        for tab in TABS
    }


def list_volumes(actor: Actor, tab: str, page: int = 1) -> list[Volume]:
    """One page of a tab."""
    query = volumes(actor, tab).options(selectinload(Volume.checks), selectinload(Volume.loans))
    return list(session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)))


def unbound(actor: Actor) -> Select[tuple[MediationCase]]:
    """Closed cases that stand in no bound volume yet, the oldest first."""
    there = exists().where(
        VolumeCase.case_id == MediationCase.id, VolumeCase.volume_id == Volume.id, Volume.edition > 0
    )
    return (
        select(MediationCase)
        .where(
            MediationCase.state == "closed",
            ~there,
            in_sight(actor),
            not_recused(actor),
        )
        .order_by(MediationCase.closed_on, MediationCase.id)
    )


def list_unbound(actor: Actor, limit: int = 200) -> list[MediationCase]:
    """For the workbench and the joint binding: closed cases without a volume."""
    return list(session.scalars(unbound(actor).limit(limit)))


def count_unbound(actor: Actor) -> int:
    """How many closed cases have no volume."""
    return session.scalar(select(func.count()).select_from(unbound(actor).order_by(None).subquery())) or 0


def list_notes(actor: Actor, committee_id: int | None = None) -> list[GuidanceNote]:
    """The guidance notes to committees in sight, the newest first."""
    from portal.mediation.models import Committee

    query = select(GuidanceNote).join(Committee).where(in_sight(actor, Committee.unit_id))
    if committee_id is not None:
        query = query.where(GuidanceNote.committee_id == committee_id)
    return list(
        session.scalars(query.order_by(GuidanceNote.noted_on.desc(), GuidanceNote.id.desc()).limit(200))
    )


def files_of(file_ids: list[int]) -> dict[int, StoredFile]:
    """The records of stored files by key."""
    query = select(StoredFile).where(StoredFile.id.in_(file_ids))
    return {one.id: one for one in session.scalars(query)}
