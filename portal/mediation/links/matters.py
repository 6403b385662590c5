"""Finding petition proxies and the matters that they took, and where a street or community has too few proxies.

A committee reaches the proxies of the street or community that it hangs under: their matters become its cases.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.mediation.links.limits import COMMUNITY_PROXIES, STREET_PROXIES
from portal.mediation.links.models import PetitionProxy, ProxyMatter
from portal.mediation.queries import LARGEST_KEY
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units, unit_and_below, visible_unit_ids


def reach_of(actor: Actor) -> set[int] | None:
    """The units whose proxies the actor reaches; None means all of them."""
    if actor.unit_id is not None and get_unit(actor.unit_id).kind == "committee":
        above = get_unit(actor.unit_id).parent_id_on(clock.today())
        return unit_and_below(above if above is not None else actor.unit_id)
    return visible_unit_ids(actor)


def within_reach(actor: Actor, column: Any) -> ColumnElement[bool]:
    """The condition that keeps a query to them."""
    reached = reach_of(actor)
    return true() if reached is None else column.in_(reached)


def get_proxy(actor: Actor, proxy_id: int) -> PetitionProxy:
    """A proxy in reach; raises Forbidden or NotFound."""
    return _get(actor, PetitionProxy, proxy_id)


def get_matter(actor: Actor, matter_id: int) -> ProxyMatter:
    """A matter in reach; raises Forbidden or NotFound."""
    return _get(actor, ProxyMatter, matter_id)


def list_proxies(actor: Actor, day: dt.date | None = None) -> list[PetitionProxy]:
    """The proxies in reach by unit and name; only those who serve on a day where one is given."""
    actor.must("mediation.read_link")
    rows = session.scalars(
        select(PetitionProxy)
        .where(within_reach(actor, PetitionProxy.unit_id))
        .order_by(PetitionProxy.unit_id, PetitionProxy.name, PetitionProxy.id)
    )
    return [row for row in rows if day is None or row.serves_on(day)]


@dataclass(frozen=True)
class Strength:
    """How many proxies a street or community has today, and how many it should have."""

    unit: Unit
    have: int
    wanted: int

    @property
    def missing(self) -> int:
        """How many are to be named yet."""
        return max(0, self.wanted - self.have)


def strengths(actor: Actor) -> list[Strength]:
    """Each street and community in reach with its proxies of today, by code."""
    have: dict[int, int] = {}
    for row in list_proxies(actor, clock.today()):
        have[row.unit_id] = have.get(row.unit_id, 0) + 1
    wanted = {
        "street": settings.value(STREET_PROXIES.key),
        "community": settings.value(COMMUNITY_PROXIES.key),
    }
    reached = reach_of(actor)
    return [
        Strength(unit, have.get(unit.id, 0), wanted[unit.kind])
        for unit in list_units()
        if unit.kind in wanted and (reached is None or unit.id in reached)
    ]


def list_matters(actor: Actor, *, is_open: bool | None = None) -> list[ProxyMatter]:
    """The matters in reach, newest first; only open or only ended ones where it is asked."""
    actor.must("mediation.read_link")
    statement = (
        select(ProxyMatter)
        .where(within_reach(actor, ProxyMatter.unit_id))
        .options(joinedload(ProxyMatter.proxy), joinedload(ProxyMatter.case), joinedload(ProxyMatter.unit))
        .order_by(ProxyMatter.taken_on.desc(), ProxyMatter.id.desc())
        .limit(200)
    )
    if is_open is not None:
        statement = statement.where((ProxyMatter.state == "open") == is_open)
    return list(session.scalars(statement))


def count_open_matters(actor: Actor) -> int:
    """How many matters in reach wait for an end."""
    actor.must("mediation.read_link")
    statement = select(func.count(ProxyMatter.id)).where(
        within_reach(actor, ProxyMatter.unit_id), ProxyMatter.state == "open"
    )
    return session.scalar(statement) or 0


def _get(actor: Actor, model: Any, key: int) -> Any:
    actor.must("mediation.read_link")
    found = None
    if 0 < key <= LARGEST_KEY:
        found = session.scalars(
            select(model).where(model.id == key, within_reach(actor, model.unit_id))
        ).first()
    if found is None:
        raise NotFound
    return found
