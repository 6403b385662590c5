"""What is due by the clock and not by a click: small tasks that every room's records need now and then.

`scripts/portal due` runs them once, the server's own child every minute. Each is a short transaction that can be repeated
without harm, so that two nodes may do the same work.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal import db
from portal.errors import PortalError

LOOK_SECONDS = 60.0
HOUR = 3600.0
REMIND_SECONDS = 600.0
log = logging.getLogger("portal.scheduler")


@dataclass(frozen=True)
class Task:
    """One task: its name, how many seconds to leave between two runs, and what it does (giving how much it did).

    `writes` says whether it wants a write transaction; one that only reads (and tidies files) takes no lock.
    """

    name: str
    every: float
    run: Callable[[], int]
    writes: bool = True


@dataclass(frozen=True)
class Done:
    """How one task went: how much it did, or the reason why it failed."""

    name: str
    count: int = 0
    failure: str = ""


def due_tasks() -> list[Task]:
    """Every task of this portal."""
    from portal.accounts import actions as accounts
    from portal.files import actions as files
    from portal.jobs import actions as jobs
    from portal.screening.calendar import ensuring, heirs, reminding
    from portal.services import actions as services
    from portal.services.assistance import actions as assistance
    from portal.web import once

    return [
        Task("spent form tokens", HOUR, once.forget_old),
        Task("kept forms and sign-in attempts", HOUR, accounts.forget_old),
        Task("files without a record", HOUR, files.remove_orphans, writes=False),
        Task("files without a job", HOUR, jobs.remove_orphans, writes=False),
        Task("old jobs and their results", HOUR, jobs.clean),
        Task("applications accepted by silence", HOUR, services.deem_accepted),
        Task("support whose fading ends", HOUR, assistance.propose_fading_stops),
        Task("reports that are owed", HOUR, ensuring.ensure_duties),
        Task("disputes of closed units", HOUR, heirs.hand_over_closed),
        Task("reminders of reports", REMIND_SECONDS, reminding.remind),
    ]


def run_task(task: Task) -> Done:
    """Run one task in its own transaction; a failure is reported and harms no other task."""
    try:
        with db.transaction("write" if task.writes else "read"):
            return Done(task.name, task.run())
    except (PortalError, SQLAlchemyError, OSError, RuntimeError) as error:
        log.exception("the task %s failed", task.name)
        return Done(task.name, failure=f"{type(error).__name__}: {error}")


def run_due() -> list[Done]:
    """Run every task once, now."""
    return [run_task(task) for task in due_tasks()]


@click.command("due")
@with_appcontext
def due() -> None:
    """Run what is due now; exit 1 when a task failed."""
    done = run_due()
    for one in done:
        click.echo(f"{one.name}: {one.failure or one.count}", err=bool(one.failure))
    failed = [one.name for one in done if one.failure]
    if failed:
        raise click.ClickException(
            f"not done: {', '.join(failed)}; the log has the reason, the next run tries again."
        )


def keep_running() -> None:
    """Run each task when its time has come, until SIGTERM; needs an application context."""
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: ended.append(number))
    last: dict[str, float] = {}
    while not ended:
        for task in due_tasks():
            if not ended and time.monotonic() - last.get(task.name, float("-inf")) >= task.every:
                last[task.name] = time.monotonic()
                run_task(task)
        _sleep(LOOK_SECONDS, ended)


def _sleep(seconds: float, ended: list[int]) -> None:
    until = time.monotonic() + seconds
    while not ended and time.monotonic() < until:
        time.sleep(min(0.5, max(0.0, until - time.monotonic())))
