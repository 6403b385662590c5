"""Registering households and organisations, and who belongs to a household from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.residents.actions.writing import must_be_present
from portal.residents.groups import ORGANISATION_KINDS, Household, HouseholdMember, Organisation
from portal.residents.models import Resident
from portal.residents.numbers import phone_index, read_phone
from portal.residents.person import check_text
from portal.residents.queries.groups import find_organisation, find_present_household
from portal.standards.codes import RELATIONS
from portal.standards.credit_code import check_credit_code
from portal.standards.invalid import Invalid
from portal.standards.typed_numbers import read_number
from portal.units.queries import get_unit

HEAD = "02"
HOUSEHOLD_UNITS = frozenset({"community", "grid", "street"})
LONGEST_NUMBER = 40


def register_household(
    actor: Actor, *, number: str, address: str, unit_id: int | None, head: Resident | None = None
) -> Household:
    """Register a household by its number (户号); the head, where named, becomes its first member.

    Raises RuleBroken at `number`, `address`, `unit_id` or `head`.
    """
    actor.must("residents.register_household")
    known = check_household(number=number, address=address, unit_id=unit_id)
    made = Household(
        number=known, address=address.strip(), unit_id=unit_id, head_id=head.id if head else None
    )
    session.add(made)
    session.flush()
    audit.record(actor, "residents.register_household", made, number=known)
    if head is not None:
        _add(made, head, HEAD, clock.today(), field="head")
    return made


def add_household_member(
    actor: Actor,
    household: Household,
    *,
    resident: Resident,
    relation: str,
    since: dt.date | None,
    version: int | None,
) -> HouseholdMember:
    """Add somebody from a day on; raises Conflict, and RuleBroken at `resident`, `relation` or `since`.

    One person is in one household at a time (社会救助: 一人只能在一户).
    """
    actor.must("residents.add_household_member")
    household.expect_version(version)
    day = since or clock.today()
    check_membership(household, resident, relation, day)
    made = _add(household, resident, relation, day, field="resident")
    household.touch()
    audit.record(actor, "residents.add_household_member", household, resident=resident.id, relation=relation)
    return made


def end_household_member(
    actor: Actor, member: HouseholdMember, *, until: dt.date | None, version: int | None
) -> HouseholdMember:
    """Let somebody leave a household on a day; raises Conflict of the household, and RuleBroken at `until`."""
    actor.must("residents.end_household_member")
    member.household.expect_version(version)
    day = until or clock.today()
    if member.until is not None or day < member.since or day > clock.today():
        raise RuleBroken("until", N_("日期应在加入之后、今天以前，且此人仍在户内。"))
    member.until = day
    member.household.touch()
    if member.household.head_id == member.resident_id:
        member.household.head_id = None
    session.flush()
    audit.record(actor, "residents.end_household_member", member.household, resident=member.resident_id)
    return member


@dataclass(frozen=True)
class OrganisationFacts:
    """What is registered of an organisation, as typed."""

    name: str
    kind: str
    credit_code: str = ""
    address: str = ""
    phone: str = ""
    legal_representative: str = ""


def register_organisation(actor: Actor, *, facts: OrganisationFacts) -> Organisation:
    """Register an organisation once by its unified social credit code (GB 32100), or by name where it has none.

    Raises RuleBroken at `name`, `kind`, `credit_code`, `address`, `phone` or `legal_representative`.
    """
    actor.must("residents.register_organisation")
    made = Organisation(**check_organisation(facts))
    session.add(made)
    session.flush()
    audit.record(
        actor, "residents.register_organisation", made, name=made.name, credit_code=made.credit_code or ""
    )
    return made


def check_household(*, number: str, address: str, unit_id: int | None, but: Household | None = None) -> str:
    """The number as it is kept; `but` is the household that may have it already. Raises RuleBroken at the field at fault."""
    known = read_number(number)
    if not known or len(known) > LONGEST_NUMBER:
        raise RuleBroken("number", N_("户号应为1至%(most)s个字。"), most=LONGEST_NUMBER)
    same = session.scalars(
        select(Household).where(Household.number == known, Household.unit_id == unit_id)
    ).first()
    if same is not None and same is not but:
        raise RuleBroken("number", N_("这个户号在所选社区已经登记过。"))
    if not address.strip():
        raise RuleBroken("address", N_("请填写住址。"))
    check_text("address", address)
    if but is None or unit_id != but.unit_id:
        _check_unit(unit_id)
    return known


def check_membership(household: Household, resident: Resident, relation: str, since: dt.date) -> None:
    """Raise RuleBroken at `relation` or `since` for what cannot be: a household has one head (户主) at a time."""
    if relation not in RELATIONS:
        raise RuleBroken("relation", N_("请从所列选项中选择。"))
    if relation == HEAD and household.head_id not in (None, resident.id):
        raise RuleBroken("relation", N_("这一户已有户主。换户主时，请先把原户主与户主的关系更正为新的关系。"))
    if since > clock.today() or (resident.birth_date and since < resident.birth_date):
        raise RuleBroken("since", N_("日期不能晚于今天，也不能早于出生日期。"))


def check_organisation(facts: OrganisationFacts, but: Organisation | None = None) -> dict[str, Any]:
    """The columns of an organisation as they are kept; `but` may have the code already. Raises RuleBroken."""
    code, phone = _check_facts(facts, but), read_phone(facts.phone)
    return {
        "name": facts.name.strip(),
        "kind": facts.kind,
        "credit_code": code,
        "address": facts.address.strip(),
        "phone": phone or None,
        "phone_index": phone_index(phone) if phone else None,
        "legal_representative": facts.legal_representative.strip(),
    }


def _check_facts(facts: OrganisationFacts, but: Organisation | None) -> str | None:
    if not facts.name.strip():
        raise RuleBroken("name", N_("请填写单位名称。"))
    if facts.kind not in ORGANISATION_KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    for field in ("name", "address", "legal_representative"):
        check_text(field, getattr(facts, field))
    code = _read_code(facts.credit_code)
    known = find_organisation(code) if code else None
    if known is not None and known is not but:
        raise RuleBroken("credit_code", N_("这个代码已经登记：%(name)s。请直接使用。"), name=known.name)
    return code


def _read_code(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return check_credit_code(text).normalised
    except Invalid as error:
        raise RuleBroken("credit_code", error.message, **error.params) from error


def _check_unit(unit_id: int | None) -> None:
    if unit_id is None:
        return
    try:
        unit = get_unit(unit_id)
    except NotFound:
        unit = None
    if unit is None or unit.kind not in HOUSEHOLD_UNITS:
        raise RuleBroken("unit_id", N_("请从所列社区中选择。"))


def _add(
    household: Household, resident: Resident, relation: str, since: dt.date, *, field: str
) -> HouseholdMember:
    must_be_present(resident)
    if resident.death_date:
        raise RuleBroken(field, N_("此人已登记死亡。"))
    present = find_present_household(resident)
    if present is not None:
        message = N_("此人现在在户号%(number)s内，请先在那一户办理迁出。")
        raise RuleBroken(field, message, number=present.number)
    made = HouseholdMember(household=household, resident_id=resident.id, relation=relation, since=since)
    if relation == HEAD:
        household.head_id = resident.id
    session.add(made)
    session.flush()
    return made
