"""Who is registered already: looked for before a person is registered a second time, and shown to whoever is about to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.residents.models import IdentityPaper, Resident
from portal.residents.numbers import forms_of, number_index
from portal.residents.person import CheckedPerson, Number
from portal.residents.queries.lines import ResidentLine, lines_of
from portal.residents.spelling import plain_name

MOST_MATCHES = 20
Likeness = Literal["same", "number", "name"]


@dataclass(frozen=True)
class Match:
    """Somebody registered already. `same`: number and name agree; `number`: another name has this number; `name`: the
    name and the birth date agree, or the name where no birth date is known.
    """

    line: ResidentLine
    likeness: Likeness


def find_holders(numbers: Sequence[Number]) -> list[Resident]:
    """Everybody who has, or once had, one of these document numbers under the same kind; survivors in place of merged ones."""
    forms = {number_index(form): n.kind for n in numbers for form in forms_of(n.number)}
    if not forms:
        return []
    statement = (
        select(IdentityPaper)
        .where(IdentityPaper.number_index.in_(forms))
        .order_by(IdentityPaper.resident_id, IdentityPaper.id)
        .limit(MOST_MATCHES)
    )
    holders = [p.resident for p in session.scalars(statement) if forms[p.number_index] == p.kind]
    return list(dict.fromkeys(r.merged_into or r for r in holders))


def find_matches(actor: Actor, checked: CheckedPerson, *, but: int | None = None) -> list[Match]:
    """Everybody whom this person may be, the surest first; `but` leaves one record out."""
    wanted = plain_name(checked.person.name)
    holders = find_holders(checked.numbers)
    same = [r.id for r in holders if plain_name(r.name) == wanted]
    number = [r.id for r in holders if r.id not in same]
    known = {but, *same, *number}
    name = [i for i in _namesakes(checked) if i not in known]
    likeness: dict[int, Likeness] = (
        dict.fromkeys(name, "name") | dict.fromkeys(number, "number") | dict.fromkeys(same, "same")
    )
    lines = lines_of(actor, [i for i in (*same, *number, *name) if i != but])
    return [Match(line, likeness.get(line.id, "name")) for line in lines]


def _namesakes(checked: CheckedPerson) -> list[int]:
    person = checked.person
    statement = select(Resident).where(Resident.name == person.name)
    if person.birth_date:
        statement = statement.where(Resident.birth_date == person.birth_date)
    found = session.scalars(statement.order_by(Resident.id).limit(MOST_MATCHES))
    return list(dict.fromkeys(r.merged_into_id or r.id for r in found))
