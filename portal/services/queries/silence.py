"""Applications that nobody has answered: how long until they count as accepted by silence (视为受理), or since when they do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.services import limits
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE
from portal.units.models import Unit
from portal.units.queries import within_scope

LONGEST = 200


@dataclass(frozen=True)
class Unanswered:
    """One application without a notice in time. `limit` is the last day for it; `is_deemed` when that day has passed."""

    application: Application
    limit: dt.date
    is_deemed: bool


def list_unanswered(actor: Actor, today: dt.date | None = None) -> list[Unanswered]:
    """What counts as accepted already or will within the days of `services.due_soon_days`, the earliest limit first."""
    day = today or clock.today()
    soon = due_after(day, int(settings.value("services.due_soon_days", on=day))).due
    found = [one for one in _read(within_scope(actor, Application.unit_id), today=day) if one.limit <= soon]
    return sorted(found, key=lambda one: (one.limit, one.application.id))


def list_newly_deemed(today: dt.date | None = None) -> list[Application]:
    """Everywhere: what counts as accepted by silence on this day and is not marked so yet."""
    day = today or clock.today()
    found = _read(Application.is_deemed.is_(False), today=day, most=None)
    return [one.application for one in found if one.is_deemed]


def _read(condition: ColumnElement[bool], *, today: dt.date, most: int | None = LONGEST) -> list[Unanswered]:
    statement = (
        select(Application)
        .where(
            condition,
            Application.state.in_(BEFORE_ACCEPTANCE),
            Application.paper_day.is_(False),
            Application.applied_on <= today,
            or_(Application.notified_on.is_(None), Application.notified_on > Application.applied_on),
        )
        .options(
            joinedload(Application.item),
            joinedload(Application.handler),
            selectinload(Application.unit).selectinload(Unit.names),
        )
        .order_by(Application.applied_on, Application.id)
        .limit(most)
    )
    limit_of: dict[tuple[dt.date, int], dt.date] = {}
    found = []
    for application in session.scalars(statement):
        key = (application.applied_on, application.unit_id)
        limit = limit_of.get(key) or limits.notice_limit(application)
        limit_of[key] = limit
        if application.notified_on is None or application.notified_on > limit:
            deemed = limits.deemed_accepted_on(application, today) is not None
            found.append(Unanswered(application, limit, deemed))
    return found
