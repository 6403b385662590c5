"""Printing the power of attorney: with the case's facts for the applicant's signature, or blank for an item."""

from __future__ import annotations

from typing import Any

from portal import clock
from portal.actor import Actor
from portal.db import Model
from portal.documents.actions import issue_document, replace_document
from portal.documents.facts import to_plain
from portal.documents.models import Document
from portal.documents.queries import list_documents_of
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.documents import applicant_facts, last_fours, office_facts, person_of
from portal.services.models import Application, ItemVersion
from portal.services.powers.papers import KIND, HallPower
from portal.services.states import BEFORE_ACCEPTANCE, RUNNING
from portal.standards.codes import SEX
from portal.standards.identity import mask_identity
from portal.standards.phones import mask_phone
from portal.units.models import Unit

RIGHT, BLANK_RIGHT = "services.print_form", "services.print_guide"
PRINTABLE = BEFORE_ACCEPTANCE | RUNNING | {"suspended", "decided", "issued"}
PAPER_CHANGED = "委托内容已更改"


def print_power(actor: Actor, application: Application) -> Document:
    """The case's power of attorney for signature; the one printed before where it says the same.

    Without an agent in the case the agent's lines stay blank, for whoever is to collect. Raises RuleBroken once it is over.
    """
    actor.must(RIGHT)
    if application.state not in PRINTABLE:
        raise RuleBroken(None, N_("这一办件已经结束，不再打印委托书。"))
    return _issued(actor, application, power_of(application), application.unit, last_fours(application))


def print_blank(actor: Actor, version: ItemVersion, *, unit: Unit) -> Document:
    """The blank of an item, for who comes with the guide in hand and sends somebody else tomorrow."""
    actor.must(BLANK_RIGHT)
    today, definition = clock.today(), version.definition
    facts = HallPower(
        **office_facts(unit, today, definition),
        item=definition.name,
        item_code=definition.printed_code,
        printed_on=version.valid_from,
    )
    return _issued(actor, version, facts, unit, [])


def power_of(application: Application) -> HallPower:
    """What the case knows of applicant and agent."""
    who, agent = applicant_facts(application), application.agent
    person = application.resident or person_of(application)
    return HallPower(
        **office_facts(application.unit, application.applied_on, application.definition),
        item=who["item"],
        item_code=who["item_code"],
        application_number=application.number or "",
        applicant=who["applicant"],
        applicant_identity=who["identity_masked"],
        applicant_phone=who["contact_phone"],
        applicant_address=(person.address or person.household_address) if person else "",
        **(_agent(agent) if agent else {}),
        agent_relation=application.agent_relation,
        printed_on=application.applied_on,
    )


def _agent(agent: Resident) -> dict[str, Any]:
    paper = agent.primary_paper
    return {
        "agent": agent.name,
        "agent_sex": SEX.get(agent.sex, ""),
        "agent_identity": mask_identity(paper.number) if paper and paper.number else "",
        "agent_phone": mask_phone(agent.phone) if agent.phone else "",
    }


def _issued(actor: Actor, subject: Model, facts: HallPower, unit: Unit, fours: list[str]) -> Document:
    known = [
        one
        for one in list_documents_of(type(subject).__name__, subject.id)
        if one.kind == KIND and one.status == "valid" and one.unit_id == unit.id
    ]
    if known and known[-1].frozen["facts"] == to_plain(facts):
        return known[-1]
    if known:
        return replace_document(
            actor, known[-1], facts=facts, subject=subject, reason=PAPER_CHANGED, last_fours=fours
        )
    return issue_document(actor, kind=KIND, facts=facts, unit_id=unit.id, subject=subject, last_fours=fours)
