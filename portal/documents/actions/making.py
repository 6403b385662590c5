"""Making the bytes of issued papers, after the commit that issued them: once each, kept for good. Used by the render worker,
by bulk printing, by commands, and at once in tests.

Whoever makes a paper claims it first, and what it made counts only while the claim is its own; papers that a bulk job is
going to make are reserved for it, so that the counter's worker stays free for the counter.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from portal import audit, clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents import installation, orders, render
from portal.documents.fonts import FontsMissing
from portal.documents.models import Document, DocumentMaster, RenderTask
from portal.documents.portions import portions
from portal.documents.render import EngineMissing, PaperBroken, PaperOrder, RenderedPaper
from portal.errors import N_, RuleBroken

ATTEMPTS = 3
LEASE = dt.timedelta(seconds=90)
RESERVED = dt.timedelta(minutes=1)
FRESH = dt.timedelta(minutes=1)
FEW = 20  # papers that bulk printing and the counter's worker may make side by side
SOCKET_NAME = "render.sock"

Render = Callable[[PaperOrder], RenderedPaper]


@dataclass(frozen=True)
class Claim:
    """One paper that this process has taken on, and the attempt it is."""

    document_id: int
    attempt: int
    order: PaperOrder


def wake() -> None:
    """Tell the render worker that a paper waits; make it at once where the installation says so. A worker that is not
    there misses nothing: it looks for waiting papers when it starts, and every second."""
    place = installation.current()
    if place.render_inline:
        render_pending()
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        line.sendto(b"1", str(place.instance / SOCKET_NAME))


def render_pending(
    limit: int = 50, *, render_order: Render | None = None, is_over: Callable[[], bool] = lambda: False
) -> int:
    """Make the bytes of papers that wait, oldest first; gives how many were made. Runs outside any transaction of the caller.

    A paper that fails is tried three times, then left as failed with the reason in its record. `is_over` is asked before
    each paper, so that a worker that is told to end need not finish the others.
    """
    make = render_order or render_here
    made = 0
    for _ in range(limit):
        claim = None if is_over() else _claim()
        if claim is None:
            break
        made += _try(claim, make)
    return made


def make_document(document_id: int) -> None:
    """Make one paper's bytes now, if they are not there yet; raises PaperBroken. For commands, where no worker runs."""
    with transaction("read"):
        document = session.get_one(Document, document_id)
        if document.master is not None:
            return
        order = orders.order_of(document)
    paper = render_here(order)
    with transaction():
        _keep(document_id, paper)


def reserve_documents(actor: Actor, document_ids: Sequence[int]) -> None:
    """Leave papers that wait to the actor's bulk job for a minute, in the caller's transaction; to be said again while it
    works. What it does not say again, the counter's worker makes after all.

    Only where so many wait that the counter would stand behind them, and never a paper that somebody else has just issued,
    who stands at a counter and waits for it.
    """
    now = clock.now()
    is_anothers = and_(Document.issued_by != actor.account_id, Document.issued_at > now - FRESH)
    kept = and_(_was_never_taken(), ~RenderTask.document.has(is_anothers))
    waiting = select(func.count(RenderTask.id)).where(kept)
    within = [RenderTask.document_id.in_(keys) for keys in portions(document_ids)]
    if sum(session.scalar(waiting.where(these)) or 0 for these in within) > FEW:
        _lease(within, kept, now + RESERVED)


def release_documents(document_ids: Sequence[int]) -> None:
    """Give reserved papers back to the counter's worker, in the caller's transaction."""
    _lease([RenderTask.document_id.in_(keys) for keys in portions(document_ids)], _was_never_taken(), None)


def claim_documents(document_ids: Sequence[int], limit: int) -> list[Claim]:
    """Take on at most so many of these papers, in the caller's transaction: those that wait and that nobody else is making.
    What was reserved for bulk printing may be taken."""
    may_be_had = or_(and_(RenderTask.state == "pending", _is_free()), _was_never_taken())
    statement = select(RenderTask).where(RenderTask.document_id.in_(document_ids), may_be_had)
    order = statement.order_by(RenderTask.id).limit(limit).with_for_update(skip_locked=True)
    return [claim for task in session.scalars(order).all() if (claim := _take(task)) is not None]


def release_claims(claims: Sequence[tuple[int, int]]) -> None:
    """Give back papers (key, attempt) whose maker is known to be gone, in the caller's transaction; no attempt is counted."""
    for document_id, attempt in claims:
        task = _own_task(document_id, attempt)
        if task is not None and task.leased_until is not None:
            task.attempts, task.leased_until = task.attempts - 1, None


