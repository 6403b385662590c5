"""Running jobs: what the work of one attempt may use (`Task`), and what its end means for the job.

The work runs outside any transaction; what it writes goes through `Task.transaction`, which a lost lease closes.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from portal import db
from portal.actor import Actor
from portal.errors import Forbidden, RuleBroken
from portal.jobs import endings, leases, queries, results, scratch
from portal.jobs.endings import Cancelled, LeaseLost, Stopping, TaskEnding, TimeExpired
from portal.jobs.heart import Heart
from portal.jobs.leases import Lease
from portal.jobs.models import Job
from portal.jobs.registry import JobKind, find_kind

REPORT_LINES = 1000
log = logging.getLogger("portal.jobs")


class Task:
    """One attempt, as the work sees it.

    `arguments` is what was asked for, `actor` the asker with the rights of today, `attempt` counts from 1, `notes` is what
    an earlier attempt remembered. Exceptions of the family `TaskEnding` must be let through.
    """

    def __init__(self, job: Job, kind: JobKind, actor: Actor, lease: Lease) -> None:
        self.kind, self.actor, self.attempt = kind, actor, job.attempts
        self.job_id: int = job.id
        self.arguments: dict[str, Any] = dict(job.arguments)
        self.notes: dict[str, Any] = dict(job.notes or {})
        self.lines: list[dict[str, str]] = []
        self.sealed: dict[str, Any] | None = None
        self._lease = lease
        self._job: Job | None = None
        self._progress = (job.done, job.total, "")
        self._heart: Heart | None = None

    @property
    def progress(self) -> tuple[int, int | None, str]:
        """How far it is: done, total (None: not known), and the phase, a marked text."""
        return self._progress

    @property
    def folder(self) -> Path:
        """A scratch folder, kept between attempts (when they run on one machine) and gone when the job has ended."""
        return scratch.folder_of(self.job_id)

    def beat_with(self, heart: Heart) -> None:
        """Let this heart tell when the work must end."""
        self._heart = heart

    def advance(self, done: int, total: int | None = None, phase: str | None = None) -> None:
        """Say how far it is. Cheap (nothing is stored here), allowed inside transactions; raises why the work must end."""
        _done, old_total, old_phase = self._progress
        self._progress = (
            max(0, done),
            old_total if total is None else total,
            old_phase if phase is None else phase[:60],
        )
        if self._heart is not None:
            self._heart.progress = self._progress
            self._heart.check()

    @contextmanager
    def transaction(self) -> Iterator[db.Verdict]:
        """The only way to write to the database in a job: stored only while this attempt holds the job. Raises LeaseLost."""
        before = dict(self.notes)
        try:
            with db.transaction() as verdict:
                self._job = leases.hold(self._lease)
                yield verdict
                self._job.leased_until = leases.until()  # however long that took: its full length again
        except BaseException:
            self.notes = before
            raise
        finally:
            self._job = None

    def remember(self, **facts: Any) -> None:
        """Note plain values for a later attempt: stored with the `transaction` that is open, or in one of its own."""
        if self._job is None:
            with self.transaction():
                self.remember(**facts)
            return
        self.notes = {**self.notes, **facts}
        self._job.notes = self.notes

    @contextmanager
    def result(self, name: str, media_type: str) -> Iterator[Path]:
        """A path to write the result at; sealed and kept when the block ends well, offered when the job is done.

        A second result takes the place of the first.
        """
        draft = self.folder / f"result-{self._lease.number}.part"
        try:
            yield draft
            self._seal(draft, name, media_type)
        finally:
            draft.unlink(missing_ok=True)

    def _seal(self, draft: Path, name: str, media_type: str) -> None:
        self.drop_result()
        self.sealed = {"stored": results.seal(draft), "name": name[:200], "type": media_type[:100]}

    def drop_result(self) -> None:
        """Delete the sealed result of this attempt, if there is one: it was not offered."""
        sealed, self.sealed = self.sealed, None
        if sealed:
            results.remove(sealed["stored"].key)

    def report(self, lines: Iterable[Mapping[str, str]]) -> None:
        """What failed and why (`what`, `why`), for the job's page; added to what was reported before, a thousand at most."""
        self.lines += [{"what": str(one["what"]), "why": str(one["why"])} for one in lines]
        del self.lines[REPORT_LINES:]


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
        done, total, phase = task.progress
        if leases.finish(lease, task.sealed, task.lines, done=done, total=total, phase=phase):
            task.sealed = None
    except LeaseLost:
        log.warning("job %s is another worker's now; what this one made is dropped", lease.job_id)
    except BaseException as error:
        _settle(lease, task, error)
        if not isinstance(error, Exception | TaskEnding):
            raise
    finally:
        if task is not None:
            task.drop_result()
    return True


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
    lines = task.lines if task else []
    try:
        if isinstance(error, Exception):
            reason, params, again = _reason(lease, error)
            if reason == endings.DISK_FULL:
                scratch.remove(lease.job_id)  # makes room for storing the failure itself
            leases.fail(lease, reason, params, lines, again=again)
        elif isinstance(error, TimeExpired) and task:
            leases.fail(lease, endings.TOO_LONG, {"minutes": f"{task.kind.minutes:g}"}, lines, again=True)
        elif isinstance(error, Cancelled):
            leases.fail(lease, "", {}, lines, again=False)
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


__all__ = ["Stopping", "Task", "run_next", "run_pending"]
