"""Several render processes at work side by side, one a core, which yield to the counter's. It knows orders, no records."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from portal.documents.child import MEMORY_BYTES, PAPER_SECONDS, RenderChild
from portal.documents.render import PaperBroken, PaperOrder, RenderedPaper

Key = TypeVar("Key")
NICENESS = 10


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0))


class RenderPool(Generic[Key]):
    """Render processes that are killed and replaced one by one; used as a context, whose end ends them all.

    `size` is one a core unless said otherwise. Time and memory limits are those of each paper.
    """

    def __init__(
        self,
        instance: Path,
        size: int | None = None,
        *,
        seconds: float = PAPER_SECONDS,
        memory: int = MEMORY_BYTES,
        niceness: int = NICENESS,
    ) -> None:
        self.children = [
            RenderChild(instance, seconds=seconds, memory=memory, niceness=niceness)
            for _ in range(size or cores())
        ]
        self._at_work: dict[RenderChild, Key] = {}

    def __enter__(self) -> RenderPool[Key]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self.children:
            child.end()
        self._at_work.clear()

    @property
    def free(self) -> int:
        """How many children have nothing to do."""
        return len(self.children) - len(self._at_work)

    def begin(self, key: Key, order: PaperOrder) -> None:
        """Hand an order to a free child; the first time that starts its process. There must be a free one."""
        child = next(one for one in self.children if one not in self._at_work)
        self._at_work[child] = key
        child.begin(order)

    def collect(self, seconds: float = 1.0) -> list[tuple[Key, RenderedPaper | PaperBroken]]:
        """What has been made, or why not, waiting at most so long for the first. Raises EngineMissing."""
        deadline = time.monotonic() + seconds
        while self._at_work:
            found = [(child, answer) for child in self._at_work if (answer := child.look()) is not None]
            if found:
                return [(self._at_work.pop(child), answer) for child, answer in found]
            left = deadline - time.monotonic()
            if left <= 0:
                break
            patience = min(child.patience for child in self._at_work)
            lines = [child.line for child in self._at_work if child.line is not None]
            connection.wait(lines, min(left, patience + 0.001))
        return []

    def render_all(
        self, orders: Iterable[tuple[Key, PaperOrder]]
    ) -> Iterator[tuple[Key, RenderedPaper | PaperBroken]]:
        """Each order's paper, or why there is none, as they are made: not in the order of the orders, which are asked
        for only as children become free."""
        waiting = iter(orders)
        for key, order in waiting:
            self.begin(key, order)
            while not self.free:
                yield from self.collect()
        while self._at_work:
            yield from self.collect()
