"""Finding files: one by its key or number, a page of them by what they are and where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.services.assistance.models import SupportDue, SupportFile, SupportMember
from portal.services.assistance.queries.decisions import LARGEST_KEY
from portal.units.queries import within_scope

PAGE_SIZE = 20


@dataclass(frozen=True)
class FilePage:
    """One page of files: its rows, its number from 1, the size of a page, and how many there are in all."""

    rows: list[SupportFile]
    number: int
    size: int
    total: int


def get_file(actor: Actor, file_id: int) -> SupportFile:
    """The file with its people, if the actor's post may see its community; raises Forbidden or NotFound."""
    actor.must("assistance.read_file")
    statement = (
        select(SupportFile)
        .where(SupportFile.id == file_id, within_scope(actor, SupportFile.unit_id))
        .options(
            joinedload(SupportFile.unit),
            joinedload(SupportFile.head),
            selectinload(SupportFile.members).joinedload(SupportMember.resident),
            selectinload(SupportFile.decisions),
        )
    )
    found = session.scalars(statement).first() if 0 < file_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def find_file(actor: Actor, number: str) -> SupportFile | None:
    """The file with this number, if the actor may see it."""
    statement = select(SupportFile).where(
        SupportFile.number == number.strip(), within_scope(actor, SupportFile.unit_id)
    )
    return session.scalars(statement).first()


def search_numbers(actor: Actor, text: str, limit: int) -> list[SupportFile]:
    """Files whose number holds the text, the newest first."""
    statement = (
        select(SupportFile)
        .where(SupportFile.number.contains(text, autoescape=True), within_scope(actor, SupportFile.unit_id))
        .order_by(SupportFile.id.desc())
    )
    return list(session.scalars(statement.limit(limit)))


def list_files(
    actor: Actor,
    *,
    text: str = "",
    scheme: str = "",
    states: Collection[str] = (),
    unit_id: int | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> FilePage:
    """One page of files, the newest first; `text` is a part of the number, or of the name of anybody in the file."""
    actor.must("assistance.read_file")
    conditions: list[ColumnElement[bool]] = [within_scope(actor, SupportFile.unit_id)]
    if scheme:
        conditions.append(SupportFile.scheme == scheme)
    if states:
        conditions.append(SupportFile.state.in_(sorted(states)))
    if unit_id is not None:
        conditions.append(SupportFile.unit_id == unit_id)
    if text.strip():
        conditions.append(_named(text.strip()))
    total = session.scalar(select(func.count(SupportFile.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    statement = (
        select(SupportFile)
        .where(*conditions)
        .options(joinedload(SupportFile.unit), selectinload(SupportFile.decisions))
        .order_by(SupportFile.id.desc())
    )
    return FilePage(
        list(session.scalars(statement.limit(size).offset((number - 1) * size))), number, size, total
    )


def open_dues(file: SupportFile) -> list[SupportDue]:
    """What is still owed or to be taken back, oldest first."""
    statement = select(SupportDue).where(
        SupportDue.file_id == file.id, SupportDue.settled_month.is_(None), SupportDue.cancelled_on.is_(None)
    )
    return list(session.scalars(statement.order_by(SupportDue.id)))


def _named(text: str) -> ColumnElement[bool]:
    people = (
        select(SupportMember.file_id)
        .join(Resident, Resident.id == SupportMember.resident_id)
        .where(Resident.name.contains(text, autoescape=True))
    )
    return or_(SupportFile.number.contains(text, autoescape=True), SupportFile.id.in_(people))
