"""What the work of one attempt may use: its arguments, its asker, progress, memory, writing under the fence, and its result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal import db
from portal.actor import Actor
from portal.jobs import leases, results, scratch
from portal.jobs.heart import Heart
from portal.jobs.leases import Lease, Progress
from portal.jobs.models import Job
from portal.jobs.registry import JobKind

REPORT_LINES = 1000


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
        self.hooks: list[Callable[[], None]] = []
        self._lease = lease
        self._job: Job | None = None
        self._progress: Progress = (job.done, job.total, "")
        self._heart: Heart | None = None

    @property
    def progress(self) -> Progress:
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

    def at_end(self, hook: Callable[[], None]) -> None:
        """Run `hook` in the transaction that marks the job done, several in the order given: what it writes is stored
        exactly when the job is done, and never for an attempt that was cancelled, failed or lost.

        It writes through `portal.db.session` as it is (not `transaction` or `remember`) and should be short, for it
        holds the write lock. When it raises, the job is not done: the attempt ends as if the work had raised that.
        """
        self.hooks.append(hook)

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
