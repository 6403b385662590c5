"""What stops the clock or ends an application before its decision: withdrawal, suspension, resumption."""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.services import life, limits
from portal.services.actions.moves import move, read_reason
from portal.services.models import Application


def withdraw_application(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """The applicant takes the application back (撤回); a number that was given stays in the book. Raises RuleBroken."""
    application.expect_version(version)
    life.require(application, "withdraw_application", actor)
    return move(actor, application, verb="withdraw_application", note=read_reason(reason))


def suspend_application(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """Stop the clock (中止), always with a reason; resuming leads back to where it stood. Raises RuleBroken."""
    application.expect_version(version)
    life.require(application, "suspend_application", actor)
    note = read_reason(reason)
    application.suspended_from = application.state
    return move(actor, application, verb="suspend_application", note=note)


def resume_application(
    actor: Actor, application: Application, *, version: int | None, reason: str = ""
) -> Application:
    """Let the clock run on (恢复): the due date moves by the working days of the suspension."""
    application.expect_version(version)
    life.require(application, "resume_application", actor)
    today = clock.today()
    if application.suspended_on is not None:
        application.suspended_days += limits.suspended_between(application.suspended_on, today)
    due = limits.due_of(application)
    if due is not None:
        application.due_on, application.due_is_provisional = due.due, due.provisional
    move(actor, application, verb="resume_application", day=today, note=reason.strip())
    application.suspended_on, application.suspended_from = None, ""
    return application
