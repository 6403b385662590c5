"""The process that `bulk` measures: `pool` renders with so many processes, `merge` puts the `masters` into one file.

`python -m scripts.benchmarks.bulk_child MODE ORDERS INSTANCE PROCESSES COUNT`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.documents.bulk.pool import RenderPool
from portal.documents.merging import Loose, merge
from portal.documents.render import Engine, RenderedPaper
from scripts.benchmarks.onepage.stage import memory_mb, tell
from scripts.benchmarks.street import read_orders

_MASTERS = 20  # different ones to be merged, again and again


def pool(orders: Path, instance: Path, processes: int, count: int) -> dict[str, Any]:
    """Papers a second once every process is warm."""
    with RenderPool[int](instance, processes) as rendering:
        for child in rendering.children:
            child.warm()
        numbered = enumerate(read_orders(orders, count))
        began = time.perf_counter()
        made = sum(isinstance(answer, RenderedPaper) for _key, answer in rendering.render_all(numbered))
        seconds = time.perf_counter() - began
    if made != count:
        raise SystemExit(f"{count - made} of {count} papers could not be made")
    return {"seconds": seconds, "rate": count / seconds}


def masters(orders: Path, instance: Path, _processes: int, _count: int) -> dict[str, Any]:
    """Papers to be merged, as files; apart from the merging, so that the engine's memory does not count there."""
    engine = Engine(instance)
    for number, order in enumerate(read_orders(orders, _MASTERS)):
        _master(orders, number).write_bytes(engine.render(order).content)
    return {"seconds": 0.0}


def _master(orders: Path, number: int) -> Path:
    return orders.with_name(f"master-{number % _MASTERS}.pdf")


def merging(orders: Path, _instance: Path, _processes: int, count: int) -> dict[str, Any]:
    """Time and memory of the merging alone."""

    def papers() -> Iterator[Loose]:
        for number in range(count):
            yield Loose(_master(orders, number).read_bytes(), "a4", f"示街办受〔2026〕{number + 1:05d}号")

    before, target = memory_mb(), orders.with_name("merged.pdf")
    began = time.perf_counter()
    merged = merge(papers, target, title="受理通知书合订")
    return {
        "seconds": time.perf_counter() - began,
        "papers": merged.papers,
        "pages": merged.pages,
        "file_mb": target.stat().st_size / 1e6,
        "before_mb": before,
    }


MODES = {"pool": pool, "masters": masters, "merge": merging}

if __name__ == "__main__":
    mode, orders_file, instance_folder, *numbers = sys.argv[1:]
    tell(**MODES[mode](Path(orders_file), Path(instance_folder), *map(int, numbers)))
