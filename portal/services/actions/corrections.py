"""Correcting what a paper of an acceptance says, after the register was corrected: a new edition under the same number."""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.documents.actions import replace_document
from portal.documents.facts import PaperFacts
from portal.errors import N_, RuleBroken
from portal.services import documents
from portal.services.actions.moves import note_event, read_reason
from portal.services.models import Application
from portal.services.queries.applications import papers_of
from portal.services.states import ACCEPTED_ONCE


def correct_receipt(
    actor: Actor, application: Application, *, version: int | None, reason: str
) -> Application:
    """Make the receipt, or the closing slip of an item done on the spot, say what the register says now.

    The number stays, the old edition stays readable and is marked as corrected. Who accepted and when does not change.
    Raises RuleBroken at `reason`, and where there is no valid paper (an entry from a paper day) to correct.
    """
    actor.must("services.correct_receipt")
    application.expect_version(version)
    why = read_reason(reason)
    kind = "closing_slip" if application.is_on_the_spot else "acceptance_receipt"
    paper = next((p for p in papers_of(application) if p.kind == kind and p.status == "valid"), None)
    if paper is None or application.state not in ACCEPTED_ONCE:
        raise RuleBroken(None, N_("没有可以更正的受理文书。"))
    application.subject_name = documents.name_of(application.subject)
    made = replace_document(
        actor,
        paper,
        facts=_facts(application),
        subject=application,
        reason=why,
        on=clock.today(),
        keep_number=True,
        last_fours=documents.last_fours(application),
    )
    return note_event(actor, application, verb="correct_receipt", note=why, document=made)


def _facts(application: Application) -> PaperFacts:
    acceptor = application.acceptor.name if application.acceptor else ""
    if application.is_on_the_spot:
        return documents.closing_slip(application, handled_by=acceptor)
    return documents.acceptance_receipt(application, accepted_by=acceptor)
