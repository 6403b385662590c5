"""Whether a refusal has reached whom it refuses: the paper that says it, and its delivery (送达). Nothing here changes anything.

行政许可法 arts. 38, 42, 44, as good practice, and 社会救助法 art. 45: a refusal is written, with its reasons, and delivered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import session
from portal.documents.models import Document
from portal.services.deliveries.queries import deliveries_of
from portal.services.ends.papers import RESULT
from portal.services.items.registry import hooks_of
from portal.services.models import Application


@dataclass(frozen=True)
class Refusal:
    """How far the telling of one refusal is: its paper (None: not made yet), and the delivery that is on its way, if one is."""

    paper: Document | None
    delivery_id: int | None = None


def untold_refusals(applications: Iterable[Application]) -> dict[int, Refusal]:
    """Of these applications those that were refused and have not been told so, by key; read in bulk.

    What was refused on the spot was handed over with its closing slip.
    """
    asked = {one.id: one for one in applications if is_refused(one)}
    papers = _papers_of(asked)
    made = deliveries_of(list(papers.values()))
    found: dict[int, Refusal] = {}
    for key in asked:
        paper = papers.get(key)
        deliveries = made.get(paper.id, []) if paper is not None else []
        if any(one.state == "delivered" for one in deliveries):
            continue
        under_way = next((one.id for one in reversed(deliveries) if one.state == "open"), None)
        found[key] = Refusal(paper, under_way)
    return found


def is_refused(application: Application) -> bool:
    """Whether an application waits after a refusal that must be told on paper."""
    return (
        application.state == "decided" and application.result == "denied" and not application.is_on_the_spot
    )


def _papers_of(asked: dict[int, Application]) -> dict[int, Document]:
    """The valid paper of each refusal: the item's own, or the hall's notice (办结通知书); of several the newest."""
    if not asked:
        return {}
    kinds = {key: hooks_of(one.definition).refusal_paper or RESULT for key, one in asked.items()}
    statement = select(Document).where(
        Document.subject_kind == Application.__name__,
        Document.subject_id.in_(asked),
        Document.kind.in_(set(kinds.values())),
        Document.status == "valid",
    )
    papers = session.scalars(statement.order_by(Document.id))
    return {paper.subject_id: paper for paper in papers if paper.kind == kinds[paper.subject_id]}
