"""Asking for long work, cancelling it, asking for it again, and clearing away what is old. Running it is in `running`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal import audit, clock, db, settings, vault
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.jobs import endings, outcomes, queries, results, scratch
from portal.jobs.models import CANCELLED, FAILED, OPEN, WAITING, Job
from portal.jobs.registry import find_kind, kind_of

ORPHAN_SECONDS = 3600.0
_TRIES = 5

settings.define(
    "jobs.record_days",
    "integer",
    90,
    N_("任务记录保留天数"),
    N_("任务"),
    hint=N_("到期后任务从列表中删除，操作留痕不受影响。"),
    minimum=7,
    maximum=3650,
)


def ask_for(
    actor: Actor, code: str, *, title: str, arguments: Mapping[str, Any], total: int | None = None
) -> Job:
    """Put a job in the queue, in the caller's transaction: it is there when the change that asks for it is.

    The open job of the same request (kind, arguments, person and post) is given back instead, also when two ask in the
    same moment. `arguments` are plain values that JSON can hold; `title` is what the asker reads. Raises Forbidden, and
    KeyError for a kind that no room declared.
    """
    kind = kind_of(code)
    actor.must(kind.permission)
    key = _request_key(actor, code, arguments)
    for attempt in range(_TRIES):
        found = queries.find_open_job(key)
        if found is not None:
            return found
        job = Job(kind=code, title=title[:200], request_key=key, total=total, arguments=dict(arguments))
        job.asked_by, job.asked_post_id = actor.account_id, actor.post_id
        try:
            with session.begin_nested():  # leaves the caller's transaction whole when somebody else was first
                session.add(job)
        except IntegrityError:
            if attempt + 1 == _TRIES:
                raise
            continue  # the one that was first is found now, unless it has ended already
        audit.record(actor, "jobs.ask_for", job, kind=code)
        return job
    raise AssertionError("the last try returns or raises")


def _request_key(actor: Actor, code: str, arguments: Mapping[str, Any]) -> str:
    """The same for the same request and nothing to be read from it: arguments may name residents."""
    request = [code, actor.account_id, actor.post_id, arguments]
    canonical = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return vault.current().index("job_request", canonical)


def cancel_job(actor: Actor, job: Job) -> Job:
    """Cancel one's own job, or anybody's with the administrator's right: a waiting one at once, a running one as soon as
    its worker notices. Raises Forbidden, and RuleBroken when it has ended."""
    if job.asked_by != actor.account_id:
        actor.must("jobs.manage_jobs")
    job = queries.locked_job(job.id)
    if not job.is_open:
        raise RuleBroken(None, N_("任务已经结束，不能再取消。"))
    if job.state == WAITING or job.leased_until is None or job.leased_until < clock.now():
        outcomes.end(job, CANCELLED)
    else:
        job.is_cancel_asked = True
    session.flush()
    audit.record(actor, "jobs.cancel_job", job, kind=job.kind)
    return job


def retry_job(actor: Actor, job: Job) -> Job:
    """Put one's own failed or cancelled job back into the queue, from its beginning; gives the job to watch, which is
    another one when the same was asked for meanwhile. Raises Forbidden and RuleBroken."""
    kind = find_kind(job.kind)
    if kind is None:
        raise RuleBroken(None, endings.UNKNOWN_KIND)
    job = queries.locked_job(job.id)
    if job.state not in (FAILED, CANCELLED) or job.asked_by != actor.account_id:
        raise RuleBroken(None, N_("只有未完成或已取消的任务可以重试。"))
    queries.get_asker(job, kind.permission)  # it runs at the post it was asked for at, not at the active one
    found = queries.find_open_job(job.request_key)
    if found is not None:
        return found
    job.state, job.attempts, job.is_cancel_asked = WAITING, 0, False
    job.not_before, job.started_at, job.ended_at, job.result_until = clock.now(), None, None, None
    job.reason, job.outcome, job.notes, job.done, job.phase = "", None, None, 0, ""
    session.flush()
    audit.record(actor, "jobs.retry_job", job, kind=job.kind)
    return job


def clean() -> int:
    """Delete results and details that are past their days, and records past theirs; gives how many."""
    results_gone, records_gone = _drop_results(), _drop_records()
    if results_gone or records_gone:
        audit.record(None, "jobs.clean_jobs", None, results=results_gone, records=records_gone)
    return results_gone + records_gone


def _drop_results() -> int:
    past = select(Job).where(Job.result_until < clock.now()).with_for_update(skip_locked=True)
    jobs = session.scalars(past).all()
    for job in jobs:
        key = job.result_key
        db.after_commit(lambda key=key: results.remove(key))  # type: ignore[misc]
        job.result_key, job.result_size, job.result_sha256, job.result_until = "", 0, "", None
        job.outcome = None
    session.flush()
    return len(jobs)


def _drop_records() -> int:
    oldest = clock.now() - dt.timedelta(days=settings.value("jobs.record_days"))
    gone = delete(Job).where(Job.ended_at < oldest, Job.state.not_in(OPEN), Job.result_until.is_(None))
    return session.execute(gone.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]


def remove_orphans() -> int:
    """Delete what a worker left that was killed between two steps: sealed results without a job, scratch of jobs that have
    ended; gives how many. Reads the database only, for files may take long: nobody waits for them to write."""
    keys = list(results.keys_older_than(ORPHAN_SECONDS))
    folders = list(
        scratch.jobs_older_than(ORPHAN_SECONDS)
    )  # listed before the records are read: what is newer stays
    known = set(session.scalars(select(Job.result_key).where(Job.result_key != "")))
    still_open = set(session.scalars(select(Job.id).where(Job.state.in_(OPEN))))
    for key in (lost := [one for one in keys if one not in known]):
        results.remove(key)
    for job_id in (left := [one for one in folders if one not in still_open]):
        scratch.remove(job_id)
    return len(lost) + len(left)
