"""Reading applications: one with all that belongs to it, lists by filter, by number, and those of a resident."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.models import Document
from portal.documents.queries import list_documents_of
from portal.errors import NotFound
from portal.files.models import StoredFile
from portal.residents.groups import Household
from portal.residents.models import Resident
from portal.services import limits
from portal.services.models import (
    Application,
    ApplicationMaterial,
    Enquiry,
    ServiceItem,
    Visit,
)
from portal.services.states import DUE, OPEN, RUNNING
from portal.units.models import Unit
from portal.units.queries import get_unit, visible_unit_ids, within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20
HIDDEN = frozenset({"discarded"})

_LINE = (
    joinedload(Application.item),
    joinedload(Application.handler),
    selectinload(Application.unit).selectinload(Unit.names),
)
_WHOLE = (
    joinedload(Application.item),
    joinedload(Application.item_version),
    joinedload(Application.visit),
    joinedload(Application.handler),
    joinedload(Application.acceptor),
    selectinload(Application.unit).selectinload(Unit.names),
    selectinload(Application.resident).selectinload(Resident.papers),
    selectinload(Application.agent).selectinload(Resident.papers),
    selectinload(Application.household).selectinload(Household.head),
    selectinload(Application.organisation),
    selectinload(Application.materials).joinedload(ApplicationMaterial.file),
    selectinload(Application.steps),
    selectinload(Application.events),
)


@dataclass(frozen=True)
class Filters:
    """What narrows a list of applications; an empty value does not narrow. Dates are of acceptance, or of application
    for what is not accepted. `text` is a name, a part of one, or a receipt number; `state` may be `open` for all that run,
    or one of `DUE` for those of them whose time is up or nearly so.
    """

    state: str = ""
    item: str = ""
    clerk_id: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    unit_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, the size of a page, and how many rows there are in all."""

    rows: list[Application]
    number: int
    size: int
    total: int


def get_application(actor: Actor, application_id: int) -> Application:
    """The application with all that belongs to it, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.read_application")
    if not 0 < application_id <= LARGEST_KEY:
        raise NotFound
    statement = (
        select(Application)
        .where(Application.id == application_id, within_scope(actor, Application.unit_id))
        .options(*_WHOLE)
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def unit_in_sight(actor: Actor, unit_id: int) -> Unit:
    """The unit at which something is to be done, if the actor's post reaches it; raises NotFound."""
    visible = visible_unit_ids(actor)
    if visible is not None and unit_id not in visible:
        raise NotFound
    return get_unit(unit_id)


