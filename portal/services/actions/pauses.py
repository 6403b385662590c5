"""What stops the clock or ends an application before its decision: withdrawal, suspension, resumption, an end (终止).

Suspension and end go out on paper with reason, basis and what can be done.
"""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services import life, limits
from portal.services.actions.moves import hold_applicant, move, read_note, read_reason
from portal.services.documents import last_fours
from portal.services.ends import papers as end_papers
from portal.services.models import Application
from portal.services.supplements.queries import requests_of

# Why a procedure ends without a decision.
ENDINGS: dict[str, str] = {
    "missed": N_("通知补正后逾期未补正"),
    "gone": N_("申请人死亡或者单位终止"),
    "pointless": N_("办理已无必要或者无法继续"),
    "other": N_("其他情形"),
}
PAPER_ENDINGS = {
    "missed": "经通知补正，期满未补正，又未说明理由",
    "gone": "申请人死亡或者单位终止",
    "pointless": "办理已无必要或者无法继续",
    "other": "",
}


def withdraw_application(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """The applicant takes the application back (撤回); a number that was given stays in the book. Raises RuleBroken."""
    application.expect_version(version)
    life.require(application, "withdraw_application", actor)
    return move(actor, application, verb="withdraw_application", note=read_reason(reason))


def suspend_application(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    reason: str,
    article: str = "",
    resume_when: str = "",
) -> Application:
    """Stop the clock (中止), always with a reason, and tell the applicant on paper; resuming leads back to where it stood.

    An empty `article` takes the office's setting. Raises RuleBroken at `reason`, `article` or `resume_when`.
    """
    application.expect_version(version)
    life.require(application, "suspend_application", actor)
    note = read_reason(reason)
    facts = end_papers.suspension_notice(
        application,
        reason=note,
        article=read_note(article, "article"),
        resume_when=read_note(resume_when, "resume_when"),
        told_by=actor.name,
        on=clock.today(),
    )
    document = issue_document(
        actor,
        kind=end_papers.SUSPENSION,
        facts=facts,
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    application.suspended_from = application.state
    return move(actor, application, verb="suspend_application", note=note, document=document)


def end_application(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    because: str,
    reason: str,
    article: str = "",
) -> Application:
    """End a procedure without a decision (终止办理), on paper with reasons and remedies; the number stays in the book.

    Raises RuleBroken at `because` (for `missed` there must be a request that was not answered), `reason` or `article`.
    """
    application.expect_version(version)
    life.require(application, "end_application", actor)
    hold_applicant(application)
    if because not in ENDINGS:
        raise RuleBroken("because", N_("请选择终止的情形。"))
    if because == "missed" and not any(one.state == "missed" for one in requests_of(application)):
        raise RuleBroken("because", N_("没有逾期未补正的记录，不能以此为由终止。"))
    text = read_reason(reason)
    words = "：".join(part for part in (PAPER_ENDINGS[because], text) if part)
    facts = end_papers.termination_notice(
        application,
        reason=words,
        article=read_note(article, "article"),
        told_by=actor.name,
        on=clock.today(),
    )
    document = issue_document(
        actor,
        kind=end_papers.TERMINATION,
        facts=facts,
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    application.reasons = words
    return move(actor, application, verb="end_application", note=words, document=document)


def resume_application(
    actor: Actor, application: Application, *, version: int | None, reason: str = ""
) -> Application:
    """Let the clock run on (恢复): the due date moves by the working days of the suspension."""
    application.expect_version(version)
    life.require(application, "resume_application", actor)
    today = clock.today()
    limits.run_on(application, today)
    move(actor, application, verb="resume_application", day=today, note=reason.strip())
    application.suspended_on, application.suspended_from = None, ""
    return application
