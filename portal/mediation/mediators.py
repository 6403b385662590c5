"""The mediators of a committee, with how many open cases each has now: for assigning, and for the register's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.mediation.lists import count_open_of
from portal.mediation.models import Committee, MediationCase, Mediator


@dataclass(frozen=True)
class Load:
    """A mediator with the number of open cases, in whatever role."""

    mediator: Mediator
    open_cases: int


def list_mediators(committee: Committee, *, with_former: bool = False) -> list[Mediator]:
    """Who is engaged today, by name; with `with_former` also those who left, after the others."""
    statement = select(Mediator).where(Mediator.committee_id == committee.id)
    rows = session.scalars(statement.order_by(Mediator.valid_to.is_not(None), Mediator.name, Mediator.id))
    today = clock.today()
    return [row for row in rows if with_former or row.serves_on(today)]


def load_of(committee: Committee) -> list[Load]:
    """Who can be assigned today, the least burdened first."""
    rows = list_mediators(committee)
    counts = count_open_of([row.id for row in rows])
    loads = [Load(row, counts.get(row.id, 0)) for row in rows]
    return sorted(loads, key=lambda load: (load.open_cases, load.mediator.name, load.mediator.id))


def find_of(committee: Committee, mediator_id: int | None) -> Mediator | None:
    """The mediator with this key, if they are of this committee."""
    found = session.get(Mediator, mediator_id) if mediator_id else None
    return found if found is not None and found.committee_id == committee.id else None


def find_mediator(mediator_id: int) -> Mediator | None:
    """The mediator with this key; whose register it is, the caller asks."""
    return session.get(Mediator, mediator_id)


def accounts_of(cases: Iterable[MediationCase]) -> set[int]:
    """The accounts of everybody who mediates or mediated these cases: what is checked, is checked by somebody else."""
    rows = (row for case in cases for row in case.mediators)
    return {row.mediator.account_id for row in rows if row.mediator.account_id is not None}
