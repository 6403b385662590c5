"""How fast papers are made, by how many processes, and how large those grow: what the benchmarks and a worried administrator
ask. It needs no database."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.documents.bulk.pool import RenderPool
from portal.documents.child import RenderChild
from portal.documents.render import PaperBroken, PaperOrder


@dataclass(frozen=True)
class Pace:
    """So many papers by a pool of so many processes, warm, in so many seconds; `rss_kb` is what they hold together at the end."""

    papers: int
    size: int
    seconds: float
    rss_kb: int

    @property
    def per_second(self) -> float:
        """Papers per second."""
        return self.papers / self.seconds


@dataclass(frozen=True)
class Lap:
    """One paper made by one process: seconds from order to answer, memory afterwards in kB."""

    seconds: float
    rss_kb: int


def measure_pool(instance: Path, orders: Sequence[PaperOrder], *, size: int | None = None) -> Pace:
    """Make the papers with a pool (one process a core unless said otherwise). Raises PaperBroken at the first that fails."""
    with RenderPool[int](instance, size, niceness=0) as pool:
        for child in pool.children:
            child.start()
        for child in pool.children:
            child.warm()
        began = time.perf_counter()
        for _number, outcome in pool.render_all(enumerate(orders)):
            if isinstance(outcome, PaperBroken):
                raise outcome
        seconds = time.perf_counter() - began
        return Pace(len(orders), len(pool.children), seconds, sum(_rss_kb(one) for one in pool.children))


def measure_child(instance: Path, orders: Iterable[PaperOrder]) -> Iterator[Lap]:
    """Make the papers one after another in one process, a lap each. Raises PaperBroken at the first that fails."""
    child = RenderChild(instance)
    try:
        child.warm()
        for order in orders:
            began = time.perf_counter()
            child.render(order)
            yield Lap(time.perf_counter() - began, _rss_kb(child))
    finally:
        child.end()


def _rss_kb(child: RenderChild) -> int:
    """The memory that a child holds now, in kB; 0 for one that is not there."""
    try:
        pages = int(Path(f"/proc/{child.pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
