"""Finding what disputes are made of: categories in force on a day; and the dangers that whoever supervises must see at once.

Whose disputes a reader may see besides, the rooms above ask.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DangerReport, Dispute, DisputeCategory
from portal.errors import N_, NotFound, RuleBroken
from portal.units.queries import get_unit, street_above, unit_and_below, within_scope

SEE = "disputes.see_danger"
MOST_DANGERS = 100


def get_category(category_id: int, day: dt.date) -> DisputeCategory:
    """The category, if it is in force on the day; raises RuleBroken at `category_id`."""
    found = session.get(DisputeCategory, category_id)
    if found is None or not found.is_valid_on(day):
        raise RuleBroken("category_id", N_("请从所列的纠纷类别中选择。"))
    return found


def list_categories(day: dt.date, scheme: str = "justice") -> list[DisputeCategory]:
    """The categories of a scheme in force on a day, in the order of the form."""
    rows = session.scalars(
        select(DisputeCategory)
        .where(DisputeCategory.scheme == scheme)
        .order_by(DisputeCategory.position, DisputeCategory.id)
    )
    return [row for row in rows if row.is_valid_on(day)]


def list_every_category() -> list[DisputeCategory]:
    """Every row of both schemes, of whatever time, in the order of the forms."""
    order = (DisputeCategory.position, DisputeCategory.valid_from, DisputeCategory.id)
    return list(session.scalars(select(DisputeCategory).order_by(*order)))


def list_dangers(actor: Actor, *, with_seen: bool = False) -> list[DangerReport]:
    """The reports to the police within reach that nobody has seen yet, newest first; with `with_seen` the others too.

    This is the alert of whoever supervises (人民调解法 art. 25); empty for a post that does not.
    """
    if not actor.can(SEE):
        return []
    statement = select(DangerReport).join(Dispute).where(_reached(actor))
    if not with_seen:
        statement = statement.where(DangerReport.seen_at.is_(None))
    statement = statement.options(joinedload(DangerReport.dispute), joinedload(DangerReport.reporter))
    return list(session.scalars(statement.order_by(DangerReport.id.desc()).limit(MOST_DANGERS)))


def count_unseen_dangers(actor: Actor) -> int:
    """How many reports wait to be seen."""
    if not actor.can(SEE):
        return 0
    waiting = (
        select(func.count(DangerReport.id))
        .join(Dispute)
        .where(_reached(actor), DangerReport.seen_at.is_(None))
    )
    return session.scalar(waiting) or 0


def get_danger(actor: Actor, danger_id: int) -> DangerReport:
    """One report within reach; raises Forbidden or NotFound."""
    actor.must(SEE)
    statement = select(DangerReport).join(Dispute).where(DangerReport.id == danger_id, _reached(actor))
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def _reached(actor: Actor) -> ColumnElement[bool]:
    """Disputes of the actor's unit and below; an organ, a leaf of the tree, reaches the street that it stands in."""
    if actor.unit_id is not None and get_unit(actor.unit_id).kind == "organ":
        street = street_above(actor.unit_id)
        if street is not None:
            return Dispute.unit_id.in_(unit_and_below(street.id))
    return within_scope(actor, Dispute.unit_id)
