"""A program for `test_crashes`: two real workers of one installation, each started again as soon as it has died.

`python -m tests.jobs.crashing SETTINGS.json` runs until SIGTERM. Whoever started it kills the workers.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path

from portal import audit, create_app
from portal.jobs import registry, worker
from portal.jobs.running import Task

KIND = "tests.leave_a_mark"
VERB = "tests.mark"
PR_SET_PDEATHSIG = 1


def leave_a_mark(task: Task) -> None:
    """One effect in the database, once however often the work is begun, and a small result."""
    if "marked" not in task.notes:
        with task.transaction():
            audit.record(task.actor, VERB, None, number=task.arguments["number"])
            task.remember(marked=True)
    task.advance(1, 2)
    time.sleep(0.01)
    with task.result(f"{task.arguments['number']}.txt", "text/plain") as path:
        path.write_text(f"result {task.arguments['number']}", "utf-8")
    task.advance(2, 2)


def define() -> None:
    """Declare the kind; the many kills may hit one job more often than an office would accept."""
    registry.define_job(KIND, "记一笔", leave_a_mark, permission="documents.read_document", attempts=13)


def work(slot: str, settings: dict[str, object]) -> None:
    """A worker's process; it can be ended before it is ready, and its parent's death ends it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    app = create_app(settings)
    with app.app_context():
        worker.keep_working(slot)


def main() -> None:
    """Keep two workers alive until told to end."""
    settings = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    define()
    create_app(
        settings
    )  # everything is imported before the forks (no connection is opened), so that a worker is back at once
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: ended.append(number))
    workers: dict[int, str] = {}
    slots = ["1", "2"]
    while not ended:
        for slot in slots:
            pid = os.fork()
            if not pid:
                work(slot, settings)
                os._exit(0)
            workers[pid] = slot
        slots = []
        time.sleep(0.02)
        pid, _status = os.waitpid(-1, os.WNOHANG)
        slots += [workers.pop(pid)] if pid else []
    for pid in workers:
        os.kill(pid, signal.SIGTERM)
    for pid in workers:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
