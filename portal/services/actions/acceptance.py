"""The answers to an application (行政许可法 art. 32): accepted with a number, told once what is missing, or not accepted;
and the voiding of a wrong acceptance. The papers are frozen in the same transaction.
"""

from __future__ import annotations

import datetime as dt

from portal import audit, clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.documents.actions import issue_document, void_document, void_number
from portal.documents.models import IssuedNumber
from portal.documents.queries import list_documents_of
from portal.errors import N_, RuleBroken
from portal.services import checklist, documents, life, limits
from portal.services.actions.moves import hold_applicant, move, read_note, read_reason
from portal.services.items.registry import Asked, hooks_of
from portal.services.models import Application
from portal.services.states import REFUSAL_REASONS


def accept_application(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    on: dt.date | None = None,
    number: IssuedNumber | None = None,
) -> Application:
    """Accept (受理): the item's version of that day is bound, the number taken, the due date computed, the receipt frozen.

    `on` is another day than today only for an entry from a paper day, whose old `number` is given and whose receipt is
    in the resident's hand already. Raises RuleBroken when materials, answers or eligibility stand in the way, Conflict
    when out of date; no number is used up by a refused attempt.
    """
    application.expect_version(version)
    life.allow(application, "accept_application", actor)
    day = _day_of_acceptance(actor, application, on)
    _prepare(actor, application, "accept_application", day)
    enter_acceptance(actor, application, day)
    if number is None:
        document = issue_document(
            actor,
            kind="acceptance_receipt",
            facts=documents.acceptance_receipt(application, accepted_by=actor.name),
            unit_id=application.unit_id,
            subject=application,
            last_fours=documents.last_fours(application),
        )
        number = document.issued_number
    else:
        document = None
    take_number(application, number)
    note = N_("告知期限已过，视为受理") if application.is_deemed else ""
    move(actor, application, verb="accept_application", day=day, note=note, document=document)
    _issue_promise(actor, application)
    return application


def _prepare(actor: Actor, application: Application, verb: str, day: dt.date) -> None:
    """Bind to the version of the day, then ask every guard and the item itself."""
    hold_applicant(application)
    checklist.bind(application, day)
    life.require(application, verb, actor)
    hooks = hooks_of(application.definition)
    hooks.eligible(Asked.about(application, day)).must_hold()
    hooks.before_acceptance(actor, application, day)


def prepare_on_the_spot(actor: Actor, application: Application, day: dt.date) -> None:
    """The same for an item that is accepted and decided at once."""
    _prepare(actor, application, "complete_on_the_spot", day)


def enter_acceptance(actor: Actor, application: Application, day: dt.date) -> None:
    """Write down who accepted on which day, by when it is due, and that an agent who was not checked still has to be."""
    application.is_deemed = limits.deemed_accepted_on(application) is not None
    application.accepted_on, application.accepted_at = day, clock.now()
    application.accepted_by = actor.account_id
    checklist.leave_agent_open(application)
    due = limits.due_of(application)
    if due is not None:
        application.due_on, application.due_is_provisional = due.due, due.provisional


def take_number(application: Application, number: IssuedNumber | None) -> None:
    """Give the application the number (受理编号) that its first paper carries."""
    if number is None:
        raise LookupError("the paper of an acceptance carries a number")
    application.issued_number_id, application.number = number.id, number.text


def _day_of_acceptance(actor: Actor, application: Application, on: dt.date | None) -> dt.date:
    """Today; the day of receipt after a deemed acceptance; an earlier one only for an entry from a paper day."""
    today = clock.today()
    if on is None or on == today:
        return limits.deemed_accepted_on(application) or today
    actor.must("services.record_paper_day")
    must_be_recent(on)
    return on


def must_be_recent(day: dt.date, field: str = "day") -> None:
    """Raise RuleBroken for a day of an outage that lies in the future or too far back."""
    most = int(settings.value("services.paper_day_days"))
    if not clock.today() - dt.timedelta(days=most) <= day <= clock.today():
        raise RuleBroken(field, N_("补录的日期只能是今天或之前 %(most)s 天以内。"), most=most)


