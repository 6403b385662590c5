"""One resident's record and its history, duplicates that wait for a second person, and who was merged into whom."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.residents.models import IdentityPaper, PendingDuplicate, Resident, ResidentRevision

LARGEST_KEY = 2**63 - 1


def get_resident(actor: Actor, resident_id: int) -> Resident:
    """The resident with this key, merged ones included (see `is_merged`); raises Forbidden or NotFound.

    A resident exists once in an instance: every post that may read residents may read this one.
    """
    actor.must("residents.read_resident")
    found = (
        session.get(Resident, resident_id, options=[selectinload(Resident.papers)])
        if _fits(resident_id)
        else None
    )
    if found is None:
        raise NotFound
    return found


def get_paper(resident: Resident, paper_id: int) -> IdentityPaper:
    """A document of this resident; raises NotFound."""
    found = next((p for p in resident.papers if p.id == paper_id), None)
    if found is None:
        raise NotFound
    return found


def list_revisions(actor: Actor, resident: Resident) -> list[ResidentRevision]:
    """Everything that was changed about a resident, the newest first; what belonged to records merged into it as well."""
    actor.must("residents.read_resident")
    merged = select(Resident.id).where(Resident.merged_into_id == resident.id)
    statement = select(ResidentRevision).where(
        (ResidentRevision.resident_id == resident.id) | ResidentRevision.resident_id.in_(merged)
    )
    return list(session.scalars(statement.order_by(ResidentRevision.at.desc(), ResidentRevision.id.desc())))


def find_merge(resident: Resident) -> ResidentRevision | None:
    """The newest merge into this resident that was not undone, or None: the one that can be undone."""
    statement = select(ResidentRevision).where(
        ResidentRevision.resident_id == resident.id,
        ResidentRevision.verb == "merge_residents",
        ResidentRevision.undone_at.is_(None),
    )
    return session.scalars(statement.order_by(ResidentRevision.id.desc()).limit(1)).first()


def get_duplicate(actor: Actor, duplicate_id: int) -> PendingDuplicate:
    """One request for a duplicate; raises Forbidden or NotFound."""
    actor.must("residents.read_resident")
    found = session.get(PendingDuplicate, duplicate_id) if _fits(duplicate_id) else None
    if found is None:
        raise NotFound
    return found


def list_duplicates(*, waiting: bool = True, limit: int = 100) -> list[PendingDuplicate]:
    """Requests for a duplicate: those that wait, oldest first, or the decided ones, newest first."""
    statement = select(PendingDuplicate).options(selectinload(PendingDuplicate.existing)).limit(limit)
    if waiting:
        statement = statement.where(PendingDuplicate.state == "waiting").order_by(PendingDuplicate.id)
    else:
        statement = statement.where(PendingDuplicate.state != "waiting").order_by(PendingDuplicate.id.desc())
    return list(session.scalars(statement))


def count_duplicates() -> int:
    """How many requests for a duplicate wait for a second person."""
    statement = select(func.count()).select_from(PendingDuplicate).where(PendingDuplicate.state == "waiting")
    return int(session.scalar(statement) or 0)


def count_residents() -> int:
    """How many residents are registered, merged ones not counted."""
    return int(
        session.scalar(select(func.count()).select_from(Resident).where(Resident.merged_into_id.is_(None)))
        or 0
    )


def _fits(key: int) -> bool:
    return 0 < key <= LARGEST_KEY
