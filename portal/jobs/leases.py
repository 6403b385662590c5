"""Who works on a job: taking it, keeping it, giving it back, and ending it. Each step is fenced by the lease's number.

A lease that is not renewed lapses; whoever takes the job next counts the number up, and nothing that the earlier holder
still writes is accepted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from portal import clock
from portal.db import session, transaction
from portal.jobs import endings, queries
from portal.jobs.endings import LeaseLost
from portal.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from portal.jobs.outcomes import end, wait_again
from portal.jobs.registry import find_kind
from portal.jobs.results import Stored

LEASE = dt.timedelta(seconds=15)
PAUSE = dt.timedelta(seconds=5)  # before a failed attempt is tried again, times the attempts so far
LOOKED_AT = 20
Progress = tuple[int, int | None, str]  # done, total (None: not known), phase


@dataclass(frozen=True)
class Lease:
    """One taking of one job; every later taking has a higher number."""

    job_id: int
    number: int


def take(worker: str, *, only_due: bool = True) -> Lease | None:
    """Take the next job for this worker, or None when nothing waits. Looks first, so that an idle worker never writes.

    What lapsed leases still hold is freed on the way. Opens its own transactions.
    """
    with transaction("read"):
        if session.scalar(select(Job.id).where(or_(_waits(only_due), _has_lapsed())).limit(1)) is None:
            return None
    with transaction():
        _free(_has_lapsed())
        for job_id in queries.list_line(limit=LOOKED_AT, only_due=only_due):
            waiting = select(Job).where(Job.id == job_id, Job.state == WAITING)
            job = session.scalars(waiting.with_for_update(skip_locked=True)).first()
            if job is not None:
                return _grant(job, worker)
    return None


def _waits(only_due: bool) -> ColumnElement[bool]:
    waits = Job.state == WAITING
    return and_(waits, Job.not_before <= clock.now()) if only_due else waits


def _has_lapsed() -> ColumnElement[bool]:
    return and_(Job.state == RUNNING, Job.leased_until < clock.now())


def until() -> dt.datetime:
    """When a lease that begins now lapses."""
    return clock.now() + LEASE


def _grant(job: Job, worker: str) -> Lease:
    job.state, job.leased_by, job.leased_until = RUNNING, worker[:80], until()
    job.lease += 1
    job.attempts += 1
    job.started_at, job.phase = clock.now(), ""
    return Lease(job.id, job.lease)


def free_held_by(worker: str) -> int:
    """Free what a dead predecessor of this worker held, so that it is resumed at once; gives how many jobs."""
    held = and_(Job.state == RUNNING, Job.leased_by == worker)
    with transaction("read"):
        if session.scalar(select(Job.id).where(held).limit(1)) is None:
            return 0
    with transaction():
        return _free(held)


def _free(condition: ColumnElement[bool]) -> int:
    """Put jobs back whose workers are gone; the attempt counts, for the job may be what killed them."""
    jobs = session.scalars(select(Job).where(condition).with_for_update(skip_locked=True)).all()
    for job in jobs:
        kind = find_kind(job.kind)
        if job.is_cancel_asked:
            end(job, CANCELLED)
        elif job.attempts >= (kind.attempts if kind else 1):
            end(job, FAILED, endings.INTERRUPTED, {"times": job.attempts})
        else:
            wait_again(job)
    session.flush()
    return len(jobs)


def renew(lease: Lease, *, done: int, total: int | None, phase: str) -> bool:
    """Keep the job for a while longer and store how far it is; gives whether it shall be cancelled. Raises LeaseLost."""
    statement = (
        update(Job)
        .where(*_held(lease))
        .values(leased_until=until(), done=done, total=total, phase=phase)
        .returning(Job.is_cancel_asked)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(statement).first()
    if row is None:
        raise LeaseLost
    return bool(row[0])


def is_cancel_asked(lease: Lease) -> bool:
    """Whether somebody asked for this job to be cancelled; raises LeaseLost. Reads only."""
    row = session.execute(select(Job.is_cancel_asked).where(*_held(lease))).first()
    if row is None:
        raise LeaseLost
    return bool(row[0])


def _held(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return Job.id == lease.job_id, Job.lease == lease.number, Job.state == RUNNING


def hold(lease: Lease) -> Job:
    """The job, kept from every other writer until this transaction ends; raises LeaseLost when it is somebody else's."""
    statement = select(Job).where(*_held(lease)).with_for_update()
    job = session.scalars(statement.execution_options(populate_existing=True)).first()
    if job is None:
        raise LeaseLost
    job.leased_until = until()
    return job


def put_back(lease: Lease) -> None:
    """Let another worker go on with the job; the attempt does not count. Raises LeaseLost."""
    with transaction():
        job = hold(lease)
        job.attempts -= 1
        wait_again(job)


def fail(
    lease: Lease,
    reason: str,
    params: Mapping[str, Any],
    report: list[dict[str, str]],
    *,
    again: bool,
    progress: Progress | None = None,
) -> bool:
    """End the attempt: cancelled when that was asked, tried again later if `again` and attempts are left, else failed.

    Gives whether it will be tried again. Raises LeaseLost.
    """
    with transaction():
        job = hold(lease)
        kind = find_kind(job.kind)
        if progress is not None:
            job.done, job.total, job.phase = progress
        if job.is_cancel_asked:
            end(job, CANCELLED)
        elif again and kind and job.attempts < kind.attempts:
            job.reason, job.outcome = reason, {"params": dict(params), "report": report}
            job.not_before = clock.now() + PAUSE * job.attempts
            wait_again(job)
            return True
        else:
            end(job, FAILED, reason, params, report)
    return False


def finish(
    lease: Lease,
    result: dict[str, Any] | None,
    report: list[dict[str, str]],
    progress: Progress,
    hooks: Iterable[Callable[[], None]] = (),
) -> bool:
    """Mark the job done and offer its result; False when it was cancelled at the last moment.

    The `hooks` run in this same transaction, so that what they write is stored exactly when the job is done. Raises
    LeaseLost, and whatever a hook raises: nothing of the end is stored then.
    """
    with transaction():
        job = hold(lease)
        if job.is_cancel_asked:
            end(job, CANCELLED)
            return False
        for hook in hooks:
            hook()
        job.done, job.total, job.phase = progress
        if result is not None:
            stored: Stored = result["stored"]
            job.result_key, job.result_size, job.result_sha256 = stored.key, stored.size, stored.sha256
            job.result_name, job.result_type = result["name"], result["type"]
        end(job, DONE, report=report)
    return True
