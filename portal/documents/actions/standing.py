"""What becomes of an issued paper: corrected by a new one, declared void, printed and printed again. Its bytes never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import func, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import Model, session
from portal.documents.actions.issuing import issue_document
from portal.documents.actions.numbering import void_number
from portal.documents.facts import PaperFacts
from portal.documents.models import Document, DocumentPrint
from portal.errors import N_, RuleBroken


def replace_document(
    actor: Actor,
    document: Document,
    *,
    facts: PaperFacts,
    subject: Model,
    reason: str,
    on: dt.date | None = None,
    keep_number: bool = False,
    last_fours: Iterable[str] = (),
) -> Document:
    """Issue a corrected paper; the old one stays readable, marked 已更正.

    The new paper gets a new number and says which one it replaces, whose number becomes void; `keep_number` is for papers
    that carry the number of a whole file (受理编号), which live on as a second edition under the same number.
    """
    _must_be_valid(document)
    made = issue_document(
        actor,
        kind=document.kind,
        facts=facts,
        unit_id=document.unit_id,
        subject=subject,
        on=on,
        number=document.issued_number if keep_number else None,
        last_fours=last_fours,
        paper_format=document.paper_format,
        replaces=document,
    )
    _set_status(actor, document, status="replaced", reason=reason)
    if not keep_number:
        _void_number_of(actor, document, reason=reason)
    audit.record(
        actor, "documents.replace_document", document, reason=reason, number=document.number, by=made.number
    )
    return made


def void_document(actor: Actor, document: Document, *, reason: str, version: int | None = None) -> Document:
    """Declare a paper void, and its number with it unless another valid paper carries that number.

    Raises RuleBroken at `reason` when it is empty, and without a field when the paper is not valid any more.
    """
    document.expect_version(version)
    _must_be_valid(document)
    _set_status(actor, document, status="void", reason=reason)
    _void_number_of(actor, document, reason=reason)
    audit.record(actor, "documents.void_document", document, reason=reason, number=document.number)
    return document


def record_print(actor: Actor, document: Document, *, way: str = "plain") -> DocumentPrint:
    """Count a printing; the first and each later one stand in the paper's record. `way` says in the trail how it left the
    printer (as it is, moved, two on a sheet)."""
    actor.must("documents.print_document")
    if document.status != "valid":
        raise RuleBroken(None, N_("这份文书已更正或作废，只能查看，不能再打印。"))
    session.execute(select(Document.id).where(Document.id == document.id).with_for_update())
    before = (
        session.scalar(select(func.count(DocumentPrint.id)).where(DocumentPrint.document_id == document.id))
        or 0
    )
    printed = DocumentPrint(
        document_id=document.id,
        count=before + 1,
        kind="reprint" if before else "first",
        printed_by=actor.account_id,
    )
    session.add(printed)
    session.flush()
    audit.record(
        actor, "documents.print_document", document, number=document.number, count=printed.count, way=way
    )
    return printed


def _must_be_valid(document: Document) -> None:
    if document.status != "valid":
        raise RuleBroken(None, N_("这份文书已更正或作废，不能再改。"))


def _set_status(actor: Actor, document: Document, *, status: str, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明原因。"))
    document.status, document.status_reason = status, reason.strip()[:500]
    document.status_by, document.status_at = actor.account_id, clock.now()
    session.flush()


def _void_number_of(actor: Actor, document: Document, *, reason: str) -> None:
    number = document.issued_number
    if number is None or number.state == "void":
        return
    others = select(Document.id).where(
        Document.issued_number_id == number.id, Document.id != document.id, Document.status == "valid"
    )
    if session.scalar(others.limit(1)) is None:
        void_number(actor, number=number, reason=reason)
