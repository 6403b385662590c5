"""Who is registered already: looked for before a person is registered a second time, and shown to whoever is about to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import RuleBroken
from portal.residents.models import IdentityPaper, Resident
from portal.residents.numbers import forms_of, number_index
from portal.residents.person import CheckedPerson, Number, check_number, numbers_of
from portal.residents.queries.lines import ResidentLine, lines_of
from portal.residents.spelling import plain_name
from portal.standards.ages import age_on
from portal.standards.papers import Paper

MOST_MATCHES = 20
Likeness = Literal["same", "number", "name"]


@dataclass(frozen=True)
class Match:
    """Somebody registered already. `same`: number and name agree; `number`: another name has this number; `name`: the
    name and the birth date agree, or the name where no birth date is known.
    """

    line: ResidentLine
    likeness: Likeness


@dataclass(frozen=True)
class DocumentCheck:
    """What a number that is being typed tells: its reading and the age that follows, or its fault; and who has it."""

    paper: Paper | None = None
    fault: RuleBroken | None = None
    age: int | None = None
    holders: tuple[ResidentLine, ...] = ()


def check_document(actor: Actor, *, kind: str, number: str) -> DocumentCheck | None:
    """Check a document before anything is sent; None where no number is typed. A hit is recorded, without the number."""
    actor.must("residents.register_resident")
    if not number.strip():
        return None
    try:
        paper = check_number(kind, number, clock.today())
    except RuleBroken as fault:
        return DocumentCheck(fault=fault)
    holders = lines_of(actor, [r.id for r in find_holders(numbers_of(paper))])
    if holders:
        audit.record_afterwards(
            actor, "residents.search_residents", None, asked="identity", found=len(holders)
        )
    age = age_on(paper.birth, clock.today()) if paper.birth else None
    return DocumentCheck(paper, None, age, tuple(holders))


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
    likeness: dict[int, Likeness] = {}
    for kind, ids in (("name", name), ("number", number), ("same", same)):
        likeness |= dict.fromkeys(ids, cast(Likeness, kind))
    lines = lines_of(actor, [i for i in (*same, *number, *name) if i != but])
    return [Match(line, likeness.get(line.id, "name")) for line in lines]


def _namesakes(checked: CheckedPerson) -> list[int]:
    person = checked.person
    statement = select(Resident).where(Resident.name == person.name)
    if person.birth_date:
        statement = statement.where(Resident.birth_date == person.birth_date)
    found = session.scalars(statement.order_by(Resident.id).limit(MOST_MATCHES))
    return list(dict.fromkeys(r.merged_into_id or r.id for r in found))
