"""The one function that changes an application's state: stamps the day, writes the event, notes it in the audit trail, and
tells the item.

What must hold before is `life.require`; which verb does what besides is in the modules beside this one.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.residents.numbers import holds_number
from portal.services.items.registry import hooks_of
from portal.services.life import TRANSITIONS
from portal.services.models import Application, ApplicationEvent

LONGEST_NOTE = 1000
_TAKES_OVER = frozenset({"accept_application", "complete_on_the_spot"})


def move(
    actor: Actor,
    application: Application,
    *,
    verb: str,
    day: dt.date | None = None,
    note: str = "",
    document: Document | None = None,
) -> Application:
    """Lead the application to where the verb leads. The guards have been asked already."""
    transition, came_from = TRANSITIONS[verb], application.state
    on = day or clock.today()
    application.state = transition.leads_to(application)
    if transition.date and not (transition.keeps_first and getattr(application, transition.date)):
        setattr(application, transition.date, on)
    note_event(actor, application, verb=verb, came_from=came_from, day=on, note=note, document=document)
    hooks_of(application.definition).after(actor, application, verb, on)
    return application


def note_event(
    actor: Actor,
    application: Application,
    *,
    verb: str,
    came_from: str | None = None,
    day: dt.date | None = None,
    note: str = "",
    document: Document | None = None,
) -> Application:
    """Write one line of the application's history; one without `came_from` changed no state."""
    _keep_handler(actor, application, verb)
    application.touch()
    session.flush()
    event = ApplicationEvent(
        application=application,
        verb=verb,
        from_state=application.state if came_from is None else came_from,
        to_state=application.state,
        day=day or clock.today(),
        account_id=actor.account_id,
        post_id=actor.post_id,
        actor_name=actor.name,
        note=note,
        document=document,
    )
    session.add(event)
    session.flush()
    audit.record(
        actor,
        f"services.{verb}",
        application,
        number=application.number or "",
        item=application.item.code,
        from_state=event.from_state,
        to_state=event.to_state,
        day=event.day,
        document=document.id if document else None,
    )
    return application


def _keep_handler(actor: Actor, application: Application, verb: str) -> None:
    """Who answers for a case (经办人): at the counter whoever works on it, from acceptance on the one who accepted it.

    Review, decision and steps by others change nothing of that; only a hand-over (移交) does, which `hand_over` writes itself.
    """
    at_counter = application.accepted_on is None and actor.can("services.draft_application")
    if application.handler_id is None or at_counter or verb in _TAKES_OVER:
        application.handler_id = actor.account_id


def hold_applicant(application: Application) -> None:
    """Let nobody else decide about this applicant until this transaction ends: what they hold is counted only once.

    SQLite has one writer at a time anyway; elsewhere the second of two counters waits here, and then sees what the first did.
    """
    for kind, key in (
        (Resident, application.resident_id),
        (Household, application.household_id),
        (Organisation, application.organisation_id),
    ):
        if key is not None:
            session.execute(select(kind.id).where(kind.id == key).with_for_update(key_share=True))


def read_reason(text: str, field: str = "reason") -> str:
    """A reason as it is kept; raises RuleBroken at `field` when there is none, or too much."""
    reason = text.strip()
    if not reason:
        raise RuleBroken(field, N_("请写明理由，会记入办理过程。"))
    return read_note(reason, field)


def must_hold_no_number(text: str, field: str) -> None:
    """Raise RuleBroken for an identity or mobile number in plain words: those are kept sealed, and nowhere else."""
    if holds_number(text):
        raise RuleBroken(field, N_("这里请不要写完整的证件号码或手机号，它们有专门的栏目并加密保存。"))


def read_note(text: str, field: str = "note") -> str:
    """A note as it is kept; raises RuleBroken at `field` when it is too long."""
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise RuleBroken(field, N_("最多 %(longest)s 个字。"), longest=LONGEST_NOTE)
    must_hold_no_number(note, field)
    return note
