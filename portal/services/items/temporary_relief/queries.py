"""Reading temporary relief: that of an application, how often somebody was helped, whose papers are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func, or_, select

from portal.actor import Actor
from portal.db import session
from portal.services.items.temporary_relief.models import TemporaryRelief
from portal.services.models import Application
from portal.units.queries import within_scope


def find_relief(application: Application) -> TemporaryRelief | None:
    """What was assessed for an application, or None."""
    statement = select(TemporaryRelief).where(TemporaryRelief.application_id == application.id)
    return session.scalars(statement).first()


def find_reliefs(keys: Collection[int]) -> dict[int, TemporaryRelief]:
    """The same for many applications, by their keys."""
    statement = select(TemporaryRelief).where(TemporaryRelief.application_id.in_(keys))
    return {one.application_id: one for one in session.scalars(statement)}


def count_in_year(resident_id: int, year: int, but: int) -> int:
    """How often somebody was helped in a year, by other applications than `but`: granted, or aid given first."""
    statement = (
        select(func.count(TemporaryRelief.id))
        .join(Application, Application.id == TemporaryRelief.application_id)
        .where(
            TemporaryRelief.resident_id == resident_id,
            TemporaryRelief.application_id != but,
            Application.state.not_in(["voided", "withdrawn", "discarded"]),
            or_(Application.result == "granted", TemporaryRelief.is_first),
            func.coalesce(TemporaryRelief.first_on, Application.decided_on).between(
                dt.date(year, 1, 1), dt.date(year, 12, 31)
            ),
        )
    )
    return session.scalar(statement) or 0


def list_papers_due(actor: Actor) -> list[TemporaryRelief]:
    """Aid given first whose papers are not complete, the earliest limit first."""
    statement = (
        select(TemporaryRelief)
        .where(
            TemporaryRelief.is_first,
            TemporaryRelief.papers_done_on.is_(None),
            within_scope(actor, TemporaryRelief.unit_id),
        )
        .order_by(TemporaryRelief.papers_due_on, TemporaryRelief.id)
    )
    return list(session.scalars(statement))
