"""Whether a mediator stands too near to a party (回避): same person, same household now or once, same employer, same name.

The national law names no grounds; local rules ask for disclosure of interest and kinship (reference A.1). This only warns: who
stands aside is decided by the chair.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.db import session
from portal.disputes.models import DisputeParty
from portal.errors import N_
from portal.mediation.models import MediationCase, Mediator
from portal.residents.groups import HouseholdMember
from portal.standards.relations import RELATIONS


@dataclass(frozen=True)
class Nearness:
    """One thing that speaks against a mediator: whom it is about, and a sentence with its `params`."""

    party_id: int
    code: str
    message: str
    params: dict[str, Any]


def nearness(case: MediationCase, mediator: Mediator) -> list[Nearness]:
    """Everything that the registers know against this mediator in this case, party by party."""
    return near(case.parties, mediator)


def near(parties: Iterable[DisputeParty], mediator: Mediator) -> list[Nearness]:
    """The same for any parties."""
    found: list[Nearness] = []
    homes = _households([mediator.resident_id])
    for party in parties:
        found.extend(_of_person(party, mediator, homes))
        found.extend(_of_employer(party, mediator))
    return found


def _of_person(party: DisputeParty, mediator: Mediator, homes: dict[int, HouseholdMember]) -> list[Nearness]:
    names = {"mediator": mediator.name, "party": party.name}
    if party.kind != "person":
        return []
    if mediator.resident_id is not None and party.resident_id == mediator.resident_id:
        return [Nearness(party.id, "same_person", N_("%(mediator)s就是当事人本人。"), names)]
    if party.resident_id is None or mediator.resident_id is None:
        if party.name == mediator.name:
            message = N_("调解员与当事人%(party)s同名，请核对是不是同一个人。")
            return [Nearness(party.id, "same_name", message, names)]
        return []
    shared = [(homes[key], row) for key, row in _households([party.resident_id]).items() if key in homes]
    return [_of_household(party, names, mine, theirs) for mine, theirs in shared[:1]]


def _of_household(
    party: DisputeParty, names: dict[str, str], mine: HouseholdMember, theirs: HouseholdMember
) -> Nearness:
    params = names | {
        "mine": RELATIONS.get(mine.relation, ""),
        "theirs": RELATIONS.get(theirs.relation, ""),
    }
    if mine.until is None and theirs.until is None:
        message = N_("%(mediator)s与%(party)s在同一户（与户主关系：%(mine)s、%(theirs)s）。")
        return Nearness(party.id, "same_household", message, params)
    message = N_("%(mediator)s与%(party)s曾在同一户（与户主关系：%(mine)s、%(theirs)s），可能是亲属。")
    return Nearness(party.id, "kin", message, params)


def _of_employer(party: DisputeParty, mediator: Mediator) -> list[Nearness]:
    employer = mediator.employer.strip()
    if not employer:
        return []
    params = {"mediator": mediator.name, "party": party.name, "employer": employer}
    if party.kind == "organisation" and party.name == employer:
        return [Nearness(party.id, "employer", N_("%(mediator)s在当事人%(party)s工作。"), params)]
    if party.kind == "person" and (party.details or {}).get("employer", "").strip() == employer:
        message = N_("%(mediator)s与%(party)s在同一单位（%(employer)s）工作。")
        return [Nearness(party.id, "colleague", message, params)]
    return []


def _households(resident_ids: list[int | None]) -> dict[int, HouseholdMember]:
    """The households of a person, present ones before past ones, each with the person's row in it."""
    known = [key for key in resident_ids if key is not None]
    if not known:
        return {}
    rows = session.scalars(
        select(HouseholdMember)
        .where(HouseholdMember.resident_id.in_(known))
        .order_by(HouseholdMember.until.is_(None), HouseholdMember.id)
    )
    return {row.household_id: row for row in rows}
