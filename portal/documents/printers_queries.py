"""Reading printers and printings: those a post may use, how far each is off, what a paper may be printed as, and the counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.models import Document, DocumentMaster, DocumentPrint, Printer
from portal.documents.offsets import Offset
from portal.documents.queries import list_documents_of
from portal.errors import NotFound
from portal.units.queries import visible_unit_ids, within_scope


@dataclass(frozen=True)
class PrintCount:
    """How often papers of one kind and format were printed in one month; `pages` are sides of paper, reprints included."""

    month: int
    title: str
    paper_format: str
    first: int
    again: int
    pages: int


def get_printer(actor: Actor, printer_id: int) -> Printer:
    """The printer, if it stands at a unit that the actor's post may see; raises NotFound."""
    found = find_printer(actor, printer_id)
    if found is None:
        raise NotFound
    return found


def find_printer(actor: Actor, printer_id: int) -> Printer | None:
    """The printer, switched off or not, or None where there is none that this post may see."""
    statement = select(Printer).where(Printer.id == printer_id, within_scope(actor, Printer.unit_id))
    return session.scalars(statement).first()


def list_printers(actor: Actor, *, switched_off: bool = False) -> list[Printer]:
    """The printers that this post may use, by unit and name; with `switched_off` those as well."""
    statement = select(Printer).where(within_scope(actor, Printer.unit_id))
    if not switched_off:
        statement = statement.where(Printer.is_active)
    return list(session.scalars(statement.order_by(Printer.unit_id, Printer.name, Printer.id)))


def may_stand_at(actor: Actor, unit_id: int) -> bool:
    """Whether this post may keep printers of a unit."""
    visible = visible_unit_ids(actor)
    return visible is None or unit_id in visible


def offset_of(printer: Printer | None, paper_format: str) -> Offset | None:
    """How far this printer's papers of a format are moved; None where it was never matched (or no printer is chosen)."""
    pair = printer.offsets.get(paper_format) if printer is not None else None
    return Offset(*pair) if pair else None


def list_beside(document: Document) -> list[Document]:
    """Other valid A5 papers of the same matter and unit that could share a sheet with this one, oldest first."""
    if document.paper_format != "a5":
        return []
    return [
        other
        for other in list_documents_of(document.subject_kind, document.subject_id)
        if other.id != document.id
        and other.unit_id == document.unit_id
        and other.paper_format == "a5"
        and other.status == "valid"
        and other.render_task.state != "failed"
    ]


def list_print_counts(actor: Actor, year: int) -> list[PrintCount]:
    """Printings of a year by month (newest first), kind and format, of the papers that this post may see; one statement."""
    month = _month_of(DocumentPrint.printed_at, year)
    first = func.sum(case((DocumentPrint.count == 1, 1), else_=0)).cast(Integer)
    again = func.sum(case((DocumentPrint.count == 1, 0), else_=1)).cast(Integer)
    pages = func.sum(func.coalesce(DocumentMaster.pages, literal(0))).cast(Integer)
    statement = (
        select(month, Document.title, Document.paper_format, first, again, pages)
        .join(Document, Document.id == DocumentPrint.document_id)
        .outerjoin(DocumentMaster, DocumentMaster.document_id == Document.id)
        .where(
            DocumentPrint.printed_at >= _start_of(year, 1),
            DocumentPrint.printed_at < _start_of(year + 1, 1),
            within_scope(actor, Document.unit_id),
        )
        .group_by(month, Document.title, Document.paper_format)
        .order_by(month.desc(), Document.title, Document.paper_format)
    )
    return [PrintCount(*row) for row in session.execute(statement)]


def list_print_years(actor: Actor) -> list[int]:
    """The years from the first printing that this post may see until this one, newest first."""
    oldest = session.scalar(
        select(DocumentPrint.printed_at)
        .join(Document, Document.id == DocumentPrint.document_id)
        .where(within_scope(actor, Document.unit_id))
        .order_by(DocumentPrint.printed_at)
        .limit(1)
    )
    now = clock.office_time().year
    return list(range(now, (clock.office_time(oldest).year if oldest else now) - 1, -1))


def _month_of(instant: InstrumentedAttribute[dt.datetime], year: int) -> ColumnElement[int]:
    """The month of an instant of this year on the office's clock, the same on both databases."""
    ends = [(instant < _start_of(year, month + 1), literal(month)) for month in range(1, 12)]
    return case(*ends, else_=literal(12)).label("month")


def _start_of(year: int, month: int) -> dt.datetime:
    return dt.datetime(year, month, 1, tzinfo=clock.OFFICE_ZONE)
