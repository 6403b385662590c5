"""Checking whoever acts for the applicant like the applicant (代办人身份核对): papers seen, number compared, a copy kept."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.residents.numbers import forms_of
from portal.services import checklist
from portal.services.actions.checking import TAKES_LATER, attach_file, receive_promised
from portal.services.actions.moves import note_event
from portal.services.definitions import AGENT_IDENTITY
from portal.services.models import AgentCheck, Application
from portal.services.states import BEFORE_ACCEPTANCE
from portal.standards.typed_numbers import read_number


def check_agent(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    number: str,
    has_seen: bool,
    copy: StoredFile | None = None,
) -> Application:
    """The agent's original was seen and its number is the registered one; the number itself is not kept again.

    It counts for every draft of the visit with the same agent, and for what was accepted without it (by silence, on a paper
    day); `copy` becomes their material. Raises RuleBroken at `number` or `has_seen`, and where there is no agent.
    """
    actor.must("services.check_agent")
    application.expect_version(version)
    agent = application.agent
    if agent is None or not _waits(application):
        raise RuleBroken(None, N_("这一申请没有等待核对的代办人。"))
    if not has_seen:
        raise RuleBroken("has_seen", N_("请查看代办人的证件原件，核对本人后勾选。"))
    typed = set(forms_of(read_number(number).upper()))
    papers = [one for one in agent.papers if one.number and not one.former]
    if not papers:
        raise RuleBroken("number", N_("%(name)s还没有登记证件，请先在居民中补登。"), name=agent.name)
    found = next((one for one in papers if one.number and typed & set(forms_of(one.number.upper()))), None)
    if found is None:
        raise RuleBroken(
            "number", N_("号码与%(name)s登记的证件不一致，请核对证件，或先更正登记。"), name=agent.name
        )
    for one in application.visit.applications:
        if one.agent_id == agent.id and _waits(one):
            _enter(actor, one, found.kind, copy)
    return application


def _waits(application: Application) -> bool:
    """Before acceptance a check may be made again; afterwards once, where it is still lacking."""
    if application.state in TAKES_LATER:
        return not application.agent_is_checked
    return application.state in BEFORE_ACCEPTANCE


def _enter(actor: Actor, application: Application, kind: str, copy: StoredFile | None) -> None:
    check = application.agent_check or AgentCheck(application=application)
    check.agent_id, check.paper_kind = application.agent_id or 0, kind
    check.checked_on, check.checked_by = clock.today(), actor.account_id
    session.add(check)
    session.flush()
    note_event(
        actor, application, verb="check_agent", note=application.agent.name if application.agent else ""
    )
    audit.record(actor, "services.compare_agent", application, agent=application.agent_id, kind=kind)
    if copy is not None and application.state in BEFORE_ACCEPTANCE:
        checklist.bind(application, clock.today())
    asked = next((one for one in application.materials if one.code == AGENT_IDENTITY.code), None)
    if asked is None:
        return
    if copy is not None:
        attach_file(actor, application, version=None, code=asked.code, file=copy)
    if application.state in TAKES_LATER and asked.state in {"missing", "promised"}:
        receive_promised(actor, application, version=None, code=asked.code, form="original")
