"""What changes the time of the procedure, or ends it early: an extension with its reason, and the end under art. 29."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services import limits
from portal.services.actions.decision import note_step
from portal.services.actions.moves import note_event, read_reason
from portal.services.items.minimum_living import terms
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.vocabulary import EXTENSIONS
from portal.services.states import RUNNING

PAPER_NOT_DONE = "终止审核确认程序，不再办理"
PAPER_ARTICLE_29 = "《最低生活保障审核确认办法》第二十九条"


def extend_due_date(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, because: str, note: str
) -> HouseholdDeclaration:
    """Count the longer limit (45 working days) for a reason of 57号 art. 22, once; raises RuleBroken at `because` or `note`."""
    actor.must("services.extend_due_date")
    declaration.expect_version(version)
    application = declaration.application
    if application.state not in RUNNING:
        raise RuleBroken(None, N_("只有正在办理的申请才能延长办理期限。"))
    if because not in EXTENSIONS:
        raise RuleBroken("because", N_("请选择延长的情形。"))
    if declaration.extended_days is not None:
        raise RuleBroken("because", N_("办理期限已经延长过一次。"))
    declaration.extended_note = read_reason(note, "note")
    declaration.extended_because = because
    declaration.extended_days = terms.limit_of(application.unit_id, clock.today(), is_long=True)
    session.flush()
    due, before = limits.due_of(application), application.due_on
    if due is not None:
        application.due_on, application.due_is_provisional = due.due, due.provisional
    declaration.touch()
    audit.record(
        actor, "services.extend_due_date", declaration, because=because, before=before, due=application.due_on
    )
    note_event(
        actor,
        application,
        verb="recompute_due_date",
        note=f"{before} → {application.due_on} {declaration.extended_note}",
    )
    return declaration


def end_procedure(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, reason: str
) -> HouseholdDeclaration:
    """End the procedure because somebody refuses without good reason to take part (57号 art. 29).

    What was not done is not done any more; review and a refusal with its letter follow. Raises RuleBroken at `reason`.
    """
    actor.must("services.end_procedure")
    declaration.expect_version(version)
    application = declaration.application
    if application.state != "accepted" or declaration.ended_on is not None:
        raise RuleBroken(None, N_("受理以后、审核以前才能终止；受理以前请办理不予受理。"))
    declaration.ended_because = read_reason(reason)
    declaration.ended_on = clock.today()
    declaration.touch()
    session.flush()
    audit.record(actor, "services.end_procedure", declaration, reason=declaration.ended_because)
    done = {step.code for step in application.steps}
    for step in application.definition.steps:
        if step.during == "accepted" and step.code not in done:
            note_step(actor, application, step.code, PAPER_NOT_DONE)
    return declaration
