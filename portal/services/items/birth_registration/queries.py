"""Reading birth registrations: who the parents of an application are, one registration, lists, and those of a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.documents.models import Document
from portal.documents.queries import list_documents_of
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.services.items.birth_registration.models import BirthRegistration
from portal.services.items.birth_registration.papers import PROMISE
from portal.services.models import Application
from portal.standards.codes import FEMALE
from portal.units.queries import visible_unit_ids, within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20


@dataclass(frozen=True)
class RegistrationPage:
    """One page of registrations: its rows, its number from 1, the size of a page, and how many there are in all."""

    rows: list[BirthRegistration]
    number: int
    size: int
    total: int


def find_partner(application: Application) -> Resident | None:
    """The other parent that an application names, or None; whoever took over a merged record."""
    key = (application.answers or {}).get("partner")
    found = session.get(Resident, int(key)) if key else None
    return (found.merged_into or found) if found else None


def parents_of(application: Application) -> tuple[Resident | None, Resident | None]:
    """Mother and father, as the register's sex of the applicant tells; each may be missing, never both."""
    own, partner = application.resident, find_partner(application)
    return (own, partner) if own is not None and own.sex == FEMALE else (partner, own)


def get_registration(actor: Actor, registration_id: int) -> BirthRegistration:
    """The registration with its parents, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.read_application")
    statement = (
        select(BirthRegistration)
        .where(BirthRegistration.id == registration_id, within_scope(actor, BirthRegistration.unit_id))
        .options(
            selectinload(BirthRegistration.mother),
            selectinload(BirthRegistration.father),
            joinedload(BirthRegistration.document),
            joinedload(BirthRegistration.application),
        )
    )
    found = session.scalars(statement).first() if 0 < registration_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_registrations(
    actor: Actor, *, status: str = "", text: str = "", page: int = 1, size: int = PAGE_SIZE
) -> RegistrationPage:
    """One page of registrations, the newest first; `text` is a parent's name or a part of a number."""
    actor.must("services.read_application")
    conditions: list[ColumnElement[bool]] = [within_scope(actor, BirthRegistration.unit_id)]
    if status:
        conditions.append(BirthRegistration.status == status)
    wanted = text.strip()
    if wanted:
        named = select(Resident.id).where(Resident.name.contains(wanted, autoescape=True))
        conditions.append(
            or_(
                BirthRegistration.mother_id.in_(named),
                BirthRegistration.father_id.in_(named),
                BirthRegistration.number.contains(wanted, autoescape=True),
            )
        )
    total = session.scalar(select(func.count(BirthRegistration.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    statement = (
        select(BirthRegistration)
        .where(*conditions)
        .options(selectinload(BirthRegistration.mother), selectinload(BirthRegistration.father))
        .order_by(BirthRegistration.id.desc())
    )
    rows = list(session.scalars(statement.limit(size).offset((number - 1) * size)))
    return RegistrationPage(rows, number, size, total)


def registrations_of(resident_id: int) -> list[BirthRegistration]:
    """Every registration of the whole office that names a person as a parent, the newest first: for rules, never for a page."""
    of_either = or_(BirthRegistration.mother_id == resident_id, BirthRegistration.father_id == resident_id)
    return list(
        session.scalars(select(BirthRegistration).where(of_either).order_by(BirthRegistration.id.desc()))
    )


def visible_registrations_of(actor: Actor, resident_id: int) -> list[BirthRegistration]:
    """Those of a person's registrations whose unit the actor's post may see, the newest first; raises Forbidden."""
    actor.must("services.read_application")
    visible = visible_unit_ids(actor)
    return [one for one in registrations_of(resident_id) if visible is None or one.unit_id in visible]


def registrations_of_application(application_id: int) -> list[BirthRegistration]:
    """What an application made, oldest first."""
    statement = select(BirthRegistration).where(BirthRegistration.application_id == application_id)
    return list(session.scalars(statement.order_by(BirthRegistration.id)))


def find_valid(resident_id: int) -> BirthRegistration | None:
    """A person's newest valid registration: the one that a change is about."""
    return next((one for one in registrations_of(resident_id) if one.status == "valid"), None)


def chain_of(registration: BirthRegistration) -> list[BirthRegistration]:
    """The registration and those before it that it took the place of, newest first."""
    found = [registration]
    while found[-1].replaces is not None and len(found) < 100:
        found.append(found[-1].replaces)
    return found


def find_promise(application: Application) -> Document | None:
    """The valid promise (承诺书) of an application, or None."""
    papers = list_documents_of(Application.__name__, application.id)
    return next((one for one in papers if one.kind == PROMISE and one.status == "valid"), None)
