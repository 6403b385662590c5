"""The process that renders: it alone holds WeasyPrint, has a memory limit and a time limit for each paper, and can be killed.

The render worker keeps one for the counter; bulk printing a pool of them (`bulk.pool`). None of them knows the database.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from portal.documents.render import EngineMissing, PaperBroken, PaperOrder, RenderedPaper, engine

START_SECONDS = 60.0
PAPER_SECONDS = 30.0
MEMORY_BYTES = 3 * 1024**3
_READY = "ready"
_WARMING = "<html lang='zh-CN'><body style='font-family: var(--song)'>文书</body></html>"


class RenderChild:
    """A process that renders one order at a time; killed and replaced when it is too slow, too large, or gone.

    `render` waits for the paper. `start`, `begin` and `look` do not wait, for callers that watch several children;
    `niceness` is what it yields to other processes (0: nothing, 19: everything).
    """

    def __init__(
        self,
        instance: Path,
        *,
        seconds: float = PAPER_SECONDS,
        memory: int = MEMORY_BYTES,
        niceness: int = 0,
    ) -> None:
        self._instance, self._seconds = instance, seconds
        self._memory, self._niceness = memory, niceness
        self._process: Any = None
        self._line: Connection | None = None
        self._is_ready = False
        self._order: PaperOrder | None = None
        self._deadline = 0.0

    @property
    def pid(self) -> int | None:
        """The process, or None where there is none."""
        return self._process.pid if self._process is not None else None

    @property
    def line(self) -> Connection | None:
        """What can be read from when there is something for `look`."""
        return self._line

    @property
    def patience(self) -> float:
        """Seconds until the child has taken too long."""
        return max(0.0, self._deadline - time.monotonic())

    def warm(self) -> None:
        """Start the child and wait until it can render; raises EngineMissing."""
        self.start()
        while not self._is_ready:
            self._wait()
            self._greet()

    def render(self, order: PaperOrder) -> RenderedPaper:
        """The paper's bytes; raises PaperBroken when it cannot be made, takes too long, or the child dies of it."""
        self.warm()
        self.begin(order)
        while (answer := self.look()) is None:
            self._wait()
        if isinstance(answer, PaperBroken):
            raise answer
        return answer

    def begin(self, order: PaperOrder) -> None:
        """Hand over an order; a child that is not there is started first and takes it up when it can."""
        self.start()
        self._order = order
        if self._is_ready:
            self._send()

    def look(self) -> RenderedPaper | PaperBroken | None:
        """What has come of the order, or None while it is being made. Raises EngineMissing when the child cannot start."""
        if not self._is_ready:
            self._greet()
            return None
        try:
            if self._line is not None and self._line.poll(0):
                answer = self._line.recv()
            elif self.patience:
                return None
            else:
                self.end()
                return PaperBroken(f"making the paper took longer than {self._seconds:g} seconds")
        except (EOFError, OSError):
            self.end()
            return PaperBroken(
                "the render process ended while making this paper, for example for want of memory"
            )
        self._order = None
        return PaperBroken(answer) if isinstance(answer, str) else answer

    def start(self) -> None:
        """Start the process if there is none; it is ready about a second later."""
        if self._line is not None and self._process is not None and self._process.is_alive():
            return
        self.end()
        spawning = multiprocessing.get_context("spawn")
        ours, theirs = spawning.Pipe()
        self._process = spawning.Process(
            target=_serve,
            args=(theirs, str(self._instance), self._memory, self._niceness),
            daemon=True,
            name="portal-render",
        )
        self._process.start()
        theirs.close()
        self._line, self._deadline = ours, time.monotonic() + START_SECONDS

    def end(self) -> None:
        """Kill the child, if there is one."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._line = self._order = None
        self._is_ready = False

    def _wait(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.poll(self.patience)

    def _greet(self) -> None:
        """Take the child's greeting if it is there, and hand over the order that waits for it."""
        try:
            if self._line is None or not self._line.poll(0):
                if self.patience:
                    return
                greeting = "it did not start within a minute"
            else:
                greeting = self._line.recv()
        except (EOFError, OSError):
            greeting = "it ended at once"
        if greeting != _READY:
            self.end()
            raise EngineMissing(f"the render process cannot start: {greeting}")
        self._is_ready = True
        if self._order is not None:
            self._send()

    def _send(self) -> None:
        self._deadline = time.monotonic() + self._seconds
        with contextlib.suppress(OSError):  # it died: `look` finds out
            if self._line is not None:
                self._line.send(self._order)


def _serve(line: Connection, instance: str, memory: int, niceness: int) -> None:
    """The child: warm up, then answer orders with a paper or a sentence until the line closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker decides when its child ends
    os.nice(niceness)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        making = engine(Path(instance))
        making.render_pages(_WARMING)
    except RuntimeError as error:
        line.send(str(error))
        return
    line.send(_READY)
    with contextlib.suppress(EOFError, OSError):
        while True:
            order = line.recv()
            try:
                line.send(making.render(order))
            except PaperBroken as error:
                line.send(str(error))
            except MemoryError:
                return  # what is left of this process cannot be trusted
