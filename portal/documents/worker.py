"""The render worker: a process of its own that makes the bytes of issued papers, and the child it can kill.

`python -m portal.documents.worker` runs until it is told to end. It reads and writes the database; the child, which alone
holds WeasyPrint, has a memory limit and a time limit for each paper, so that one bad paper never stops the others.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
import socket
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from portal.documents.render import EngineMissing, PaperBroken, PaperOrder, RenderedPaper, engine

START_SECONDS = 60.0
PAPER_SECONDS = 30.0
MEMORY_BYTES = 3 * 1024**3
LOOK_SECONDS = 1.0
LONGEST_SOCKET_PATH = 100
log = logging.getLogger("portal.documents")


class RenderChild:
    """A process that renders one order at a time; killed and replaced when it is too slow, too large, or gone."""

    def __init__(self, instance: Path, *, seconds: float = PAPER_SECONDS, memory: int = MEMORY_BYTES) -> None:
        self._instance, self._seconds, self._memory = instance, seconds, memory
        self._process: Any = None
        self._line: Connection | None = None

    def render(self, order: PaperOrder) -> RenderedPaper:
        """The paper's bytes; raises PaperBroken when it cannot be made, takes too long, or the child dies of it."""
        line = self._ready_line()
        try:
            line.send(order)
            if not line.poll(self._seconds):
                self.end()
                raise PaperBroken(f"making the paper took longer than {self._seconds:g} seconds")
            answer = line.recv()
        except (EOFError, OSError) as error:
            self.end()
            raise PaperBroken(
                "the render process ended while making this paper, for example for want of memory"
            ) from error
        if isinstance(answer, str):
            raise PaperBroken(answer)
        return answer

    def end(self) -> None:
        """Kill the child, if there is one."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._line = None

    def _ready_line(self) -> Connection:
        if self._line is not None and self._process is not None and self._process.is_alive():
            return self._line
        self.end()
        spawning = multiprocessing.get_context("spawn")
        ours, theirs = spawning.Pipe()
        process = spawning.Process(
            target=_serve, args=(theirs, str(self._instance), self._memory), daemon=True, name="portal-render"
        )
        process.start()
        theirs.close()
        self._process, self._line = process, ours
        try:
            greeting = ours.recv() if ours.poll(START_SECONDS) else "it did not start within a minute"
        except EOFError:
            greeting = "it ended at once"
        if greeting != "ready":
            self.end()
            raise EngineMissing(f"the render process cannot start: {greeting}")
        return ours


def _serve(line: Connection, instance: str, memory: int) -> None:
    """The child: warm up, then answer orders with a paper or a sentence until the line closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker decides when its child ends
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        making = engine(Path(instance))
    except RuntimeError as error:
        line.send(str(error))
        return
    line.send("ready")
    with contextlib.suppress(EOFError, OSError):
        while True:
            order = line.recv()
            try:
                line.send(making.render(order))
            except PaperBroken as error:
                line.send(str(error))
            except MemoryError:
                return  # what is left of this process cannot be trusted


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
    """Make waiting papers until SIGTERM or SIGINT; needs an application context."""
    from portal.documents.actions.making import render_pending

    ended: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: ended.append(number))
    child = RenderChild(instance)
    try:
        with wake_line(instance) as line:
            while not ended:
                try:
                    made = render_pending(render_order=child.render)
                except Exception:
                    log.exception("the render worker could not reach the database; it tries again")
                    made = 0
                if not made and not ended:
                    wait(line)
    finally:
        child.end()


def main() -> None:
    """Start the worker on this installation."""
    from portal import create_app

    app = create_app()
    with app.app_context():
        run(app.config["PORTAL"].instance)


if __name__ == "__main__":
    main()
