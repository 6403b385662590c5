"""What follows a merge of two residents: parties of disputes and mediators; and cases that the search box finds by number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeParty
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.queries import visible
from portal.residents.hooks import SearchHit
from portal.residents.models import Resident

_FOLLOWING: dict[str, Any] = {"parties": DisputeParty.resident_id, "mediators": Mediator.resident_id}


def move(actor: Actor, *, gone: Resident, kept: Resident) -> dict[str, list[int]]:
    """Let parties and mediators follow; the names that were written down stay as they were."""
    moved = {}
    for name, column in _FOLLOWING.items():
        rows = session.scalars(
            select(column.class_).where(column == gone.id).order_by(column.class_.id)
        ).all()
        for row in rows:
            row.resident_id = kept.id
        moved[name] = [row.id for row in rows]
    session.flush()
    return moved


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: dict[str, list[int]]) -> None:
    """Undo `move`: exactly the rows that it moved."""
    for name, column in _FOLLOWING.items():
        for key in moved.get(name, []):
            session.get_one(column.class_, key).resident_id = gone.id
    session.flush()


def find(actor: Actor, text: str, limit: int) -> list[SearchHit]:
    """Cases whose number holds the text; nothing for a reader who may not open one."""
    if not actor.can("mediation.read_case"):
        return []
    rows = session.scalars(
        select(MediationCase)
        .where(visible(actor), MediationCase.number.contains(text, autoescape=True))
        .order_by(MediationCase.id.desc())
        .limit(limit)
    )
    return [
        SearchHit(
            title=case.number or "",
            note=case.dispute.title,
            endpoint="mediation.read_case",
            values={"case_id": case.id},
        )
        for case in rows
    ]
