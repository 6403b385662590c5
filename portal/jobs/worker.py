"""A worker: a process that takes jobs one after another until it is told to end. `serving` and `commands` start it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import logging
import os
import signal
import socket
import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db as database
from portal.jobs import leases, running, scratch

LOOK_SECONDS = 0.5
LONG_LIMITS = "-c statement_timeout=10min -c lock_timeout=5s -c idle_in_transaction_session_timeout=10min -c timezone=UTC"
log = logging.getLogger("portal.jobs")


def keep_working(slot: str) -> None:
    """Run jobs until SIGTERM or SIGINT; needs an application context. A job that runs then is put back and does not count.

    `slot` is this worker's place on this machine: the next one in the same place frees at once what a killed one held.
    """
    ended: list[int] = []
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, _frame: ended.append(number))
    allow_long_reading(database.engine)
    with own_name(slot) as (name, is_only_one):
        freed = not is_only_one
        while not ended:
            ran = False
            try:
                freed = freed or leases.free_held_by(name) >= 0
                ran = running.run_next(name, stopping=ended, leave=leave)
            except SQLAlchemyError as error:
                log.error("a worker could not reach the database; it tries again: %s", type(error).__name__)
            except OSError as error:
                log.error("a worker could not keep its files; it tries again: %s", error)
            if not ran and not ended:
                time.sleep(LOOK_SECONDS)


def leave() -> None:
    """End this process at once, with the work that does not listen; whoever supervises starts another."""
    logging.shutdown()
    os._exit(0)


@contextlib.contextmanager
def own_name(slot: str) -> Iterator[tuple[str, bool]]:
    """This worker's name, and whether it alone has the slot (so that what stands under the name belongs to a dead one).

    A lock that ends with its process says so. One who finds the slot taken works under a name of its own.
    """
    host = socket.gethostname()[:40]
    where = hashlib.sha256(str(scratch.root()).encode()).hexdigest()[:8]
    name = f"{host}:{where}:{slot}"
    scratch.root().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (scratch.root() / f".worker-{host}-{slot}").open("w") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not inherited by processes that a job starts
        except OSError:
            yield f"{name}-{os.getpid()}", False
            return
        yield name, True


def allow_long_reading(engine: Engine) -> None:
    """Let the statements of this process take minutes: a ledger of 200,000 lines is one reading. PostgreSQL only."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "do_connect")
    def _long_limits(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        parameters["options"] = LONG_LIMITS

    engine.dispose()
