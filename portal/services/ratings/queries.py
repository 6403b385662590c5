"""Reading ratings: those of a case, the call backs that are open, and the figures of each item. No figure is of a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.models import Application, ServiceItem
from portal.services.ratings.levels import BAD
from portal.services.ratings.models import CaseRating, RatingCallback
from portal.units.queries import within_scope

# From these on there is something to rate.
RATEABLE = frozenset({"decided", "issued", "collected", "closed", "refused", "ended"})
MOST_ROUNDS = 2
SATISFIED = 3
LONGEST = 200


@dataclass(frozen=True)
class ItemFigures:
    """What was said of one item in a period, each case counted once by its last rating."""

    item: str
    rated: int
    satisfied: int
    bad: int
    called: int

    @property
    def percent(self) -> int | None:
        """How many of a hundred were content; None where nobody rated."""
        return round(100 * self.satisfied / self.rated) if self.rated else None


def ratings_of(application: Application) -> list[CaseRating]:
    """The ratings of a case, the first one first."""
    statement = select(CaseRating).where(CaseRating.application_id == application.id)
    return list(session.scalars(statement.order_by(CaseRating.round)))


def may_rate(application: Application) -> bool:
    """Whether the resident may still rate: the case has its result, and they have not changed their mind yet."""
    return application.state in RATEABLE and len(ratings_of(application)) < MOST_ROUNDS


def get_rating(actor: Actor, rating_id: int) -> CaseRating:
    """One rating, if the actor's post may see its unit; raises NotFound."""
    statement = select(CaseRating).where(CaseRating.id == rating_id, within_scope(actor, CaseRating.unit_id))
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def get_callback(actor: Actor, callback_id: int) -> RatingCallback:
    """One call back within reach; raises NotFound."""
    statement = select(RatingCallback).where(
        RatingCallback.id == callback_id, within_scope(actor, RatingCallback.unit_id)
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_open_callbacks(actor: Actor) -> list[RatingCallback]:
    """The call backs that are not settled, the earliest limit first."""
    statement = (
        select(RatingCallback)
        .where(RatingCallback.state != "settled", within_scope(actor, RatingCallback.unit_id))
        .options(
            joinedload(RatingCallback.rating).joinedload(CaseRating.application).joinedload(Application.item)
        )
        .order_by(RatingCallback.call_by, RatingCallback.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def list_late_callbacks(actor: Actor, today: dt.date) -> list[RatingCallback]:
    """Those that should have been called, or mended, before today; the earliest limit first."""
    return [
        one
        for one in list_open_callbacks(actor)
        if (one.call_by if one.state == "open" else one.mend_by) < today
    ]


def figures(actor: Actor, first: dt.date, last: dt.date) -> list[ItemFigures]:
    """The figures of each item that was rated in a period, by name."""
    statement = (
        select(
            ServiceItem.name,
            func.count(CaseRating.id),
            func.sum(case((CaseRating.level >= SATISFIED, 1), else_=0)),
            func.sum(case((CaseRating.level.in_(sorted(BAD)), 1), else_=0)),
            func.count(RatingCallback.called_on),
        )
        .join(ServiceItem, ServiceItem.id == CaseRating.item_id)
        .outerjoin(RatingCallback, RatingCallback.rating_id == CaseRating.id)
        .where(CaseRating.is_last, CaseRating.rated_on.between(first, last))
        .where(within_scope(actor, CaseRating.unit_id))
        .group_by(ServiceItem.name)
        .order_by(ServiceItem.name)
    )
    return [
        ItemFigures(name, int(rated), int(satisfied or 0), int(bad or 0), int(called))
        for name, rated, satisfied, bad, called in session.execute(statement)
    ]
