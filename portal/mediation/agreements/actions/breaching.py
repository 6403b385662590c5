"""What is owed is not done: the breach is recorded, the party urged (督促履行), and then it is performed after all, mediated
again in the same case, or the parties are told to sue."""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation import limits as case_limits
from portal.mediation.actions.moves import move, note_event, read_reason
from portal.mediation.agreements import documents, limits
from portal.mediation.agreements.actions import drafting
from portal.mediation.agreements.actions.concluding import reopen
from portal.mediation.agreements.kinds import URGED_BY
from portal.mediation.agreements.models import Agreement, Obligation, Urging
from portal.mediation.agreements.queries import agreement_in_force, list_urgings, overdue_of
from portal.mediation.models import MediationCase


def record_breach(actor: Actor, case: MediationCase, *, version: int | None, reason: str) -> MediationCase:
    """Something owed was not done by its day (未履行): from today the committee urges. Raises RuleBroken, Conflict."""
    case.expect_version(version)
    life.require(case, "record_breach", actor)
    return move(actor, case, verb="record_breach", day=clock.today(), note=read_reason(reason))


def must_be_overdue(case: MediationCase, actor: Actor) -> None:
    """The guard of a breach: the day of something owed is over."""
    agreement = agreement_in_force(case)
    if agreement is None or not overdue_of(agreement, clock.today()):
        raise RuleBroken(None, N_("没有逾期未履行的事项。到期当天过后仍未履行的，才登记未履行。"))


def urge_performance(
    actor: Actor,
    obligation: Obligation,
    *,
    version: int | None,
    way: str,
    on: dt.date | None = None,
    perform_by: dt.date | None = None,
    answer: str = "",
) -> Urging:
    """Urge a party to do what it owes (人民调解法 art. 31), by paper or otherwise, until a day; what it answered is kept.

    The notice (督促履行通知) is issued where the way is paper. Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.follow_agreement")
    obligation.expect_version(version)
    agreement = obligation.agreement
    case, day = agreement.case, on or clock.today()
    if way not in URGED_BY:
        raise RuleBroken("way", N_("请从所列选项中选择。"))
    if agreement.state != "effective" or case.state not in ("performing", "breached"):
        raise RuleBroken(None, N_("协议不在履行中，不用督促。"))
    if obligation.done_on is not None:
        raise RuleBroken(None, N_("这一项已经履行完毕，不用督促。"))
    if day > clock.today() or day < (agreement.effective_on or agreement.reached_on):
        raise RuleBroken("on", N_("督促的日期不能早于协议生效的日期，也不能晚于今天。"))
    until = perform_by or day + dt.timedelta(
        days=settings.value(limits.URGED_DAYS.key, on=day, unit_id=case.unit_id)
    )
    if until < day:
        raise RuleBroken("perform_by", N_("要求履行的日期不能早于督促的日期。"))
    row = Urging(obligation=obligation, urged_on=day, way=way, perform_by=until, entered_by=actor.account_id)
    row.answer = answer.strip()[:2000] or None
    session.add(row)
    obligation.touch()
    session.flush()
    if way == "paper":
        kind, facts = documents.urging_paper(row)
        row.document = documents.issue(actor, case, kind, facts, day=day)
        session.flush()
    note_event(actor, case, verb="urge_performance", day=day, note=URGED_BY[way], document=row.document)
    return row


def mediate_again(
    actor: Actor,
    case: MediationCase,
    agreement: Agreement,
    *,
    version: int | None,
    reason: str,
    strikes_now: bool = False,
) -> MediationCase:
    """Mediate anew in the same case, which stays accepted once and counts once: a new round with a new time limit.

    The agreement binds until a new one takes its place, unless the parties agree that it is void now (`strikes_now`). What was
    done by then stays on its record. Raises RuleBroken at `reason`, Conflict.
    """
    case.expect_version(version)
    life.require(case, "mediate_again", actor)
    why, today = read_reason(reason), clock.today()
    if strikes_now:
        drafting.void(actor, agreement, reason=why, on=today)
    case.round += 1
    case.visit_due_on = None
    case.due_on = case_limits.mediation_due(today, case.source, case.unit_id)
    reopen(actor, case)
    return move(actor, case, verb="mediate_again", day=today, note=why)


def tell_to_sue(
    actor: Actor,
    case: MediationCase,
    agreement: Agreement,
    *,
    version: int | None,
    told_on: dt.date | None = None,
    note: str = "",
) -> MediationCase:
    """The committee can do no more: the parties are told that they may go to court (人民调解法 art. 32), or to its enforcement
    where the court has confirmed the agreement. Raises RuleBroken at the field, Conflict."""
    case.expect_version(version)
    life.require(case, "tell_to_sue", actor)
    day = told_on or clock.today()
    if day > clock.today() or day < (agreement.effective_on or agreement.reached_on):
        raise RuleBroken("told_on", N_("告知日期不能早于协议生效的日期，也不能晚于今天。"))
    case.remedies_told_on = day
    return move(actor, case, verb="tell_to_sue", day=day, note=note.strip()[:500])


def must_have_been_urged(case: MediationCase, actor: Actor) -> None:
    """Nobody is told to sue over a breach before the committee has urged (人民调解法 art. 31)."""
    agreement = agreement_in_force(case)
    if case.state == "breached" and agreement is not None and not list_urgings(agreement):
        raise RuleBroken(None, N_("还没有督促履行的记录（人民调解法第三十一条），请先登记督促。"))
