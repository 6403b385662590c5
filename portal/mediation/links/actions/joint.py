"""Joint mediation (联合调解): one lead and any number of others at the same moment. Who leads gives the agreement its form and
seal: under a people's mediation committee the departments sign as 参加单位 only. One case, and it counts once.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal import clock
from portal.actor import Actor
from portal.disputes import tasks
from portal.disputes.actions.tasks import NewTask, give_tasks
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.mediation.actions.moves import note_event
from portal.mediation.links import papers, sheets
from portal.mediation.models import MediationCase
from portal.mediation.states import BEFORE_ACCEPTANCE, NATURES, RUNNING


def begin_joint(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    bodies: Sequence[NewTask],
    nature: str = "people",
    lead: NewTask | None = None,
) -> MediationCase:
    """Begin the joint mediation of a case, or add bodies to it. Without `lead` the committee itself leads.

    Another body's lead makes the mediation its own (`nature` administrative or judicial). Raises RuleBroken at the field,
    Conflict.
    """
    actor.must("disputes.give_task")
    case.expect_version(version)
    if case.state not in BEFORE_ACCEPTANCE | RUNNING | {"suspended"}:
        raise RuleBroken(None, N_("案件已经结束或已达成协议，不能再请单位参加。"))
    first = None
    if tasks.lead_of(case.dispute) is None:
        first = _lead(case, nature, lead)
        if first.body_id == case.unit_id and not bodies:
            raise RuleBroken("tasks-0-task", N_("请至少填写一个参加单位和它的任务。"))
        case.nature = nature
    elif lead is not None:
        raise RuleBroken("lead-body", N_("已经有牵头单位了。"))
    elif nature != case.nature:
        raise RuleBroken("nature", N_("调解性质随牵头单位确定，不能再改。"))
    made = give_tasks(actor, case.dispute, version=None, unit_id=case.unit_id, new=bodies, lead=first)
    return note_event(actor, case, verb="begin_joint", note="、".join(task.body for task in made)[:500])


def print_opinions(actor: Actor, case: MediationCase, *, version: int | None) -> Document:
    """The sheet of every body's task and opinion, for the volume. Raises RuleBroken where nobody takes part, Conflict."""
    actor.must("mediation.mediate")
    case.expect_version(version)
    if not tasks.took_part(case.dispute):
        raise RuleBroken(None, N_("还没有参加单位。"))
    document = sheets.issue_opinions(actor, case, day=clock.today())
    note_event(actor, case, verb="print_opinions", document=document)
    return document


def _lead(case: MediationCase, nature: str, lead: NewTask | None) -> NewTask:
    if nature not in NATURES:
        raise RuleBroken("nature", N_("请从所列选项中选择。"))
    ours = lead is None or lead.body_id == case.unit_id
    if ours != (nature == "people"):
        raise RuleBroken(
            "nature", N_("人民调解委员会牵头的是人民调解；部门、法院牵头的，请选择行政调解或者司法调解。")
        )
    if lead is not None and not ours:
        return lead
    due = case.due_on if case.due_on is not None and case.due_on >= clock.today() else None
    return NewTask(role="lead", body_id=case.unit_id, task=papers.LEAD_TASK, due_on=due)
