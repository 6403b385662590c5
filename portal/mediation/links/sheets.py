"""The sheet of a joint mediation (联合调解参加单位意见表): made from the tasks as they stand. What it says is in `papers`."""

from __future__ import annotations

import datetime as dt

from portal.actor import Actor
from portal.disputes import tasks
from portal.disputes.kinds import TASK_ROLES
from portal.disputes.models import DisputeTask
from portal.documents.models import Document
from portal.mediation.documents import case_facts, issue
from portal.mediation.links.papers import OPINIONS, BodyOpinion, JointOpinions
from portal.mediation.models import MediationCase


def says_all(sheet: Document, case: MediationCase) -> bool:
    """Whether a sheet names every body that takes part now, and every answer as it stands."""
    said = {(one["name"], one["number"], tuple(one["opinion"])) for one in sheet.frozen["facts"]["bodies"]}
    now = [_body(task) for task in _standing(case)]
    return said == {(one.name, one.number, one.opinion) for one in now}


def _standing(case: MediationCase) -> list[DisputeTask]:
    return [one.task for one in tasks.standings_of(case.dispute) if one.task.state != "withdrawn"]


def issue_opinions(actor: Actor, case: MediationCase, *, day: dt.date) -> Document:
    """The sheet as the bodies stand on a day; those let go are left out."""
    standing = _standing(case)
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