def get_visit(actor: Actor, visit_id: int) -> Visit:
    """A visit with its applications, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.read_application")
    if not 0 < visit_id <= LARGEST_KEY:
        raise NotFound
    statement = (
        select(Visit)
        .where(Visit.id == visit_id, within_scope(actor, Visit.unit_id))
        .options(selectinload(Visit.applications).joinedload(Application.item), joinedload(Visit.resident))
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_applications(
    actor: Actor, *, filters: Filters | None = None, page: int = 1, size: int = PAGE_SIZE
) -> Page:
    """One page of the applications that the actor may see, the newest first; a page past the end gives the last one."""
    actor.must("services.read_application")
    conditions = _conditions(actor, filters or Filters())
    total = session.scalar(_narrowed(select(func.count(Application.id)), conditions)) or 0
    last = max(1, (total + size - 1) // size)
    number = min(max(1, page), last)
    statement = _narrowed(select(Application), conditions).options(*_LINE).order_by(Application.id.desc())
    rows = list(session.scalars(statement.limit(size).offset((number - 1) * size)))
    return Page(rows, number, size, total)


def find_by_number(actor: Actor, number: str) -> Application | None:
    """The application with this receipt number (受理编号), if the actor may see it."""
    statement = select(Application).where(
        Application.number == number.strip(), within_scope(actor, Application.unit_id)
    )
    return session.scalars(statement.options(*_LINE)).first()


def search_numbers(actor: Actor, text: str, limit: int = 10) -> list[Application]:
    """Applications whose number holds this text, newest first, in one statement besides the units' names."""
    if not text.strip():
        return []
    statement = (
        select(Application)
        .where(
            Application.number.contains(text.strip(), autoescape=True),
            within_scope(actor, Application.unit_id),
        )
        .options(joinedload(Application.item))
        .order_by(Application.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def applications_of_resident(actor: Actor, resident_id: int, *, limit: int = 50) -> list[Application]:
    """What this person applied for, alone or through an agent, newest first, as far as the actor may see it."""
    statement = (
        select(Application)
        .where(
            Application.resident_id == resident_id,
            Application.state.not_in(HIDDEN),
            within_scope(actor, Application.unit_id),
        )
        .options(*_LINE)
        .order_by(Application.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def find_open_application(resident_id: int, item: str) -> Application | None:
    """The newest application of this person for this item that is not ended: to be shown before a second is begun."""
    statement = (
        select(Application)
        .join(ServiceItem)
        .where(Application.resident_id == resident_id, ServiceItem.code == item, Application.state.in_(OPEN))
        .order_by(Application.id.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def papers_of(application: Application) -> list[Document]:
    """The papers of an application, oldest first, void ones included."""
    return list_documents_of(type(application).__name__, application.id)


def get_attachment(application: Application, file_id: int) -> StoredFile:
    """A file attached to one of its materials; raises NotFound."""
    for material in application.materials:
        if material.file is not None and material.file.id == file_id:
            return material.file
    raise NotFound


def list_enquiries(
    actor: Actor, *, first: dt.date | None = None, last: dt.date | None = None, limit: int = 200
) -> list[Enquiry]:
    """Consultations and small help of a period, newest first, as far as the actor may see them."""
    actor.must("services.read_application")
    statement = select(Enquiry).where(within_scope(actor, Enquiry.unit_id))
    if first:
        statement = statement.where(Enquiry.day >= first)
    if last:
        statement = statement.where(Enquiry.day <= last)
    statement = statement.options(joinedload(Enquiry.receiver), joinedload(Enquiry.document))
    return list(session.scalars(statement.order_by(Enquiry.day.desc(), Enquiry.id.desc()).limit(limit)))


def get_enquiry(actor: Actor, enquiry_id: int) -> Enquiry:
    """One enquiry, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.read_application")
    found = session.get(Enquiry, enquiry_id) if 0 < enquiry_id <= LARGEST_KEY else None
    if found is None or not session.scalar(
        select(Enquiry.id).where(Enquiry.id == enquiry_id, within_scope(actor, Enquiry.unit_id))
    ):
        raise NotFound
    return found


def _narrowed(statement: Select[Any], conditions: list[ColumnElement[bool]]) -> Select[Any]:
    return statement.where(*conditions)


def _due(how: str) -> ColumnElement[bool]:
    """Running applications by what is left of their time today; the same days as the workbench counts."""
    today = clock.today()
    if how == "overdue":
        return Application.due_on < today
    if how == "due_today":
        return Application.due_on == today
    return and_(Application.due_on > today, Application.due_on <= limits.soon_until(today))


def _conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [within_scope(actor, Application.unit_id)]
    if filters.state in DUE:
        found += [Application.state.in_(RUNNING), _due(filters.state)]
    elif filters.state == "open":
        found.append(Application.state.in_(OPEN))
    elif filters.state:
        found.append(Application.state == filters.state)
    else:
        found.append(Application.state.not_in(HIDDEN))
    if filters.item:
        found.append(Application.item_id.in_(select(ServiceItem.id).where(ServiceItem.code == filters.item)))
    if filters.clerk_id:
        found.append(
            or_(Application.handler_id == filters.clerk_id, Application.accepted_by == filters.clerk_id)
        )
    if filters.unit_id:
        found.append(Application.unit_id == filters.unit_id)
    day = func.coalesce(Application.accepted_on, Application.applied_on)
    if filters.first:
        found.append(day >= filters.first)
    if filters.last:
        found.append(day <= filters.last)
    text = filters.text.strip()
    if text:
        found.append(
            or_(
                Application.subject_name.contains(text, autoescape=True),
                Application.number.contains(text, autoescape=True),
            )
        )
    return found
