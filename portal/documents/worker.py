"""The render worker: a process of its own that makes the bytes of papers as they are issued, for the counter.

`python -m portal.documents.worker` runs until it is told to end. It reads and writes the database; rendering is done by one
child (`RenderChild`), so that a bad paper never stops the others. Bulk printing has children of its own and lets this one be.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from portal.documents.child import RenderChild
from portal.documents.render import EngineMissing

LOOK_SECONDS = 1.0
LONGEST_SOCKET_PATH = 100
log = logging.getLogger("portal.documents")


@contextlib.contextmanager
def wake_line(instance: Path) -> Iterator[socket.socket | None]:
    """The socket on which the application wakes the worker; None where the folder's path is too long for one."""
    from portal.documents.actions.making import SOCKET_NAME

    path = instance / SOCKET_NAME
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        yield None
        return
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(path))
        line.settimeout(LOOK_SECONDS)
        try:
            yield line
        finally:
            path.unlink(missing_ok=True)


def wait(line: socket.socket | None) -> None:
    """Until somebody wakes the worker, or a second has passed."""
    if line is None:
        time.sleep(LOOK_SECONDS)
        return
    with contextlib.suppress(TimeoutError):
        line.recv(16)


def run(instance: Path) -> None:
    """Make waiting papers until SIGTERM or SIGINT, at most one more after it; needs an application context.

    The child is warm before the first paper comes. Raises EngineMissing, before it takes a paper, where none can be made.
    """
    from portal.documents.actions.making import render_pending

    ended: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: ended.append(number))
    child = RenderChild(instance)
    try:
        child.warm()
        with wake_line(instance) as line:
            while not ended:
                try:
                    made = render_pending(render_order=child.render, is_over=lambda: bool(ended))
                except Exception:
                    log.exception("the render worker could not reach the database; it tries again")
                    made = 0
                if not made and not ended:
                    wait(line)
    finally:
        child.end()


def main() -> int:
    """Start the worker on this installation; 1 where no paper can be made, with a sentence that names the mend."""
    from portal import create_app

    app = create_app()
    with app.app_context():
        try:
            run(app.config["PORTAL"].instance)
        except EngineMissing as error:
            print(f"The render worker does not start: {error}", file=sys.stderr)  # noqa: T201
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
