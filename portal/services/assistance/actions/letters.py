"""Issuing the papers of a file: the notice of a decision under the decision's own number, the forms for exit and review."""

from __future__ import annotations

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.models import Document, IssuedNumber
from portal.errors import N_, RuleBroken
from portal.services.assistance import documents, papers
from portal.services.assistance.models import SupportDecision, SupportFile

# What a batch or a book from paper decided is told in its own way, not by a letter for each.
WITHOUT_LETTER = frozenset({"adjust", "reverse", "carried_in"})


def issue_decision_letter(actor: Actor, decision: SupportDecision) -> Document:
    """The written notice of a decision (确认、变更、停发通知书), numbered like the decision itself.

    Gives the one that exists already; raises RuleBroken where the decision is told otherwise.
    """
    if decision.document is not None:
        return decision.document
    if decision.kind in WITHOUT_LETTER:
        raise RuleBroken(None, N_("这项决定不逐户出具通知书。"))
    kind = {"grant": papers.GRANT, "stop": papers.STOP}.get(decision.kind, papers.CHANGE)
    decision.document = issue_document(
        actor,
        kind=kind,
        facts=documents.decision_letter(decision),
        unit_id=decision.file.street_id,
        subject=decision,
        number=session.get(IssuedNumber, decision.issued_number_id) if decision.issued_number_id else None,
        last_fours=documents.last_fours(decision.file.head),
    )
    session.flush()
    return decision.document


def first_letter(file: SupportFile | None) -> list[Document]:
    """The notice that a household is handed when its support begins; none before the file is opened."""
    first = file.decisions[0] if file is not None and file.decisions else None
    return [first.document] if first is not None and first.document is not None else []


def issue_letter(actor: Actor, decision: SupportDecision) -> Document:
    """Issue the notice of a decision that has none yet, from the file's page."""
    actor.must("assistance.issue_letter")
    document = issue_decision_letter(actor, decision)
    audit.record(actor, "assistance.issue_letter", decision, number=decision.number)
    return document


def print_form(actor: Actor, file: SupportFile, *, kind: str) -> Document:
    """Make a form with the household's facts printed in: 自愿退出声明 (`exit`) or 核查表 (`review`)."""
    actor.must("assistance.print_form")
    if kind == "exit":
        facts: papers.SupportPaper = documents.exit_statement(file)
        code = papers.EXIT
    else:
        facts, code = documents.review_sheet(file), papers.REVIEW
    document = issue_document(actor, kind=code, facts=facts, unit_id=file.street_id, subject=file)
    audit.record(actor, "assistance.print_form", file, file_number=file.number, kind=kind)
    return document
