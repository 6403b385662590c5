"""How rosters follow what happens to residents, and what the public check of a proxy's slip says."""

from __future__ import annotations

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.residents.models import Resident
from portal.services.rosters.models import RosterLine

NAME = "services.rosters"


def move(actor: Actor, *, gone: Resident, kept: Resident) -> list[int]:
    """Let the lines follow a merge, but where the other record stands on the same roster: that stays to be struck by hand."""
    beside = select(RosterLine.roster_id).where(RosterLine.resident_id == kept.id)
    rows = list(
        session.scalars(
            select(RosterLine)
            .where(RosterLine.resident_id == gone.id, RosterLine.roster_id.not_in(beside))
            .order_by(RosterLine.id)
        )
    )
    for row in rows:
        row.resident_id = kept.id
    session.flush()
    return [row.id for row in rows]


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: list[int]) -> None:
    """Undo `move`."""
    for key in moved:
        session.get_one(RosterLine, key).resident_id = gone.id
    session.flush()


def standing(line_id: int) -> str:
    """What the public check says of a proxy's slip; it names nobody."""
    line = session.get(RosterLine, line_id)
    if line is None:
        return ""
    return N_("已代领") if line.outcome == "received" and line.proxy_name else N_("已更正，以新的登记为准")
