"""Reading custody: the originals of one application, all that are in the office's hands or out of them by age, and open names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.custody.models import Original, OriginalMove
from portal.services.custody.places import IN_CUSTODY
from portal.services.models import Application
from portal.units.queries import within_scope

LONGEST = 200


def originals_of(application_id: int) -> list[Original]:
    """Every original that was taken for an application, in the order of taking."""
    statement = (
        select(Original)
        .where(Original.application_id == application_id)
        .options(selectinload(Original.moves).joinedload(OriginalMove.account))
        .order_by(Original.id)
    )
    return list(session.scalars(statement))


def names_in_custody(application_id: int) -> list[str]:
    """The originals that the resident has not got back: they keep a matter from being closed."""
    statement = (
        select(Original.name)
        .where(Original.application_id == application_id, Original.state.in_(IN_CUSTODY))
        .order_by(Original.id)
    )
    return list(session.scalars(statement))


def get_originals(actor: Actor, ids: Sequence[int]) -> list[Original]:
    """These originals, locked, if the actor's post may see every one of them; raises NotFound."""
    statement = (
        select(Original)
        .where(Original.id.in_(ids), within_scope(actor, Original.unit_id))
        .order_by(Original.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(session.scalars(statement))
    if not found or len(found) != len(set(ids)):
        raise NotFound
    return found


def list_in_custody(actor: Actor, *, unit_id: int | None = None) -> list[Original]:
    """What the residents have not got back at the actor's units: what is out first, the longest away on top."""
    statement = (
        select(Original)
        .where(Original.state.in_(IN_CUSTODY), within_scope(actor, Original.unit_id))
        .options(joinedload(Original.application).joinedload(Application.item))
        .order_by(Original.state.desc(), Original.out_since, Original.taken_on, Original.id)
        .limit(LONGEST)
    )
    if unit_id is not None:
        statement = statement.where(Original.unit_id == unit_id)
    return list(session.scalars(statement))


def list_late_returns(actor: Actor, today: dt.date) -> list[Original]:
    """Originals whose promised day of return has passed, the longest first."""
    statement = (
        select(Original)
        .where(
            Original.state.in_(IN_CUSTODY),
            Original.return_on < today,
            within_scope(actor, Original.unit_id),
        )
        .options(joinedload(Original.application))
        .order_by(Original.return_on, Original.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))
