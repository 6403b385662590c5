"""A case is closed (结案) with its report: visited first, where there was an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeTask
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation.actions.moves import move
from portal.mediation.agreements import documents, limits
from portal.mediation.agreements.actions.opinions import must_be_head, write_opinion
from portal.mediation.agreements.actions.preventing import write_preventions
from portal.mediation.agreements.models import ClosingReport
from portal.mediation.agreements.queries import agreement_in_force, count_visits, find_confirmation
from portal.mediation.models import MediationCase

LONGEST = 4000


def close_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    result: str,
    summary: str = "",
    opinion: str = "",
    on: dt.date | None = None,
    preventions: Mapping[str, int] | None = None,
) -> MediationCase:
    """Close a case with its report (结案报告表): facts and result in few words. An opinion is the actor's own, as head of the
    committee (see `opinions`); anybody else leaves it to the head.

    Raises RuleBroken at the field or with what stands in the way, Forbidden, Conflict.
    """
    case.expect_version(version)
    life.require(case, "close_case", actor)
    day = on or clock.today()
    first = last_day(case)
    if not first <= day <= clock.today():
        raise RuleBroken("on", N_("结案日期不能早于 %(first)s，也不能晚于今天。"), first=first)
    if not result.strip():
        raise RuleBroken("result", N_("请填写这一项。"))
    for field, text in (("summary", summary), ("result", result), ("opinion", opinion)):
        if len(text) > LONGEST:
            raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=LONGEST)
    head = must_be_head(actor, case) if opinion.strip() else None
    if preventions is not None:
        write_preventions(actor, case, preventions)
    report = ClosingReport(case=case, reported_on=day, entered_by=actor.account_id)
    report.summary = summary.strip() or case.dispute.story
    report.result = result.strip()
    session.add(report)
    case.closed_on = day
    if head is not None:
        write_opinion(actor, report, head=head, opinion=opinion, on=day)
    session.flush()
    kind, facts = documents.closing_paper(report)
    report.document = documents.issue(actor, case, kind, facts, day=day)
    session.flush()
    return move(actor, case, verb="close_case", day=day, document=report.document)


def must_be_visited(case: MediationCase, actor: Actor) -> None:
    """The guard of the closing: a visit where there was an agreement (by setting), and no court still asked to confirm it."""
    agreement = agreement_in_force(case)
    if agreement is None:
        return
    wanted = settings.value(limits.VISIT_WANTED.key, unit_id=case.unit_id)
    if wanted and not count_visits(case.id):
        raise RuleBroken(None, N_("达成协议的案件，至少回访一次才能结案。请先登记回访。"))
    there = find_confirmation(agreement)
    if there is not None and there.state == "prepared":
        raise RuleBroken(None, N_("司法确认申请书已备好，还没有向法院提出。请先提出，或者撤回以后再结案。"))
    if there is not None and there.state in ("filed", "accepted"):
        raise RuleBroken(None, N_("人民法院还没有对司法确认作出裁定，请等裁定登记以后，或者撤回以后再结案。"))


def must_be_answered(case: MediationCase, actor: Actor) -> None:
    """The guard of the closing: no body still works on a task of the dispute; open ones are named."""
    names = "、".join(task.body for task in unanswered(case))
    if names:
        raise RuleBroken(
            None, N_("联合化解任务还没有反馈：%(names)s。请先登记反馈或者撤回任务，再结案。"), names=names
        )


def unanswered(case: MediationCase) -> list[DisputeTask]:
    """The tasks of the dispute on which a body still works, in their order."""
    return [task for task in case.dispute.tasks if task.state in ("waiting", "signed_for")]


def last_day(case: MediationCase) -> dt.date:
    """The day on which the case came to its end, whichever end that was."""
    days = (
        case.performed_on,
        case.terminated_on,
        case.withdrawn_on,
        case.refused_on,
        case.accepted_on,
        case.applied_on,
    )
    return max(day for day in days if day is not None)