def store_claimed(claim: Claim, outcome: RenderedPaper | PaperBroken) -> None:
    """Keep what was made of a claim, or why it was not, in the caller's transaction; nothing, if others hold the paper now."""
    task = _own_task(claim.document_id, claim.attempt)
    if task is None:
        return
    if isinstance(outcome, RenderedPaper):
        _keep(claim.document_id, outcome)
    else:
        _fail(task, str(outcome))


def retry_document(actor: Actor, document: Document) -> RenderTask:
    """Let the worker try a failed paper again, after the cause (a font, a template, memory) was mended."""
    actor.must("documents.print_document")
    task = document.render_task
    if task.state != "failed":
        raise RuleBroken(None, N_("这份文书没有制作失败，无须重做。"))
    task.state, task.attempts, task.leased_until, task.reason = "pending", 0, None, ""
    session.flush()
    audit.record(actor, "documents.retry_document", document, number=document.number)
    return task


def render_here(order: PaperOrder) -> RenderedPaper:
    """Render in this process."""
    instance: Path = installation.current().instance
    return render.engine(instance).render(order)


def _claim() -> Claim | None:
    """Take the oldest waiting paper for this process, so that no other makes it meanwhile; a lapsed lease is taken over."""
    with transaction("read"):
        if session.scalar(_waiting()) is None:
            return None
    with transaction():
        task = session.scalar(_waiting().with_for_update(skip_locked=True))
        if task is None:
            return None
        return _take(task)


def _take(task: RenderTask) -> Claim | None:
    task.attempts += 1
    task.leased_until = clock.now() + LEASE
    if task.attempts > ATTEMPTS:
        _give_up(task, task.reason or "the render process ended three times while making this paper")
        return None
    try:
        return Claim(task.document_id, task.attempts, orders.order_of(task.document))
    except (KeyError, TypeError) as error:
        _give_up(task, f"the frozen facts do not fit this program: {error}")
        return None


def _lease(
    within: Sequence[ColumnElement[bool]], which: ColumnElement[bool], until: dt.datetime | None
) -> None:
    for these in within:
        changed = update(RenderTask).where(these, which).values(leased_until=until)
        session.execute(changed.execution_options(synchronize_session="fetch"))


def _was_never_taken() -> ColumnElement[bool]:
    """Waiting, and no process has begun it: a lease on such a paper is a reservation."""
    return and_(RenderTask.state == "pending", RenderTask.attempts == 0)


def _is_free() -> ColumnElement[bool]:
    return or_(RenderTask.leased_until.is_(None), RenderTask.leased_until < clock.now())


def _waiting() -> Select[tuple[RenderTask]]:
    waits = select(RenderTask).where(RenderTask.state == "pending", _is_free())
    return waits.order_by(RenderTask.id).limit(1)


def _try(claim: Claim, make: Render) -> int:
    try:
        outcome: RenderedPaper | PaperBroken = make(claim.order)
    except PaperBroken as error:
        outcome = error
    except (FontsMissing, EngineMissing) as error:
        outcome = PaperBroken(str(error))
    with transaction():
        store_claimed(claim, outcome)
    return int(isinstance(outcome, RenderedPaper))


def _own_task(document_id: int, attempt: int) -> RenderTask | None:
    """The task, if this attempt still holds it: a slow process must not overwrite what its successor did."""
    statement = select(RenderTask).where(RenderTask.document_id == document_id).with_for_update()
    task = session.scalars(statement).one()
    return task if task.state == "pending" and task.attempts == attempt else None


def _fail(task: RenderTask, reason: str) -> None:
    if task.attempts >= ATTEMPTS:
        _give_up(task, reason)
    else:
        task.reason, task.leased_until = reason[:500], clock.now() + dt.timedelta(seconds=2 * task.attempts)


def _give_up(task: RenderTask, reason: str) -> None:
    task.state, task.reason, task.leased_until = "failed", reason[:500], None
    audit.record(None, "documents.fail_document", task.document, reason=reason[:500])


def _keep(document_id: int, paper: RenderedPaper) -> None:
    document = session.get_one(Document, document_id)
    if document.master is None:
        document.master = DocumentMaster(
            content=paper.content,
            sha256=paper.sha256,
            size=len(paper.content),
            pages=paper.pages,
            engine=paper.engine,
        )
        audit.record(None, "documents.render_document", document, sha256=paper.sha256, pages=paper.pages)
    document.render_task.state, document.render_task.leased_until = "done", None
    document.render_task.reason = ""
