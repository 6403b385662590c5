"""Making the bytes of issued papers, after the commit that issued them: once each, kept for good. Used by the render worker,
by commands, and at once in tests."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Select, or_, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents import installation, orders, render
from portal.documents.fonts import FontsMissing
from portal.documents.models import Document, DocumentMaster, RenderTask
from portal.documents.render import EngineMissing, PaperBroken, PaperOrder, RenderedPaper
from portal.errors import N_, RuleBroken

ATTEMPTS = 3
LEASE = dt.timedelta(seconds=90)
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


def render_pending(limit: int = 50, *, render_order: Render | None = None) -> int:
    """Make the bytes of papers that wait, oldest first; gives how many were made. Runs outside any transaction of the caller.

    A paper that fails is tried three times, then left as failed with the reason in its record.
    """
    make = render_order or render_here
    made = 0
    for _ in range(limit):
        claim = _claim()
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


def _waiting() -> Select[tuple[RenderTask]]:
    free = or_(RenderTask.leased_until.is_(None), RenderTask.leased_until < clock.now())
    return select(RenderTask).where(RenderTask.state == "pending", free).order_by(RenderTask.id).limit(1)


def _try(claim: Claim, make: Render) -> int:
    try:
        paper = make(claim.order)
    except (PaperBroken, FontsMissing, EngineMissing) as error:
        with transaction():
            task = _own_task(claim)
            if task is not None:
                _fail(task, str(error))
        return 0
    with transaction():
        if _own_task(claim) is not None:
            _keep(claim.document_id, paper)
    return 1


def _own_task(claim: Claim) -> RenderTask | None:
    """The task, if this attempt still holds it: a slow process must not overwrite what its successor did."""
    task = session.scalars(select(RenderTask).where(RenderTask.document_id == claim.document_id)).one()
    return task if task.state == "pending" and task.attempts == claim.attempt else None


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
