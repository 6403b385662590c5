"""Correcting what a paper of an acceptance says, after the register was corrected: a new edition under the same number."""

from __future__ import annotations

import dataclasses
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.documents.actions import replace_document
from portal.documents.facts import PaperFacts, to_plain
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.services import documents
from portal.services.actions.moves import note_event, read_reason
from portal.services.models import Application
from portal.services.queries.applications import papers_of
from portal.services.states import ACCEPTED_ONCE

# What a correction may change, in the words of the page.
CHANGEABLE = {
    "applicant": N_("申请人"),
    "identity_kind": N_("证件种类"),
    "identity_masked": N_("证件号码"),
    "contact_phone": N_("联系电话"),
    "agent": N_("代办人"),
    "agent_relation": N_("与申请人关系"),
    "item": N_("事项"),
    "item_code": N_("事项编码"),
    "materials": N_("材料"),
    "due_on": N_("办理期限"),
    "office": N_("单位名称"),
    "office_phone": N_("咨询电话"),
    "office_address": N_("地址"),
    "complaint_phone": N_("监督投诉电话"),
    "remedies": N_("救济途径"),
}

_MATERIAL = ("name", "form", "copies", "state")


def find_receipt(application: Application) -> Document | None:
    """The valid receipt of an accepted application, the closing slip of one done on the spot; None where there is none."""
    kind = "closing_slip" if application.is_on_the_spot else "acceptance_receipt"
    if application.state not in ACCEPTED_ONCE:
        return None
    return next((p for p in papers_of(application) if p.kind == kind and p.status == "valid"), None)


def list_corrections(application: Application, paper: Document) -> list[tuple[str, str, str]]:
    """What the paper would say otherwise today: marked label, as printed, as registered now."""
    old, new = paper.frozen["facts"], to_plain(_facts(application))
    return [
        (label, _words(old.get(name)), _words(new.get(name)))
        for name, label in CHANGEABLE.items()
        if _words(old.get(name)) != _words(new.get(name))
    ]


def correct_receipt(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """Make the receipt, or the closing slip of an item done on the spot, say what the register says now.

    The number stays, the old edition stays readable and is marked as corrected. Who accepted and when does not change.
    Raises RuleBroken at `reason`, where there is no valid paper (an entry from a paper day) to correct, and where the
    paper says already what the register says.
    """
    actor.must("services.correct_receipt")
    application.expect_version(version)
    why = read_reason(reason)
    paper = find_receipt(application)
    if paper is None:
        raise RuleBroken(None, N_("没有可以更正的受理文书。"))
    if not list_corrections(application, paper):
        raise RuleBroken(None, N_("文书与现在登记的内容一致，没有需要更正的。"))
    facts = _facts(application)
    application.subject_name = documents.name_of(application.subject)
    made = replace_document(
        actor,
        paper,
        facts=facts,
        subject=application,
        reason=why,
        on=clock.today(),
        keep_number=True,
        last_fours=documents.last_fours(application),
    )
    return note_event(actor, application, verb="correct_receipt", note=why, document=made)


def _facts(application: Application) -> PaperFacts:
    acceptor = application.acceptor.name if application.acceptor else ""
    made = (
        documents.closing_slip(application, handled_by=acceptor)
        if application.is_on_the_spot
        else documents.acceptance_receipt(application, accepted_by=acceptor)
    )
    return dataclasses.replace(made, applicant=documents.name_of(application.subject))


def _words(value: Any) -> str:
    """A plain value of a paper as one text; a list of materials with how each came in."""
    if isinstance(value, list):
        return "；".join(" ".join(_words(one[part]) for part in _MATERIAL if one[part]) for one in value)
    return "" if value is None else str(value)
