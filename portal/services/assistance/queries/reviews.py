"""Reviews (定期核查): which files are due or overdue today, and what earlier reviews found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.services.assistance.models import SupportFile, SupportReview
from portal.services.assistance.schemes import STANDING
from portal.units.queries import within_scope

SOON_DAYS = 30
LONGEST = 300


@dataclass(frozen=True)
class DueCounts:
    """How many reviews are overdue, due today, and due within a month."""

    overdue: int = 0
    today: int = 0
    soon: int = 0


def list_due_reviews(
    actor: Actor, *, on: dt.date | None = None, days: int = SOON_DAYS, unit_id: int | None = None
) -> list[SupportFile]:
    """Files whose review is overdue or falls within so many days, the most overdue first."""
    day = on or clock.today()
    statement = (
        select(SupportFile)
        .where(
            SupportFile.next_review_on <= day + dt.timedelta(days=days),
            SupportFile.state.in_(STANDING),
            within_scope(actor, SupportFile.unit_id),
        )
        .options(joinedload(SupportFile.unit))
        .order_by(SupportFile.next_review_on, SupportFile.id)
    )
    if unit_id is not None:
        statement = statement.where(SupportFile.unit_id == unit_id)
    return list(session.scalars(statement.limit(LONGEST)))


def count_due_reviews(actor: Actor, on: dt.date | None = None) -> DueCounts:
    """The same as figures, in one statement."""
    day = on or clock.today()
    due = SupportFile.next_review_on
    row = session.execute(
        select(
            func.count().filter(due < day),
            func.count().filter(due == day),
            func.count().filter(due > day),
        ).where(
            due <= day + dt.timedelta(days=SOON_DAYS),
            SupportFile.state.in_(STANDING),
            within_scope(actor, SupportFile.unit_id),
        )
    ).one()
    return DueCounts(*map(int, row))


def reviews_of(file: SupportFile) -> list[SupportReview]:
    """What was found at this household, the newest first."""
    statement = select(SupportReview).where(SupportReview.file_id == file.id)
    return list(session.scalars(statement.order_by(SupportReview.done_on.desc(), SupportReview.id.desc())))


def last_review(file: SupportFile) -> SupportReview | None:
    """The last review that was done, or None."""
    return next((one for one in reviews_of(file) if one.done_on is not None), None)
