"""What a merge of two records of one person means to the files they are in: the rows follow, but nobody is supported twice."""

from __future__ import annotations

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance.models import SupportFile, SupportMember
from portal.services.assistance.months import month_of
from portal.services.assistance.queries.memberships import standing_memberships


def move_people(actor: Actor, *, gone: Resident, kept: Resident) -> dict[str, list[int]]:
    """Let memberships and heads follow a merge; raises RuleBroken where both records are supported at once."""
    first = month_of(min(m.since_month for m in _all(gone.id))) if _all(gone.id) else None
    if first is not None:
        here = standing_memberships([gone.id], month=first)
        there = standing_memberships([kept.id], month=first)
        if any(_overlap(one, other) for one in here for other in there):
            raise RuleBroken(
                None,
                N_("两份档案都在保障中（户号%(one)s、%(other)s）：请先在救助档案中让其中一份离开，再合并。"),
                one=here[0].file.number,
                other=there[0].file.number,
            )
    members = _all(gone.id)
    files = list(session.scalars(select(SupportFile).where(SupportFile.head_id == gone.id)))
    for member in members:
        member.resident_id = kept.id
    for file in files:
        file.head_id = kept.id
    session.flush()
    return {"members": [m.id for m in members], "heads": [f.id for f in files]}


def move_people_back(actor: Actor, *, gone: Resident, kept: Resident, moved: dict[str, list[int]]) -> None:
    """Undo `move_people`: exactly the rows that it moved."""
    for key in moved["members"]:
        session.get_one(SupportMember, key).resident_id = gone.id
    for key in moved["heads"]:
        session.get_one(SupportFile, key).head_id = gone.id
    session.flush()


def _all(resident_id: int) -> list[SupportMember]:
    statement = select(SupportMember).where(SupportMember.resident_id == resident_id)
    return list(session.scalars(statement.order_by(SupportMember.id)))


def _overlap(one: SupportMember, other: SupportMember) -> bool:
    return (one.until_month is None or other.since_month <= one.until_month) and (
        other.until_month is None or one.since_month <= other.until_month
    )
