"""Reading notices of births and visits, each limited to the units that the reader may see.

A community never finds a visit that was stopped in any list: only who has its page open reads the neutral sentence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.items.birth_registration.models import NewbornNotice, NewbornVisit
from portal.units.queries import within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20
LONGEST = 200
RUNNING = ("open", "visited")
NOT_DISPATCHED = ("received", "matched")


@dataclass(frozen=True)
class NoticePage:
    """One page of notices: its rows, its number from 1, the size of a page, and how many there are in all."""

    rows: list[NewbornNotice]
    number: int
    size: int
    total: int


def get_notice(actor: Actor, notice_id: int) -> NewbornNotice:
    """One notice with its children and visit, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.record_newborn")
    statement = (
        select(NewbornNotice)
        .where(NewbornNotice.id == notice_id, within_scope(actor, NewbornNotice.unit_id))
        .options(
            selectinload(NewbornNotice.children),
            joinedload(NewbornNotice.mother),
            joinedload(NewbornNotice.visit).selectinload(NewbornVisit.needs),
        )
    )
    found = session.scalars(statement).first() if 0 < notice_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_notices(actor: Actor, *, state: str = "", page: int = 1, size: int = PAGE_SIZE) -> NoticePage:
    """One page of notices, the newest first; `state` may be `todo` for those that wait for the counter."""
    actor.must("services.record_newborn")
    conditions: list[ColumnElement[bool]] = [within_scope(actor, NewbornNotice.unit_id)]
    if state == "todo":
        conditions.append(NewbornNotice.state.in_(NOT_DISPATCHED))
    elif state:
        conditions.append(NewbornNotice.state == state)
    total = session.scalar(select(func.count(NewbornNotice.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    statement = (
        select(NewbornNotice)
        .where(*conditions)
        .options(
            selectinload(NewbornNotice.children),
            joinedload(NewbornNotice.visit).joinedload(NewbornVisit.unit),
        )
        .order_by(NewbornNotice.id.desc())
    )
    rows = list(session.scalars(statement.limit(size).offset((number - 1) * size)))
    return NoticePage(rows, number, size, total)


def known_events(unit_id: int, numbers: list[str]) -> set[str]:
    """Which of these event numbers have been entered at a unit already."""
    statement = select(NewbornNotice.event_number).where(
        NewbornNotice.unit_id == unit_id, NewbornNotice.event_number.in_(numbers)
    )
    return set(session.scalars(statement))


def get_visit(actor: Actor, visit_id: int) -> NewbornVisit:
    """One visit, if the actor's post may see its community, stopped or not; raises Forbidden or NotFound."""
    actor.must("services.read_visit")
    statement = (
        select(NewbornVisit)
        .where(NewbornVisit.id == visit_id, within_scope(actor, NewbornVisit.unit_id))
        .options(
            joinedload(NewbornVisit.notice).selectinload(NewbornNotice.children),
            selectinload(NewbornVisit.needs),
            joinedload(NewbornVisit.unit),
        )
    )
    found = session.scalars(statement).first() if 0 < visit_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_visits(actor: Actor, *, ended: bool = False, limit: int = LONGEST) -> list[NewbornVisit]:
    """The visits to be made or followed up, soonest due first; with `ended` those that are closed, the newest first.

    Stopped ones are in neither list.
    """
    actor.must("services.read_visit")
    states = ("closed", "returned") if ended else RUNNING
    order = NewbornVisit.ended_on.desc() if ended else NewbornVisit.due_on
    statement = (
        select(NewbornVisit)
        .where(within_scope(actor, NewbornVisit.unit_id), NewbornVisit.state.in_(states))
        .options(
            joinedload(NewbornVisit.notice).selectinload(NewbornNotice.children),
            selectinload(NewbornVisit.needs),
            joinedload(NewbornVisit.unit),
        )
        .order_by(order, NewbornVisit.id.desc() if ended else NewbornVisit.id)
        .limit(limit)
    )
    return list(session.scalars(statement))


@dataclass(frozen=True)
class VisitCounts:
    """How many visits are to be made, how many of them late, and how many notices wait for the counter."""

    waiting: int = 0
    overdue: int = 0
    notices: int = 0


def count_visits(actor: Actor, on: dt.date | None = None) -> VisitCounts:
    """The figures of the workbench; nothing for who may not read visits."""
    if not actor.can("services.read_visit"):
        return VisitCounts()
    day = on or clock.today()
    row = session.execute(
        select(func.count(), func.count().filter(NewbornVisit.due_on < day)).where(
            NewbornVisit.state == "open", within_scope(actor, NewbornVisit.unit_id)
        )
    ).one()
    notices = 0
    if actor.can("services.record_newborn"):
        notices = (
            session.scalar(
                select(func.count(NewbornNotice.id)).where(
                    NewbornNotice.state.in_(NOT_DISPATCHED), within_scope(actor, NewbornNotice.unit_id)
                )
            )
            or 0
        )
    return VisitCounts(int(row[0]), int(row[1]), notices)
