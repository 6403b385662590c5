"""The first receipt after a start: the whole life of a fresh process, from the interpreter to the bytes of the paper."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.benchmarks import street
from scripts.benchmarks.asked import Asked, Bar, Table, say
from scripts.benchmarks.measuring import run_fresh

STARTS = 7
MOST_SECONDS = 2.0


def run(_asked: Asked) -> dict[str, Any]:
    """Needs the demo street's application context; a first start that warms the disk is not counted."""
    from flask import current_app

    instance = current_app.config["PORTAL"].instance
    with tempfile.TemporaryDirectory(prefix="portal-bench-start-") as folder:
        orders = Path(folder) / "orders"
        street.freeze_orders(orders)
        costs = [
            run_fresh(
                [sys.executable, "-m", "scripts.benchmarks.onepage.portal", "first", orders, instance, 1]
            )
            for _ in range(STARTS + 1)
        ][1:]
    for cost in costs:
        say(f"  {cost.wall:.2f} s, {cost.memory_mb:.0f} MB")
    return {
        "seconds": statistics.median(cost.wall for cost in costs),
        "own": statistics.median(cost.said["own"] for cost in costs),
        "memory_mb": statistics.median(cost.memory_mb for cost in costs),
    }


def tables(found: dict[str, Any]) -> list[Table]:
    """Where the time goes: the interpreter with what it imports, and the paper itself."""
    loading = found["seconds"] - found["own"]
    rows = [
        ["interpreter and imports", f"{loading:.2f}"],
        ["engine, fonts and the paper", f"{found['own']:.2f}"],
        ["together", f"{found['seconds']:.2f}"],
    ]
    notes = [f"Medians of {STARTS} fresh processes; {found['memory_mb']:.0f} MB."]
    return [Table("The first receipt after a start", ["", "s"], rows, notes)]


def bars(found: dict[str, Any]) -> list[Bar]:
    """What is asked of the first paper."""
    return [
        Bar(
            f"the first after a start under {MOST_SECONDS:g} s",
            found["seconds"] < MOST_SECONDS,
            f"{found['seconds']:.2f} s",
        )
    ]
