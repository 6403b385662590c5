"""Finding joint mediations: the cases in sight on which several bodies work, and what of it is late or waits for the lead."""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeTask
from portal.disputes.tasks import OPEN as OPEN_TASKS
from portal.mediation.links.queries import PAGE_SIZE, Page
from portal.mediation.models import MediationCase
from portal.mediation.queries import visible


def list_joint_cases(actor: Actor, *, page: int = 1) -> Page:
    """One page of them, each case once however many bodies take part; those with a late body first, then the newest."""
    actor.must("mediation.read_link")
    late = exists().where(
        DisputeTask.dispute_id == MediationCase.dispute_id,
        DisputeTask.state.in_(OPEN_TASKS),
        DisputeTask.due_on < clock.today(),
    )
    conditions = (visible(actor), exists().where(DisputeTask.dispute_id == MediationCase.dispute_id))
    total = session.scalar(select(func.count(MediationCase.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + PAGE_SIZE - 1) // PAGE_SIZE))
    statement = (
        select(MediationCase)
        .where(*conditions)
        .options(joinedload(MediationCase.dispute))
        .order_by(late.desc(), MediationCase.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(list(session.scalars(statement)), number, PAGE_SIZE, total)


def count_late_tasks(actor: Actor) -> int:
    """How many tasks of bodies are overdue in the cases in sight."""
    actor.must("mediation.read_link")
    statement = select(func.count(func.distinct(DisputeTask.id))).where(
        DisputeTask.state.in_(OPEN_TASKS),
        DisputeTask.due_on < clock.today(),
        exists().where(MediationCase.dispute_id == DisputeTask.dispute_id, visible(actor)),
    )
    return session.scalar(statement) or 0
