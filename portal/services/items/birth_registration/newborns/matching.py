"""Finding a notice's mother in the register of residents, and the community of her address. Reads only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.residents.models import Resident
from portal.residents.person import Number
from portal.residents.queries import find_holders, find_present_household
from portal.residents.spelling import plain_name
from portal.services.items.birth_registration.models import NewbornNotice
from portal.standards.codes import MALE
from portal.units.models import Unit
from portal.units.queries import get_unit, street_above

MOST = 20


@dataclass(frozen=True)
class Match:
    """Whom a notice may be about: `kind` is unique, several or none; `residents` are who may be meant."""

    kind: str
    residents: tuple[Resident, ...] = ()


def find_mother(*, name: str, paper_kind: str, number: str) -> Match:
    """Number and name agree: unique. The number alone, or the name alone, is for a clerk to look at. Men are left out."""
    if number:
        holders = [one for one in find_holders([Number(paper_kind, number)]) if one.sex != MALE]
        same = [one for one in holders if plain_name(one.name) == plain_name(name)]
        if len(same) == 1:
            return Match("unique", tuple(same))
        if holders:
            return Match("several", tuple(holders))
    statement = select(Resident).where(
        Resident.name == name, Resident.merged_into_id.is_(None), Resident.sex != MALE
    )
    named = list(session.scalars(statement.order_by(Resident.id).limit(MOST)))
    return Match("several" if named else "none", tuple(named))


def candidates_of(notice: NewbornNotice) -> tuple[Resident, ...]:
    """Who may be a notice's mother by what it says."""
    found = find_mother(name=notice.mother_name, paper_kind=notice.paper_kind, number=notice.number or "")
    return found.residents


def community_of(resident: Resident, on: dt.date | None = None) -> Unit | None:
    """The community that a resident's address belongs to: above the grid, else the present household's; None for neither."""
    day = on or clock.today()
    unit = get_unit(resident.grid_id) if resident.grid_id else None
    while unit is not None and unit.kind != "community":
        parent_id = unit.parent_id_on(day)
        unit = get_unit(parent_id) if parent_id is not None else None
    if unit is not None:
        return unit
    household = find_present_household(resident)
    unit = household.unit if household else None
    return unit if unit is not None and street_above(unit.id, day) is not None else None
