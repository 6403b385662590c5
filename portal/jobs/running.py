"""Running jobs: one attempt after another, and what the end of each means for its job.

The work runs outside any transaction; what it writes goes through `Task.transaction`, which a lost lease closes.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from portal import db
from portal.errors import Forbidden, RuleBroken
from portal.jobs import endings, leases, queries, scratch
from portal.jobs.endings import Cancelled, LeaseLost, TaskEnding, TimeExpired
from portal.jobs.heart import Heart
from portal.jobs.leases import Lease
from portal.jobs.registry import find_kind
from portal.jobs.task import Task

log = logging.getLogger("portal.jobs")


def run_pending(limit: int = 50) -> int:
    """Run the jobs that wait, in this process, retries at once; gives how many attempts ran. For tests and commands."""
    for ran in range(limit):
        if not run_next("here", only_due=False):
            return ran
    return limit


def run_next(
    worker: str,
    *,
    only_due: bool = True,
    stopping: Sequence[int] = (),
    leave: Callable[[], None] | None = None,
) -> bool:
    """Take one job and run it to the end of its attempt; False when nothing waits. Needs an application context and no
    open transaction; raises what the database raises when not even the failure could be stored."""
    lease = leases.take(worker, only_due=only_due)
    if lease is None:
        return False
    task: Task | None = None
    try:
        with db.transaction("read"):
            task = _open(lease)
        heart = Heart(lease, task.progress, task.kind.minutes, stopping, leave)
        task.beat_with(heart)
        with heart:
            task.kind.run(task)
        if leases.finish(lease, task.sealed, task.lines, task.progress, task.hooks):
            task.sealed = None
        _drop_result(task)
    except LeaseLost:
        log.warning("job %s is another worker's now; what this one made is dropped", lease.job_id)
        _drop_result(task)
    except BaseException as error:
        _drop_result(task)
        _settle(lease, task, error)
        if not isinstance(error, Exception | TaskEnding):
            raise
    return True


def _drop_result(task: Task | None) -> None:
    """Delete what was sealed unless it is offered: a commit can be stored although its answer was lost on the way."""
    if task is None or task.sealed is None:
        return
    try:
        with db.transaction("read"):
            is_offered = queries.is_result(task.sealed["stored"].key)
    except SQLAlchemyError:
        return  # the clean-up finds it when the database answers again
    if not is_offered:
        task.drop_result()


def _open(lease: Lease) -> Task:
    job = queries.find_job(lease.job_id)
    if job is None:
        raise LeaseLost
    kind = find_kind(job.kind)
    if kind is None:
        raise RuleBroken(None, endings.UNKNOWN_KIND)
    try:
        return Task(job, kind, queries.get_asker(job, kind.permission), lease)
    except Forbidden as error:
        raise RuleBroken(None, endings.NOT_ALLOWED) from error


def _settle(lease: Lease, task: Task | None, error: BaseException) -> None:
    """Store what the end of an attempt means; a database that does not answer leaves the lease to lapse."""
    lines, progress = (task.lines, task.progress) if task else ([], None)
    try:
        if isinstance(error, Exception):
            reason, params, again = _reason(lease, error)
            if reason == endings.DISK_FULL:
                scratch.remove(lease.job_id)  # makes room for storing the failure itself
            leases.fail(lease, reason, params, lines, again=again, progress=progress)
        elif isinstance(error, TimeExpired) and task:
            minutes = {"minutes": f"{task.kind.minutes:g}"}
            leases.fail(lease, endings.TOO_LONG, minutes, lines, again=True, progress=progress)
        elif isinstance(error, Cancelled):
            leases.fail(lease, "", {}, lines, again=False, progress=progress)
        else:
            leases.put_back(lease)
    except LeaseLost:
        log.warning("job %s ended after another worker took it", lease.job_id)
    except SQLAlchemyError as problem:
        log.error("how job %s ended could not be stored (%s); it is taken up again", lease.job_id, problem)


def _reason(lease: Lease, error: Exception) -> tuple[str, Mapping[str, Any], bool]:
    """The sentence, its parameters, and whether another attempt may help."""
    if isinstance(error, RuleBroken):
        return error.message, error.params, False
    if isinstance(error, Forbidden):
        return endings.NOT_ALLOWED, {}, False
    if endings.is_disk_full(error):
        log.error("the disk is full at job %s: %s", lease.job_id, error)
        return endings.DISK_FULL, {}, False
    number = secrets.token_hex(4).upper()
    log.error("error %s in job %s", number, lease.job_id, exc_info=error)
    return endings.BROKEN, {"number": number}, True


__all__ = ["Task", "run_next", "run_pending"]
