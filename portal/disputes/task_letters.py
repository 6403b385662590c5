"""What a letter about a task is about, for who may see the task; an answer to it is the body's answer."""

from __future__ import annotations

from portal.actor import Actor
from portal.disputes import tasks
from portal.disputes.actions.tasks import hear_answer, hear_withdrawal
from portal.disputes.models import DisputeTask
from portal.letters import hooks


def join() -> None:
    """Let letters be about tasks, and hear of their answers and withdrawals."""
    hooks.define_subject(DisputeTask.__name__, _find, permission="disputes.read_task")
    hooks.on_answer(DisputeTask.__name__, hear_answer)
    hooks.on_withdraw(DisputeTask.__name__, hear_withdrawal)


def _find(actor: Actor, task_id: int) -> hooks.About:
    found = tasks.get_task(actor, task_id)
    return hooks.About(found, f"{found.dispute.number} {found.body}", f"/disputes/tasks/{found.id}")
