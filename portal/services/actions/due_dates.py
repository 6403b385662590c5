"""Computing due dates anew when the office's calendar has changed: a provisional day (暂定) becomes the real one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.services import limits
from portal.services.models import Application, ApplicationEvent
from portal.services.states import RUNNING


def recompute_due_dates(actor: Actor | None, first: dt.date, last: dt.date) -> int:
    """Compute anew what is running and whose limit touches the days from `first` to `last`; gives how many changed.

    A moved day is noted in the application's history, for the resident holds a receipt with the old one; the paper stays.
    """
    statement = (
        select(Application)
        .where(
            Application.state.in_(RUNNING | {"suspended"}),
            Application.accepted_on < last,
            or_(Application.due_on >= first, Application.due_is_provisional),
        )
        .order_by(Application.id)
    )
    changed = 0
    for application in session.scalars(statement).all():
        if not application.is_on_the_spot:
            changed += _recompute(actor, application)
    session.flush()
    return changed


def _recompute(actor: Actor | None, application: Application) -> bool:
    found, before = limits.due_of(application), application.due_on
    if found is None or (found.due, found.provisional) == (before, application.due_is_provisional):
        return False
    application.due_on, application.due_is_provisional = found.due, found.provisional
    session.add(
        ApplicationEvent(
            application=application,
            verb="recompute_due_date",
            from_state=application.state,
            to_state=application.state,
            day=clock.today(),
            account_id=actor.account_id if actor else None,
            post_id=actor.post_id if actor else None,
            actor_name=actor.name if actor else "",
            note=f"{before} → {found.due}",
        )
    )
    audit.record(
        actor,
        "services.recompute_due_date",
        application,
        before=before,
        due=found.due,
        provisional=found.provisional,
    )
    return True
