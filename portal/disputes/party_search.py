"""Finding a row's party in the registers, and taking who was found into the row; nothing is stored but who looked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from portal import audit
from portal.actor import Actor
from portal.disputes.party_forms import PartyRow
from portal.errors import NotFound
from portal.residents.groups import Organisation
from portal.residents.queries import (
    ResidentLine,
    get_organisation,
    get_resident,
    lines_of,
    search_organisations,
    search_residents,
)
from portal.web.addresses import key_of, number_of

MOST_FOUND = 8


@dataclass(frozen=True)
class Found:
    """Whom the words in a row's name may mean; `place` is the row's, from 0."""

    place: int
    people: Sequence[ResidentLine] = ()
    bodies: Sequence[Organisation] = ()


def help_with(actor: Actor, rows: Sequence[PartyRow], asked: str) -> Found | None:
    """What a button beside a row asks for: `find:2`, `use:2:17` (the record's key) or `forget:2`; anything else does nothing."""
    what, *numbers = asked.split(":")
    keys = [number_of(one) for one in numbers]
    place = keys[0] if keys else None
    if place is None or not 0 <= place < len(rows):
        return None
    row = rows[place]
    if what == "find":
        return _find(actor, row, place)
    if what == "forget":
        forget(row)
    if what == "use" and len(keys) > 1 and keys[1] is not None:
        with suppress(NotFound):  # merged or gone meanwhile: the row stays as it was typed
            _take(actor, row, keys[1])
    return None


def forget(row: PartyRow) -> None:
    """The row is nobody of the registers any more; what was typed stays."""
    row.resident_id.data = row.organisation_id.data = ""


def known(actor: Actor, rows: Sequence[PartyRow]) -> dict[int, ResidentLine]:
    """The lines of the residents that rows were taken from, by their keys: of those that stand in the row by name."""
    names = {key_of(row.resident_id.data): row.name.data for row in rows}
    lines = lines_of(actor, [key for key in names if key])
    return {line.id: line for line in lines if names.get(line.id) == line.name}


def _find(actor: Actor, row: PartyRow, place: int) -> Found:
    words = row.name.data or ""
    if not words:
        return Found(place)
    if row.is_body:
        return Found(place, bodies=search_organisations(actor, words, MOST_FOUND))
    return Found(place, people=search_residents(actor, words, MOST_FOUND).lines)


def _take(actor: Actor, row: PartyRow, key: int) -> None:
    """What the register knows need not be typed; who takes a person has looked at the record."""
    if not row.is_body:
        person = get_resident(actor, key)
        audit.record_afterwards(actor, "residents.read_resident", person)
        row.resident_id.data, row.name.data = str(person.id), person.name
        return
    body = get_organisation(actor, key)
    row.organisation_id.data, row.name.data = str(body.id), body.name
    said = {
        "legal_representative": body.legal_representative,
        "credit_code": body.credit_code or "",
        "address": body.address,
    }
    for name, text in said.items():
        if name in row:
            row[name].data = text
