"""Storing many people at once, for a synthetic registry: one transaction a batch, one line in the trail for each batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.residents.actions.writing import gram_rows, make_resident
from portal.residents.models import IdentityPaper, NameGram, ResidentRevision
from portal.residents.numbers import number_index
from portal.residents.person import CheckedPerson


def store_people(actor: Actor, *, people: Sequence[CheckedPerson], unit_id: int | None) -> int:
    """Store people who keep the rules; gives how many. Whoever's number is registered already is left out.

    Nobody is shown a match here: this is for made-up people. A roster of real ones goes through `import_row`.
    """
    actor.must("residents.generate")
    indexes = {number_index(n.number): checked for checked in people for n in checked.numbers}
    statement = select(IdentityPaper.number_index).where(IdentityPaper.number_index.in_(indexes))
    known = {id(indexes[found]) for found in session.scalars(statement)}
    made = [make_resident(checked, unit_id) for checked in people if id(checked) not in known]
    if not made:
        return 0
    session.add_all(made)
    session.flush()
    session.execute(insert(NameGram), [row for resident in made for row in gram_rows(resident)])
    common: dict[str, Any] = {"verb": "register_resident", "account_name": actor.name, "unit_id": unit_id}
    session.execute(insert(ResidentRevision), [{"resident_id": r.id} | common for r in made])
    audit.record(actor, "residents.generate", None, count=len(made))
    session.expunge_all()
    return len(made)
