"""What becomes of a job's record when an attempt is over: it waits again, or it rests for good. Who may decide is in `leases`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal import audit, clock, db, settings
from portal.errors import N_
from portal.jobs import endings, scratch
from portal.jobs.models import DONE, FAILED, WAITING, Job

_GROUP = N_("任务")
settings.define(
    "jobs.keep_days",
    "integer",
    7,
    N_("任务结果保留天数"),
    _GROUP,
    hint=N_("到期后删除结果文件和未成功的明细，任务记录仍在。"),
    minimum=1,
    maximum=365,
)


def wait_again(job: Job) -> None:
    """Put a job back where it can be taken; what its attempts remember stays."""
    job.state, job.leased_by, job.leased_until = WAITING, "", None


def end(
    job: Job,
    state: str,
    reason: str = "",
    params: Mapping[str, Any] | None = None,
    report: list[dict[str, str]] | None = None,
) -> None:
    """Let a job rest: what only its attempts needed is dropped, what its asker may want is kept for the days of the setting."""
    job.state, job.leased_by, job.leased_until, job.ended_at = state, "", None, clock.now()
    job.reason, job.notes = reason[:500], None
    job.outcome = {"params": dict(params or {}), "report": report or []} if params or report else None
    job.result_until = clock.now() + dt.timedelta(days=settings.value("jobs.keep_days"))
    job_id = job.id
    db.after_commit(lambda: scratch.remove(job_id))
    verbs = {DONE: "jobs.finish_job", FAILED: "jobs.fail_job"}
    if state in verbs:
        facts = {"reason": endings.without_params(reason)} if reason else {}
        audit.record(None, verbs[state], job, kind=job.kind, **facts)
