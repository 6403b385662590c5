"""The paper of a joint mediation (联合调解参加单位意见表): each body with its task, who came, its opinion. Frozen facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.actor import Actor
from portal.disputes import tasks
from portal.disputes.kinds import TASK_ROLES
from portal.disputes.models import DisputeTask
from portal.documents.facts import said
from portal.documents.kinds import define_kind
from portal.documents.models import Document
from portal.mediation.documents import case_facts, issue
from portal.mediation.models import MediationCase
from portal.mediation.papers import READ, CaseFacts

OPINIONS = "mediation_opinions"
PAPER_OPINIONS = "联合调解参加单位意见表"


@dataclass(frozen=True, kw_only=True)
class BodyOpinion:
    """One body: what it was asked, when it signed for that, whom it sent, what it answered under which number."""

    role: str = said("身份")
    name: str = said("单位")
    task: str = said("任务")
    sent_on: dt.date
    due_on: dt.date
    signed_for_on: dt.date | None = None
    person: str = said("参加人员", default="")
    is_answered: bool = False
    answered_on: dt.date | None = None
    number: str = said("意见文号", default="")
    opinion: tuple[str, ...] = said("书面意见", default=())


@dataclass(frozen=True, kw_only=True)
class JointOpinions(CaseFacts):
    """The bodies of a joint mediation, the leading one first; `is_people` when a people's mediation committee leads."""

    lead: str = said("牵头单位")
    is_people: bool = True
    bodies: tuple[BodyOpinion, ...] = said("单位", default=())
    made_on: dt.date
    made_by: str = said("制表人")


define_kind(OPINIONS, PAPER_OPINIONS, JointOpinions, template=OPINIONS, formats=("a4",), permission=READ)


def issue_opinions(actor: Actor, case: MediationCase, *, day: dt.date) -> Document:
    """The sheet as the bodies stand on a day; those let go are left out."""
    standing = [one.task for one in tasks.standings_of(case.dispute) if one.task.state != "withdrawn"]
    lead = next((task.body for task in standing if task.role == "lead"), "")
    facts = JointOpinions(
        **case_facts(case, day),
        lead=lead,
        is_people=case.nature == "people",
        bodies=tuple(_body(task) for task in standing),
        made_on=day,
        made_by=actor.name,
    )
    return issue(actor, case, OPINIONS, facts, day=day)


def _body(task: DisputeTask) -> BodyOpinion:
    return BodyOpinion(
        role=TASK_ROLES[task.role],
        name=task.body,
        task=task.task,
        sent_on=task.sent_on,
        due_on=task.due_on,
        signed_for_on=task.signed_for_on,
        person=task.person,
        is_answered=task.answered_on is not None,
        answered_on=task.answered_on,
        number=task.answer_number,
        opinion=tuple((task.opinion or "").splitlines()),
    )
