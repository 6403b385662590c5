"""Finding households and organisations."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.residents.groups import Household, HouseholdMember, Organisation
from portal.residents.models import Resident
from portal.residents.queries.records import LARGEST_KEY
from portal.standards.typed_numbers import read_number


def get_household(actor: Actor, household_id: int) -> Household:
    """The household with this key; raises Forbidden or NotFound."""
    actor.must("residents.read_resident")
    found = session.get(Household, household_id) if 0 < household_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def get_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """The organisation with this key; raises Forbidden or NotFound."""
    actor.must("residents.read_resident")
    found = session.get(Organisation, organisation_id) if 0 < organisation_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def search_households(actor: Actor, q: str = "", limit: int = 50) -> list[Household]:
    """Households by number (from its start), part of the address, or a member's name; all of them for an empty text."""
    actor.must("residents.search_residents")
    text = q.strip()[:100]
    statement = select(Household).options(selectinload(Household.head), selectinload(Household.members))
    if text:
        member = select(HouseholdMember.household_id).join(
            Resident, Resident.id == HouseholdMember.resident_id
        )
        statement = statement.where(
            or_(
                Household.number.startswith(read_number(text), autoescape=True),
                Household.address.contains(text, autoescape=True),
                Household.id.in_(member.where(Resident.name == text)),
            )
        )
    return list(session.scalars(statement.order_by(Household.number, Household.id).limit(limit)))


def search_organisations(actor: Actor, q: str = "", limit: int = 50) -> list[Organisation]:
    """Organisations by part of the name or by the whole code; all of them for an empty text."""
    actor.must("residents.search_residents")
    text = q.strip()[:100]
    statement = select(Organisation)
    if text:
        code = read_number(text, drop="-")
        statement = statement.where(
            or_(Organisation.name.contains(text, autoescape=True), Organisation.credit_code == code)
        )
    return list(session.scalars(statement.order_by(Organisation.name, Organisation.id).limit(limit)))


def find_organisation(credit_code: str) -> Organisation | None:
    """The organisation that has this code in its normal form, or None."""
    return session.scalars(select(Organisation).where(Organisation.credit_code == credit_code)).first()


def list_memberships(resident: Resident) -> list[HouseholdMember]:
    """The households that a resident belongs or belonged to, the present ones first."""
    statement = select(HouseholdMember).where(HouseholdMember.resident_id == resident.id)
    statement = statement.options(selectinload(HouseholdMember.household))
    rows = session.scalars(
        statement.order_by(
            HouseholdMember.until.is_not(None), HouseholdMember.since.desc(), HouseholdMember.id
        )
    )
    return list(rows)


def find_present_household(resident: Resident) -> Household | None:
    """The household that a resident belongs to now, or None."""
    return next((m.household for m in list_memberships(resident) if m.until is None), None)
