"""What happens to residents and concerns the follow-up: merged records, and deaths, which stop every contact."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from portal.actor import Actor
from portal.db import session
from portal.residents.groups import HouseholdMember
from portal.residents.models import Resident
from portal.services.items.birth_registration.models import NewbornNotice
from portal.services.items.birth_registration.newborns.actions.stopping import stop_notice

_OPEN = ("received", "matched", "dispatched")


def follow_death(actor: Actor, resident: Resident) -> None:
    """A mother or a child has died: nobody congratulates. A child is who was born that day and lives in her household."""
    own = select(HouseholdMember.household_id).where(HouseholdMember.resident_id == resident.id)
    family = select(HouseholdMember.resident_id).where(HouseholdMember.household_id.in_(own))
    child = and_(NewbornNotice.born_on == resident.birth_date, NewbornNotice.mother_id.in_(family))
    concerned = or_(NewbornNotice.mother_id == resident.id, child)
    statement = select(NewbornNotice).where(concerned, NewbornNotice.state.in_(_OPEN))
    for notice in session.scalars(statement.order_by(NewbornNotice.id)):
        stop_notice(actor, notice, reason="loss")


def move(actor: Actor, *, gone: Resident, kept: Resident) -> list[int]:
    """Let notices follow a merge of residents; gives what undoing needs."""
    statement = select(NewbornNotice).where(NewbornNotice.mother_id == gone.id)
    rows = list(session.scalars(statement.order_by(NewbornNotice.id)))
    for row in rows:
        row.mother_id = kept.id
    session.flush()
    return [row.id for row in rows]


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: list[int]) -> None:
    """Undo `move`: exactly the rows that it moved."""
    for key in moved:
        session.get_one(NewbornNotice, key).mother_id = gone.id
    session.flush()
