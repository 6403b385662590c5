"""Correcting what is registered of households and organisations: with a reason, and never over somebody else's change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.actions.groups import (
    HEAD,
    OrganisationFacts,
    check_household,
    check_membership,
    check_organisation,
)
from portal.residents.actions.writing import read_reason
from portal.residents.groups import Household, HouseholdMember, Organisation

# What the trail may name as it was before: neither an address nor a phone nor a person.
_PUBLIC = ("number", "name", "credit_code")


def correct_household(
    actor: Actor,
    household: Household,
    *,
    number: str,
    address: str,
    unit_id: int | None,
    reason: str,
    version: int | None,
) -> Household:
    """Correct number, address or community; who belongs to it has verbs of its own.

    Raises Conflict, and RuleBroken at `number`, `address`, `unit_id` or `reason`, without a field when nothing differs.
    """
    actor.must("residents.correct_household")
    household.expect_version(version)
    known = check_household(number=number, address=address, unit_id=unit_id, but=household)
    wanted = {"number": known, "address": address.strip(), "unit_id": unit_id}
    _correct(actor, household, "residents.correct_household", wanted, read_reason(reason))
    return household


def correct_household_member(
    actor: Actor,
    member: HouseholdMember,
    *,
    relation: str,
    since: dt.date | None,
    reason: str,
    version: int | None,
) -> HouseholdMember:
    """Correct how somebody is related to the head, or since when they belong to the household.

    Whoever becomes the head (户主) is the household's from now on, and who was it is it no more. Raises Conflict of the
    household, and RuleBroken at `relation`, `since` or `reason`, without a field when nothing differs or they have left.
    """
    actor.must("residents.correct_household")
    household = member.household
    household.expect_version(version)
    if member.until is not None:
        raise RuleBroken(None, N_("此人已经迁出，登记不再更正。"))
    day, why, was = since or member.since, read_reason(reason), member.relation
    check_membership(household, member.resident, relation, day)
    if (relation, day) == (was, member.since):
        raise RuleBroken(None, N_("没有改动任何内容。"))
    member.relation, member.since = relation, day
    if relation == HEAD:
        household.head_id = member.resident_id
    elif household.head_id == member.resident_id:
        household.head_id = None
    household.touch()
    session.flush()
    facts = {"resident": member.resident_id, "relation": relation, "reason": why, "was": was}
    audit.record(actor, "residents.correct_household_member", household, **facts)
    return member


def correct_organisation(
    actor: Actor, organisation: Organisation, *, facts: OrganisationFacts, reason: str, version: int | None
) -> Organisation:
    """Correct what is registered; raises Conflict, and RuleBroken at a field of the facts, at `reason`, or without a field
    when nothing differs."""
    actor.must("residents.correct_organisation")
    organisation.expect_version(version)
    wanted = check_organisation(facts, but=organisation)
    _correct(actor, organisation, "residents.correct_organisation", wanted, read_reason(reason))
    return organisation


def _correct(
    actor: Actor, record: Household | Organisation, verb: str, wanted: dict[str, Any], reason: str
) -> None:
    changed = [name for name, value in wanted.items() if getattr(record, name) != value]
    if not changed:
        raise RuleBroken(None, N_("没有改动任何内容。"))
    was = " / ".join(
        str(getattr(record, name)) for name in _PUBLIC if name in changed and getattr(record, name)
    )
    for name in changed:
        setattr(record, name, wanted[name])
    record.touch()
    session.flush()
    fields = sorted(name for name in changed if name != "phone_index")
    audit.record(actor, verb, record, reason=reason, fields=fields, **({"was": was} if was else {}))
