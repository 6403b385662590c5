"""`jobs work` and `jobs list`: a worker on the command line, and what is in the queue."""

from __future__ import annotations

import os

import click
from flask.cli import AppGroup

from portal import clock, db
from portal.jobs import queries, worker

jobs_group = AppGroup("jobs", help="Long work.")


@jobs_group.command("work")
def work() -> None:
    """Run jobs until told to end: one more worker beside the server's own."""
    click.echo("working; Ctrl-C ends it")
    worker.keep_working(f"command-{os.getpid()}")


@jobs_group.command("list")
def list_jobs() -> None:
    """What runs and what waits: kind, state, progress, attempts and age, but nobody's titles or arguments."""
    with db.transaction("read"):
        jobs = queries.list_open_jobs()
        for job in jobs:
            far = f"{job.done}/{job.total}" if job.total else str(job.done)
            age = int((clock.now() - job.asked_at).total_seconds())
            click.echo(
                f"{job.id}\t{job.kind}\t{job.state}\t{far}\tattempts {job.attempts}\t{age} s\t{job.leased_by}"
            )
    click.echo(f"{len(jobs)} open")
