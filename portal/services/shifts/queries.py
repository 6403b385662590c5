"""Reading changes of shift: what is to be handed over now, one sheet, the sheets of the actor's units."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.custody.models import Original
from portal.services.custody.queries import list_in_custody
from portal.services.models import Application
from portal.services.queries import open_of_handler
from portal.services.shifts.models import ShiftHandover
from portal.units.queries import within_scope

LONGEST = 100


def open_cases(account_id: int) -> list[Application]:
    """Everything on somebody's desk, oldest first."""
    return open_of_handler(account_id)


def kept_originals(actor: Actor) -> list[Original]:
    """The originals in custody at the actor's own unit."""
    return list_in_custody(actor, unit_id=actor.unit_id)


def get_handover(actor: Actor, handover_id: int) -> ShiftHandover:
    """One sheet, if it names the actor, or a counter post of the actor may see its unit; raises NotFound."""
    own = or_(ShiftHandover.to_id == actor.account_id, ShiftHandover.from_id == actor.account_id)
    at_counter = actor.can("services.hand_over_shift")
    seen = or_(own, within_scope(actor, ShiftHandover.unit_id)) if at_counter else own
    statement = select(ShiftHandover).where(ShiftHandover.id == handover_id, seen)
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_handovers(actor: Actor) -> list[ShiftHandover]:
    """The newest sheets of the actor's units."""
    statement = (
        select(ShiftHandover)
        .where(within_scope(actor, ShiftHandover.unit_id))
        .options(joinedload(ShiftHandover.giver), joinedload(ShiftHandover.taker))
        .order_by(ShiftHandover.id.desc())
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def list_to_take_over(account_id: int) -> list[ShiftHandover]:
    """The sheets that wait for somebody's signature, oldest first."""
    statement = (
        select(ShiftHandover)
        .where(ShiftHandover.to_id == account_id, ShiftHandover.taken_at.is_(None))
        .options(joinedload(ShiftHandover.giver))
        .order_by(ShiftHandover.id)
    )
    return list(session.scalars(statement))
