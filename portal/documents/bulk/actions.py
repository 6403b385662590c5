"""Asking for a bulk print, and counting it when it is delivered. Making it is `job`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select

from portal import audit, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.making import reserve_documents
from portal.documents.bulk import queries
from portal.documents.merging import EACH, MOST_COPIES, SETS, Layout
from portal.documents.models import Document, DocumentPrint
from portal.documents.queries import reading_facts
from portal.errors import N_, NotFound, RuleBroken
from portal.jobs import actions as jobs
from portal.jobs.models import Job

KIND = "documents.print_bulk"
BULK = "bulk"

settings.define(
    "documents.bulk_limit",
    "integer",
    5000,
    N_("一次批量打印最多的份数"),
    N_("文书与编号"),
    minimum=1,
    maximum=20000,
)


def ask_for_bulk(
    actor: Actor,
    *,
    title: str,
    document_ids: Sequence[int],
    layout: Layout | None = None,
    is_counted: bool = True,
) -> Job:
    """Ask for one file of many issued papers, in the order given (the counter's: `queries.list_document_ids`), in the
    caller's transaction, which may be the one that issues them.

    What could not be made before, the job tries again. `is_counted` counts a printing of each when the file is there;
    without it the trail says that each was taken. Raises Forbidden; RuleBroken when there is nothing, too much or too many
    copies; NotFound for a paper outside the scope.
    """
    actor.must("documents.print_bulk")
    actor.must("documents.print_document")
    keys = list(dict.fromkeys(document_ids))
    _check_amount(len(keys), layout or Layout())
    session.flush()
    if queries.count_within_scope(actor, keys) != len(keys):
        raise NotFound
    reserve_documents(actor, keys)
    job = jobs.ask_for(
        actor,
        KIND,
        title=title,
        arguments={
            "documents": keys,
            "title": title,
            "layout": (layout or Layout()).plain(),
            "is_counted": is_counted,
        },
        total=len(keys),
    )
    audit.record(actor, "documents.print_bulk", job, count=len(keys))
    return job


def _check_amount(count: int, layout: Layout) -> None:
    limit = settings.value("documents.bulk_limit")
    if not count:
        raise RuleBroken(None, N_("没有可以打印的文书，请调整条件。"))
    if count > limit:
        raise RuleBroken(
            None,
            N_("选中 %(count)s 份，一次最多打印 %(limit)s 份，请缩小日期范围或分几次打印。"),
            count=count,
            limit=limit,
        )
    if not 1 <= layout.copies <= MOST_COPIES or layout.order not in (SETS, EACH):
        raise RuleBroken("copies", N_("份数应在 1 到 %(most)s 之间。"), most=MOST_COPIES)


def count_bulk_prints(actor: Actor, document_ids: Sequence[int], *, at: dt.datetime, copies: int = 1) -> int:
    """Count the printings of each of these papers that is valid, in the caller's transaction; gives how many papers were
    counted. Of the others the trail says that they were taken.

    `at` is the instant by which the job knows its own printings: a paper that has one of it is not counted again.
    """
    valid = select(Document).where(Document.id.in_(document_ids), Document.status == "valid")
    documents = session.scalars(valid.order_by(Document.id).with_for_update()).all()
    of_these = DocumentPrint.document_id.in_(document_ids)
    counts = select(DocumentPrint.document_id, func.max(DocumentPrint.count)).where(of_these)
    before = {key: count for key, count in session.execute(counts.group_by(DocumentPrint.document_id))}  # noqa: C416  (rows are no pairs to mypy)
    own = select(DocumentPrint.document_id).where(
        of_these, DocumentPrint.kind == BULK, DocumentPrint.printed_at == at
    )
    known = set(session.scalars(own))
    counted = [document for document in documents if document.id not in known]
    for document in counted:
        count = before.get(document.id, 0)
        session.add_all(
            DocumentPrint(
                document_id=document.id,
                count=count + copy,
                kind=BULK,
                printed_by=actor.account_id,
                printed_at=at,
            )
            for copy in range(1, copies + 1)
        )
        facts = {"number": document.number, "count": count + copies, "way": BULK}
        audit.record(actor, "documents.print_document", document, **facts)
    session.flush()
    still_valid = {document.id for document in documents}
    note_bulk_reading(actor, [key for key in document_ids if key not in still_valid])
    return len(counted)


def note_bulk_reading(actor: Actor, document_ids: Sequence[int]) -> None:
    """Note in the trail, in the caller's transaction, that each of these papers was taken along in one file."""
    taken = select(Document).where(Document.id.in_(document_ids)).order_by(Document.id)
    for document in session.scalars(taken):
        audit.record(actor, "documents.read_document", document, way=BULK, **reading_facts(document))
