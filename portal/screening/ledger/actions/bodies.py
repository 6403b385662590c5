"""Several bodies work on one dispute at once (并联化解): each with its own task and limit, all from the same moment."""

from __future__ import annotations

from collections.abc import Sequence

from portal.actor import Actor
from portal.disputes import tasks
from portal.disputes.actions.tasks import NewTask, give_tasks
from portal.disputes.models import Dispute, DisputeTask
from portal.errors import N_, RuleBroken
from portal.screening.ledger.actions.holding import hold, must_be_open
from portal.screening.ledger.scale import street_id_of

PAPER_LEAD_TASK = "牵头化解，汇总各单位意见，督促按期反馈"


def call_bodies(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    bodies: Sequence[NewTask],
    lead: NewTask | None = None,
) -> list[DisputeTask]:
    """Give bodies their tasks in the street's name; without `lead` the street itself leads. Raises RuleBroken, Conflict."""
    actor.must("screening.call_bodies")
    hold(actor, dispute, version)
    must_be_open(dispute)
    street_id = street_id_of(dispute.unit_id)
    first = lead
    if tasks.lead_of(dispute) is None:
        first = lead or NewTask(role="lead", body_id=street_id, task=PAPER_LEAD_TASK)
        if not bodies and first.body_id == street_id:
            raise RuleBroken("tasks-0-task", N_("请至少填写一个参加单位和它的任务。"))
    elif lead is not None:
        raise RuleBroken("lead-body", N_("已经有牵头单位了。"))
    return give_tasks(actor, dispute, version=None, unit_id=street_id, new=bodies, lead=first)
