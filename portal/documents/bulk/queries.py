"""Which papers can be printed together, in counter order, and what a bulk job needs to know of each."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload, undefer

from portal import vault
from portal.actor import Actor
from portal.db import session
from portal.documents.codes import shown_code
from portal.documents.facts import from_plain
from portal.documents.kinds import kind_of
from portal.documents.models import (
    Document,
    DocumentMaster,
    IssuedNumber,
    NumberSeries,
    RenderTask,
)
from portal.documents.portions import portions
from portal.documents.queries import readable
from portal.units.models import Unit
from portal.units.queries import unit_and_below, within_scope


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Conditions on papers: days of issue (both included), kinds (none: every kind), a unit with all below it, who issued
    them, only such as were never printed, their standing; `up_to` is the newest key that a reader has seen in the list."""

    first: dt.date
    last: dt.date
    kinds: tuple[str, ...] = ()
    unit_id: int | None = None
    issued_by: int | None = None
    unprinted: bool = False
    status: str = "valid"
    up_to: int | None = None


@dataclass(frozen=True)
class Entry:
    """What a bulk job knows of a paper: how it is named, whether it may be printed, and what became of its bytes."""

    document_id: int
    title: str
    number: str
    paper_format: str
    status: str
    is_made: bool
    reason: str

    @property
    def name(self) -> str:
        """Title and number, as bookmarks and lists say it."""
        return f"{self.number} {self.title}"


def count_documents(actor: Actor, wanted: Wanted) -> int:
    """How many papers within the actor's scope meet the conditions."""
    return session.scalar(select(func.count(Document.id)).where(*_conditions(actor, wanted))) or 0


def list_documents(actor: Actor, wanted: Wanted, *, limit: int) -> list[Document]:
    """The first papers that meet the conditions, in counter order."""
    statement = select(Document).outerjoin(Document.issued_number).outerjoin(IssuedNumber.series)
    ordered = statement.where(*_conditions(actor, wanted)).order_by(*_counter_order())
    beside = (selectinload(Document.prints), selectinload(Document.render_task))
    return list(session.scalars(ordered.options(*beside).limit(limit)))


def list_document_ids(actor: Actor, wanted: Wanted) -> list[int]:
    """The keys of all papers that meet the conditions, in counter order."""
    statement = select(Document.id).outerjoin(Document.issued_number).outerjoin(IssuedNumber.series)
    return list(session.scalars(statement.where(*_conditions(actor, wanted)).order_by(*_counter_order())))


def count_formats(actor: Actor, wanted: Wanted) -> dict[str, int]:
    """How many of the papers that meet the conditions are of which format: each wants paper of its own in the tray."""
    statement = select(Document.paper_format, func.count(Document.id)).where(*_conditions(actor, wanted))
    rows = session.execute(statement.group_by(Document.paper_format).order_by(Document.paper_format))
    return {paper_format: count for paper_format, count in rows}  # noqa: C416  (rows are no pairs to mypy)


def holder_of(document: Document) -> tuple[str, str]:
    """Whose paper it is, and the number that stands on it where it has none from a book."""
    facts = from_plain(kind_of(document.kind).facts, document.frozen["facts"])
    return facts.holder, facts.own_number


def find_newest_id(actor: Actor, wanted: Wanted) -> int:
    """The newest key among the papers that meet the conditions; 0 where there is none."""
    return session.scalar(select(func.max(Document.id)).where(*_conditions(actor, wanted))) or 0


def list_issuing_units(actor: Actor) -> list[Unit]:
    """The units within the actor's scope that have issued papers, by code."""
    issuing = select(Document.unit_id).distinct()
    statement = select(Unit).where(Unit.id.in_(issuing), within_scope(actor, Unit.id))
    return list(session.scalars(statement.order_by(Unit.code, Unit.id)))


def count_within_scope(actor: Actor, document_ids: Sequence[int]) -> int:
    """How many of these papers the actor may see."""
    found = 0
    for keys in portions(document_ids):
        statement = select(func.count(Document.id)).where(Document.id.in_(keys))
        found += session.scalar(statement.where(readable(actor))) or 0
    return found


def list_waiting(document_ids: Sequence[int]) -> list[int]:
    """Those of these papers whose bytes are still to be made, in the order given."""
    return _in_state("pending", document_ids)


def list_failed(document_ids: Sequence[int]) -> list[int]:
    """Those of these papers that could not be made, in the order given."""
    return _in_state("failed", document_ids)


def list_entries(actor: Actor, document_ids: Sequence[int]) -> list[Entry]:
    """What is known of these papers, in the order given; those that the actor may not see are left out."""
    found: dict[int, Entry] = {}
    for keys in portions(document_ids):
        statement = (
            select(
                Document.id,
                Document.title,
                Document.number,
                Document.check_code,
                Document.paper_format,
                Document.status,
                DocumentMaster.id,
                RenderTask.reason,
            )
            .join(Document.render_task)
            .outerjoin(Document.master)
            .where(Document.id.in_(keys), readable(actor))
        )
        for key, title, number, code, form, status, master, reason in session.execute(statement):
            name = number or shown_code(code)
            found[key] = Entry(key, title, name, form, status, master is not None, reason)
    return [found[key] for key in document_ids if key in found]


def list_not_valid(document_ids: Sequence[int]) -> set[int]:
    """Those of these papers that are replaced or void."""
    found: set[int] = set()
    for keys in portions(document_ids):
        found.update(
            session.scalars(select(Document.id).where(Document.id.in_(keys), Document.status != "valid"))
        )
    return found


def load_contents(document_ids: Iterable[int]) -> dict[int, bytes]:
    """The bytes of the masters of a few papers; one whose record was changed, or does not open, is not among them."""
    statement = select(DocumentMaster).where(DocumentMaster.document_id.in_(list(document_ids)))
    found = {}
    for master in session.scalars(statement.options(undefer(DocumentMaster.content_sealed))):
        try:
            content = bytes(master.content)
        except vault.KeyProblem:
            continue
        if hashlib.sha256(content).hexdigest() == master.sha256:
            found[master.document_id] = content
    return found


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [
        readable(actor),
        Document.issued_on.between(wanted.first, wanted.last),
        Document.status == wanted.status,
    ]
    if wanted.kinds:
        found.append(Document.kind.in_(wanted.kinds))
    if wanted.unit_id is not None:
        found.append(Document.unit_id.in_(unit_and_below(wanted.unit_id)))
    if wanted.issued_by is not None:
        found.append(Document.issued_by == wanted.issued_by)
    if wanted.unprinted:
        found.append(~Document.prints.any())
    if wanted.up_to is not None:
        found.append(Document.id <= wanted.up_to)
    return found


def _counter_order() -> tuple[ColumnElement[object], ...]:
    """As the books of numbers stand: by unit, book and number; papers without a number come after those, as they were issued."""
    return (
        Document.unit_id,
        Document.issued_number_id.is_(None),
        NumberSeries.kind,
        NumberSeries.year,
        NumberSeries.origin,
        IssuedNumber.sequence,
        Document.id,
    )  # type: ignore[return-value]


def _in_state(state: str, document_ids: Sequence[int]) -> list[int]:
    found: set[int] = set()
    for keys in portions(document_ids):
        found.update(
            session.scalars(
                select(RenderTask.document_id).where(
                    RenderTask.document_id.in_(keys), RenderTask.state == state
                )
            )
        )
    return [key for key in document_ids if key in found]
