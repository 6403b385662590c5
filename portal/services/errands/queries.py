"""Reading errands: one, that of an application, and those that run, the earliest limit first."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.errands.models import Errand
from portal.services.errands.stages import RUNNING
from portal.services.models import Application
from portal.units.queries import within_scope

LONGEST = 200


def find_errand(application_id: int) -> Errand | None:
    """The errand of an application, if there is one."""
    return session.scalars(select(Errand).where(Errand.application_id == application_id)).first()


def get_errand(actor: Actor, errand_id: int) -> Errand:
    """One errand, if the actor's post may see its unit; raises NotFound."""
    statement = select(Errand).where(Errand.id == errand_id, within_scope(actor, Errand.unit_id))
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_errands(actor: Actor, *, state: str = "") -> list[Errand]:
    """Errands at the actor's units: those that run when no state is named, the earliest limit first."""
    wanted = Errand.state == state if state else Errand.state.in_(RUNNING)
    statement = (
        select(Errand)
        .where(wanted, within_scope(actor, Errand.unit_id))
        .options(joinedload(Errand.application).joinedload(Application.item), joinedload(Errand.runner))
        .order_by(Errand.due_on, Errand.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def list_late_errands(actor: Actor, today: dt.date) -> list[Errand]:
    """Errands whose limit has passed, at the actor's units."""
    return [one for one in list_errands(actor) if one.due_on < today]
