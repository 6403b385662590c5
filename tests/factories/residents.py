"""Made-up residents: identity numbers of the synthetic division 119901 with valid check digits, and people who hold them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import count
from typing import Any

from portal.actor import Actor
from portal.residents import actions
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.residents.person import Person
from portal.standards.identity import check_digit
from tests.factories import staff

DIVISION = "119901"
ZHANG = Person(
    name="张䶮",
    kind="citizen",
    number="119901196611220018",
    ethnic_group="01",
    phone="13900000001",
    household_address="示范区示范街道示范路1号",
    address="示范区示范街道示范路2号院3号楼",
)
_sequence = count()


def identity_number(birth: dt.date, sequence: int = 1, *, sex: str = "1") -> str:
    """A citizen's number of the synthetic division for this birth, sex and sequence (0 to 499)."""
    first_17 = f"{DIVISION}{birth:%Y%m%d}{sequence * 2 + (sex == '1'):03}"
    return first_17 + check_digit(first_17)


def make_person(**changes: Any) -> Person:
    """Somebody to register, of a number that nobody else has; every field may be given."""
    birth = changes.get("birth_date") or dt.date(1960, 5, 20)
    sex = changes.get("sex") or "1"
    number = identity_number(birth, 100 + next(_sequence) % 400, sex=sex)
    if changes.get("kind", "citizen") != "citizen":  # a document that may tell nothing
        changes = {"birth_date": birth, "sex": sex} | changes
    return replace(replace(ZHANG, name="王试样", number=number, phone=""), **changes)


def make_resident(actor: Actor | None = None, **changes: Any) -> Resident:
    """A registered resident; call inside a transaction."""
    return actions.register_resident(
        actor or staff.actor("clerk"), person=make_person(**changes), other_person_reason="住址和证件都不同"
    )


def make_zhang(**changes: Any) -> Resident:
    """张䶮, 60 on 2026-11-22, number 119901196611220018, phone 13900000001; call inside a transaction."""
    return actions.register_resident(staff.actor("clerk"), person=replace(ZHANG, **changes))


def make_household(head: Resident | None = None, *, number: str = "1199010001") -> Household:
    """A household of the community C1; call inside a transaction."""
    return actions.register_household(
        staff.actor("clerk"), number=number, address="示范路1号", unit_id=staff.unit("C1").id, head=head
    )


def make_organisation(**changes: Any) -> Organisation:
    """An organisation with a synthetic code; call inside a transaction."""
    facts = actions.OrganisationFacts(
        name="示范物业有限公司", kind="company", credit_code="11119901MB0A00018U"
    )
    return actions.register_organisation(staff.actor("clerk"), facts=replace(facts, **changes))
