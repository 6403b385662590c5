"""Review, decision with reasons, and the item done on the spot by one person (即办件) with its later sample check (抽查)."""

from __future__ import annotations

import secrets

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services import documents, life, limits
from portal.services.actions import acceptance
from portal.services.actions.handover import make_result
from portal.services.actions.moves import move, note_event, read_note, read_reason
from portal.services.definitions import StepDefinition
from portal.services.items.registry import hooks_of
from portal.services.models import Application, ApplicationStep, SampleCheck
from portal.services.states import OPINIONS, RESULTS


def complete_step(
    actor: Actor, application: Application, *, version: int | None, code: str, outcome: str = ""
) -> Application:
    """Note that a named step of the item is done (入户调查、公示…); raises Forbidden or RuleBroken."""
    application.expect_version(version)
    step = _step_of(application, code)
    actor.must(step.permission)
    if application.state != step.during:
        raise RuleBroken(None, N_("步骤“%(name)s”现在不能办理。"), name=step.name)
    if any(done.code == code for done in application.steps):
        raise RuleBroken(None, N_("步骤“%(name)s”已经办理过了。"), name=step.name)
    if code in hooks_of(application.definition).own_steps:
        raise RuleBroken(None, N_("步骤“%(name)s”请在它自己的页面上办理。"), name=step.name)
    return note_step(actor, application, code, read_note(outcome, "outcome"))


def note_step(actor: Actor, application: Application, code: str, outcome: str = "") -> Application:
    """Write down that a step is done, for the item's own actions as well, which have asked the right and the rules.

    A step that is done again (another round after an objection) keeps its newest day and outcome.
    """
    step = _step_of(application, code)
    done = next((one for one in application.steps if one.code == code), None)
    if done is None:
        done = ApplicationStep(code=code)
        application.steps.append(done)
    done.done_on, done.done_by, done.outcome = clock.today(), actor.account_id, outcome
    note = step.name + (f" {outcome}" if outcome else "")
    return note_event(actor, application, verb="complete_step", note=note)


def review_application(
    actor: Actor, application: Application, *, version: int | None, opinion: str, note: str = ""
) -> Application:
    """Review (审核): agree, disagree with reasons, or give it back to the counter with what is to be mended.

    Raises Forbidden for the person who accepted it, where the item asks for four eyes, and RuleBroken at `opinion` or `note`.
    """
    if opinion not in OPINIONS:
        raise RuleBroken("opinion", N_("请选择审核意见。"))
    if opinion == "return":
        return return_application(actor, application, version=version, reason=note)
    application.expect_version(version)
    life.require(application, "review_application", actor)
    text = read_reason(note, "note") if opinion == "disagree" else read_note(note)
    application.review_opinion, application.review_note = opinion, text
    application.reviewed_by = actor.account_id
    return move(actor, application, verb="review_application", note=text)


def return_application(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """Give it back to whoever answers for it, with what is to be mended; the clock runs on."""
    application.expect_version(version)
    life.require(application, "return_application", actor)
    text = read_reason(reason, "note")
    application.review_opinion, application.review_note = "return", text
    application.reviewed_on = application.reviewed_by = None
    return move(actor, application, verb="return_application", note=text)


def decide_application(
    actor: Actor, application: Application, *, version: int | None, result: str, reasons: str = ""
) -> Application:
    """Decide (决定): granted or denied. Reasons are required for a denial and for a decision against the reviewer's opinion.

    Raises Forbidden for the person who accepted it, where the item asks for four eyes, and RuleBroken at `result` or `reasons`.
    """
    application.expect_version(version)
    life.require(application, "decide_application", actor)
    against = {"agree": "denied", "disagree": "granted"}.get(application.review_opinion) == result
    _set_result(application, result, reasons, must_explain=against)
    hooks_of(application.definition).before_decision(actor, application, result, clock.today())
    application.decided_by = actor.account_id
    return move(actor, application, verb="decide_application", note=application.reasons)


def complete_on_the_spot(
    actor: Actor, application: Application, *, version: int | None, result: str = "granted", reasons: str = ""
) -> Application:
    """Accept, decide and, when granted, make the result at once (当场办结): one number and one closing slip for all of it.

    Only where the definition lets one person do so; a share of them is drawn for a later check. Raises RuleBroken.
    """
    application.expect_version(version)
    life.allow(application, "complete_on_the_spot", actor)
    day = clock.today()
    acceptance.prepare_on_the_spot(actor, application, day)
    acceptance.enter_acceptance(actor, application, limits.deemed_accepted_on(application) or day)
    application.is_on_the_spot = True
    application.due_on, application.due_is_provisional = day, False
    _set_result(application, result, reasons)
    application.decided_on, application.decided_by = day, actor.account_id
    has_result = result == "granted" and application.definition.hands_out
    if has_result:
        make_result(actor, application, day)
    document = issue_document(
        actor,
        kind="closing_slip",
        facts=documents.closing_slip(application, handled_by=actor.name),
        unit_id=application.unit_id,
        subject=application,
        last_fours=documents.last_fours(application),
    )
    acceptance.take_number(application, document.issued_number)
    move(
        actor, application, verb="complete_on_the_spot", day=day, note=application.reasons, document=document
    )
    if has_result:
        move(actor, application, verb="issue_result", day=day, note=application.result_text)
    _draw(application)
    return application


def check_sample(actor: Actor, sample: SampleCheck, *, is_sound: bool, finding: str = "") -> SampleCheck:
    """Look at an on-the-spot application that was drawn (事后抽查), by somebody else than who did it; raises RuleBroken."""
    actor.must("services.check_sample")
    application = sample.application
    actor.must_differ_from("services.check_sample", application.accepted_by)
    if sample.checked_on is not None:
        raise RuleBroken(None, N_("这一办件已经抽查过了。"))
    sample.finding = read_note(finding, "finding") if is_sound else read_reason(finding, "finding")
    sample.is_sound, sample.checked_on, sample.checked_by = is_sound, clock.today(), actor.account_id
    note_event(actor, application, verb="check_sample", note=sample.finding)
    audit.record(actor, "services.judge_sample", sample, is_sound=is_sound)
    return sample


def _draw(application: Application) -> None:
    """Nobody at the counter can tell beforehand which ones are looked at again."""
    if secrets.randbelow(100) < application.definition.sample_percent:
        session.add(SampleCheck(application=application, drawn_on=clock.today()))
        session.flush()


def _set_result(application: Application, result: str, reasons: str, must_explain: bool = False) -> None:
    if result not in RESULTS:
        raise RuleBroken("result", N_("请选择准予或不予。"))
    application.result = result
    explain = must_explain or result == "denied"
    application.reasons = read_reason(reasons, "reasons") if explain else read_note(reasons, "reasons")


def _step_of(application: Application, code: str) -> StepDefinition:
    for step in application.definition.steps:
        if step.code == code:
            return step
    raise RuleBroken(None, N_("这一事项没有这个步骤。"))
