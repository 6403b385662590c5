"""Bulk printing: papers per second with one and with two render processes, and the merged file's time and memory."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.benchmarks import street
from scripts.benchmarks.asked import Asked, Bar, Table, say
from scripts.benchmarks.measuring import run_fresh

QUICK, FULL = 40, 300
MERGED_QUICK, MERGED_FULL = 200, 2_000
PROCESSES = (1, 2)
LEAST_GAIN = 1.5


def run(asked: Asked) -> dict[str, Any]:
    """Needs the demo street's application context; the pools run in processes of their own."""
    from flask import current_app

    instance = current_app.config["PORTAL"].instance
    papers = FULL if asked.full else QUICK
    merged = MERGED_FULL if asked.full else MERGED_QUICK
    with tempfile.TemporaryDirectory(prefix="portal-bench-bulk-") as folder:
        orders = Path(folder) / "orders"
        street.freeze_orders(orders)

        def child(mode: str, processes: int, count: int) -> dict[str, Any]:
            module = "scripts.benchmarks.bulk_child"
            cost = run_fresh([sys.executable, "-m", module, mode, orders, instance, processes, count])
            say(f"  {mode}, {processes} processes, {count} papers: {cost.said['seconds']:.2f} s")
            return {**cost.said, "memory_mb": cost.memory_mb}

        found = {f"pool_{processes}": child("pool", processes, papers) for processes in PROCESSES}
        child("masters", 1, 0)
        return {**found, "papers": papers, "merge": child("merge", 1, merged)}


def tables(found: dict[str, Any]) -> list[Table]:
    """Rendering, then merging."""
    one = found["pool_1"]["rate"]
    rows = []
    for processes in PROCESSES:
        pool = found[f"pool_{processes}"]
        rows.append(
            [str(processes), f"{pool['rate']:.2f}", f"{pool['rate'] / one:.2f}", f"{pool['seconds']:.2f}"]
        )
    rendering = Table(
        f"{found['papers']} receipts by a pool of warm render processes",
        ["render processes", "papers a second", "× one process", "s"],
        rows,
    )
    merge = found["merge"]
    merging = Table(
        "Merging masters into one file, with bookmarks",
        ["papers", "pages", "s", "ms a paper", "file MB", "peak MB"],
        [
            [
                f"{merge['papers']:,}",
                f"{merge['pages']:,}",
                f"{merge['seconds']:.2f}",
                f"{merge['seconds'] / merge['papers'] * 1000:.1f}",
                f"{merge['file_mb']:.1f}",
                f"{merge['memory_mb']:.0f}",
            ]
        ],
        [f"With nothing merged yet the same process holds {merge['before_mb']:.0f} MB."],
    )
    return [rendering, merging]


def bars(found: dict[str, Any]) -> list[Bar]:
    """Both cores busy."""
    gain = found["pool_2"]["rate"] / found["pool_1"]["rate"]
    figure = f"{found['pool_2']['rate']:.1f} papers a second, {gain:.2f} times one process"
    return [
        Bar(
            f"two processes make at least {LEAST_GAIN} times as many papers as one",
            gain >= LEAST_GAIN,
            figure,
        )
    ]
