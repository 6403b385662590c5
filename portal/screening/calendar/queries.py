"""Finding special periods and chase lists within reach."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.screening.models import ChaseList, SpecialPeriod, SpecialPeriodUnit
from portal.screening.reach import within_reach
from portal.units.models import Unit

MOST = 100


def list_special_periods(actor: Actor) -> list[SpecialPeriod]:
    """Those of the streets in reach, and those that name a unit in reach; the newest first."""
    statement = (
        select(SpecialPeriod)
        .where(_reached(actor))
        .options(
            selectinload(SpecialPeriod.units).joinedload(SpecialPeriodUnit.unit).selectinload(Unit.names)
        )
        .order_by(SpecialPeriod.first.desc(), SpecialPeriod.id.desc())
        .limit(MOST)
    )
    return list(session.scalars(statement))


def get_special_period(actor: Actor, period_id: int) -> SpecialPeriod:
    """One of a street in reach; raises NotFound."""
    found = session.scalars(
        select(SpecialPeriod).where(
            SpecialPeriod.id == period_id, within_reach(actor, SpecialPeriod.street_id)
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def list_chase_lists(actor: Actor) -> list[ChaseList]:
    """What was chased, the newest first."""
    statement = (
        select(ChaseList)
        .where(within_reach(actor, ChaseList.street_id))
        .options(joinedload(ChaseList.street).selectinload(Unit.names))
        .order_by(ChaseList.id.desc())
        .limit(MOST)
    )
    return list(session.scalars(statement))


def _reached(actor: Actor) -> ColumnElement[bool]:
    named = select(SpecialPeriodUnit.special_period_id).where(within_reach(actor, SpecialPeriodUnit.unit_id))
    return or_(within_reach(actor, SpecialPeriod.street_id), SpecialPeriod.id.in_(named))
