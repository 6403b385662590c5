"""Kinds of work for the tests, and short ways to ask for them and to see what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.db import session, transaction
from portal.jobs import actions, registry, results
from portal.jobs.models import Job
from portal.jobs.running import Task
from tests.factories import staff

KIND = "tests.work"
PERMISSION = "documents.read_document"


def define(run: Callable[[Task], None] = lambda task: None, code: str = KIND, **more: Any) -> None:
    """Declare what the tests' kind of job does."""
    registry.define_job(code, "试做", run, **{"permission": PERMISSION, **more})


def ask(who: str = "clerk", code: str = KIND, title: str = "试做一项", **arguments: Any) -> int:
    """Ask for a job in a transaction of its own; gives its key."""
    with transaction():
        job = actions.ask_for(staff.actor(who), code, title=title, arguments=arguments)
        session.flush()
        return job.id


def see(job_id: int) -> Job:
    """The job as it is stored now."""
    with transaction("read"):
        job = session.get_one(Job, job_id)
        session.refresh(job)
        session.expunge(job)
        return job


def content(job: Job) -> bytes:
    """The result as its asker gets it."""
    stream = results.ResultStream(job.result_key, size=job.result_size, sha256=job.result_sha256)
    return b"".join(stream)


def write_text(task: Task) -> None:
    """Work that leaves its argument `text` as a small result."""
    with task.result("结果.txt", "text/plain; charset=utf-8") as path:
        path.write_text(task.arguments.get("text", ""), "utf-8")
