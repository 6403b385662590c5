"""Changes that are proposed, and those that were decided or dropped."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.assistance.models import SupportChange, SupportFile, SupportMember
from portal.services.assistance.queries.decisions import LARGEST_KEY
from portal.units.queries import within_scope

LONGEST = 200


def get_change(actor: Actor, change_id: int) -> SupportChange:
    """The proposal with its file, if the actor's post may see the file's community; raises Forbidden or NotFound."""
    actor.must("assistance.read_file")
    statement = (
        select(SupportChange)
        .join(SupportFile, SupportFile.id == SupportChange.file_id)
        .where(SupportChange.id == change_id, within_scope(actor, SupportFile.unit_id))
        .options(joinedload(SupportChange.file), selectinload(SupportChange.hearings))
    )
    found = session.scalars(statement).first() if 0 < change_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def find_change(change_id: int) -> SupportChange | None:
    """The proposal with this key; whether its file may be seen is asked elsewhere."""
    return session.get(SupportChange, change_id)


def find_partner(actor: Actor, change: SupportChange) -> SupportChange | None:
    """The proposal about the other file of a transfer, where there is one and the actor's post may see that file."""
    key = (change.planned or {}).get("partner")
    try:
        return get_change(actor, key) if key else None
    except NotFound:
        return None


def find_open_change(file: SupportFile) -> SupportChange | None:
    """The oldest proposal about a file that waits for a decision."""
    statement = select(SupportChange).where(
        SupportChange.file_id == file.id, SupportChange.state == "proposed"
    )
    return session.scalars(statement.order_by(SupportChange.id)).first()


def changes_of(file: SupportFile) -> list[SupportChange]:
    """Every proposal about a file, the newest first, with its hearings."""
    statement = (
        select(SupportChange)
        .where(SupportChange.file_id == file.id)
        .options(selectinload(SupportChange.hearings))
        .order_by(SupportChange.id.desc())
    )
    return list(session.scalars(statement))


def list_open_changes(actor: Actor) -> list[SupportChange]:
    """What waits for a decision where this reader may look, the oldest first."""
    statement = (
        select(SupportChange)
        .join(SupportFile, SupportFile.id == SupportChange.file_id)
        .where(SupportChange.state == "proposed", within_scope(actor, SupportFile.unit_id))
        .options(joinedload(SupportChange.file), selectinload(SupportChange.hearings))
        .order_by(SupportChange.proposed_on, SupportChange.id)
    )
    return list(session.scalars(statement.limit(LONGEST)))


def list_fading_over(on: dt.date | None = None) -> list[SupportFile]:
    """Files whose 渐退期 ends with this month or ended, and about which nothing is proposed yet."""
    month = (on or clock.today()).replace(day=1)
    waiting = select(SupportChange.file_id).where(SupportChange.state == "proposed")
    statement = select(SupportFile).where(
        SupportFile.state == "fading", SupportFile.fading_until <= month, SupportFile.id.not_in(waiting)
    )
    return list(session.scalars(statement.order_by(SupportFile.id)))


def proposals_after_death(resident_id: int) -> list[SupportChange]:
    """What a person's death has proposed and nobody has decided, oldest first."""
    statement = (
        select(SupportChange)
        .join(SupportMember, SupportMember.file_id == SupportChange.file_id)
        .where(
            SupportMember.resident_id == resident_id,
            SupportChange.state == "proposed",
            SupportChange.reason_code.in_(("death", "head_died")),
        )
        .order_by(SupportChange.id)
    )
    found = session.scalars(statement).unique()
    return [one for one in found if (one.planned or {}).get("died") == resident_id]