def _issue_promise(actor: Actor, application: Application) -> None:
    """容缺承诺书, where materials are promised."""
    if any(m.state == "promised" for m in application.materials):
        issue_document(
            actor,
            kind="material_promise",
            facts=documents.material_promise(application, told_by=actor.name),
            unit_id=application.unit_id,
            subject=application,
            last_fours=documents.last_fours(application),
        )


def notify_missing(
    actor: Actor, application: Application, *, version: int | None, reason: str = ""
) -> Application:
    """Tell at once everything that is missing (一次性告知), on paper, with a last day to supply it.

    A second notice needs a reason and the right `services.notify_again`. Raises RuleBroken after a deemed acceptance.
    """
    application.expect_version(version)
    life.allow(application, "notify_missing", actor)
    note = ""
    if application.notified_on is not None:
        actor.must("services.notify_again")
        note = read_reason(reason)
    day = clock.today()
    checklist.bind(application, day)
    life.require(application, "notify_missing", actor)
    due = due_after(day, application.definition.supplement_days)
    application.supplement_due_on = due.due
    facts = documents.one_time_notice(
        application, told_by=actor.name, told_on=day, provisional=due.provisional
    )
    document = issue_document(
        actor,
        kind="one_time_notice",
        facts=facts,
        unit_id=application.unit_id,
        subject=application,
        last_fours=documents.last_fours(application),
    )
    if note:
        audit.record(actor, "services.notify_again", application, reason=note)
    return move(actor, application, verb="notify_missing", day=day, note=note, document=document)


def refuse_application(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    reason_code: str,
    text: str = "",
    where_else: str = "",
) -> Application:
    """Not accepted (不予受理), always with a reason, and where to go when it is another office's matter.

    For `not_eligible` an empty text takes the item's own sentence (可于…起申请). Raises RuleBroken at `reason_code`,
    `text` or `where_else`.
    """
    application.expect_version(version)
    life.require(application, "refuse_application", actor)
    day = clock.today()
    text = _refusal(application, reason_code, text, where_else, day)
    facts = documents.non_acceptance_notice(
        application,
        reason_code=reason_code,
        text=text,
        where_else=where_else.strip(),
        decided_by=actor.name,
        decided_on=day,
    )
    document = issue_document(
        actor,
        kind="non_acceptance_notice",
        facts=facts,
        unit_id=application.unit_id,
        subject=application,
        last_fours=documents.last_fours(application),
    )
    application.refusal_code, application.reasons = reason_code, text
    return move(actor, application, verb="refuse_application", day=day, note=text, document=document)


def _refusal(application: Application, code: str, text: str, where_else: str, day: dt.date) -> str:
    if code not in REFUSAL_REASONS:
        raise RuleBroken("reason_code", N_("请选择不予受理的理由。"))
    if code == "not_this_office" and not where_else.strip():
        raise RuleBroken("where_else", N_("请告知申请人应向哪个单位申请。"))
    due = application.supplement_due_on
    if code == "not_supplied" and (due is None or day <= due):
        raise RuleBroken(
            "reason_code", N_("没有出具过告知书，或补正期限未满，不能以逾期未补正为由不予受理。")
        )
    text = read_note(text, "text")
    if not text and code == "not_eligible":
        found = hooks_of(application.definition).eligible(Asked.about(application, day))
        text = (
            found.message % found.chinese_params
            if not found.ok and found.params
            else ""
            if found.ok
            else found.message
        )
    if not text:
        raise RuleBroken("text", N_("请写明不予受理的理由。"))
    return text


def void_acceptance(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """Declare a wrong acceptance void (受理作废): the number and the papers stay in the book, marked with the reason.

    What the item had made already (a card) is cancelled with it. Raises RuleBroken at `reason`.
    """
    application.expect_version(version)
    life.require(application, "void_acceptance", actor)
    why = read_reason(reason)
    if application.issued_on is not None:
        hooks_of(application.definition).on_void(actor, application, why)
    for document in list_documents_of(type(application).__name__, application.id):
        if document.status == "valid" and document.kind != "one_time_notice":
            void_document(actor, document, reason=why)
    number = session.get(IssuedNumber, application.issued_number_id) if application.issued_number_id else None
    if number is not None and number.state != "void":
        void_number(actor, number=number, reason=why)
    return move(actor, application, verb="void_acceptance", note=why)
