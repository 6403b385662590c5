"""Taking turns: each contender runs once a round, so that a slow minute of the machine is shared by all; and fresh
processes, whose wall time, processor time and peak memory the system itself tells."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scripts.benchmarks.asked import Table

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = Path(__file__).with_name("launch.py")
SECONDS_AT_MOST = 1800.0
PATIENCE_SECONDS = 8.0  # what took longer is not asked again: its share of noise is small


@dataclass(frozen=True)
class Figure:
    """The median of one contender, in milliseconds, and its ratio to the contender that was named as the limit."""

    name: str
    median_ms: float
    ratio: float


def take_turns(contenders: Mapping[str, Callable[[], object]], *, limit: str, rounds: int) -> list[Figure]:
    """Run every contender `rounds` times in turn after one warm-up; gives their medians, and ratios to `limit`."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run()
    for _ in range(rounds):
        for name, run in contenders.items():
            began = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - began) * 1000)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return [Figure(name, median, median / medians[limit]) for name, median in medians.items()]


def plain_figures(title: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """Figures as plain values, under one title."""
    return {"title": title, "figures": [asdict(figure) for figure in figures]}


def figure_tables(found: dict[str, Any]) -> list[Table]:
    """The table of plain figures."""
    rows = [[one["name"], f"{one['median_ms']:.2f}", f"{one['ratio']:.2f}"] for one in found["figures"]]
    return [Table(found["title"], ["what", "median ms", "× limit"], rows)]


@dataclass(frozen=True)
class Cost:
    """One fresh process: wall and processor seconds, peak memory in MB, and what it said of itself."""

    wall: float
    cpu: float
    memory_mb: float
    said: dict[str, Any]


class RunFailed(RuntimeError):
    """A process ended badly or took too long; the sentence holds its last words."""


def run_fresh(
    command: Sequence[object], *, settings: Mapping[str, str] | None = None, seconds: float = SECONDS_AT_MOST
) -> Cost:
    """Run a command in a process of its own; its last line of output, if it is JSON, is what it says. Raises RunFailed."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-run-") as folder:
        told = Path(folder) / "cost.json"
        command = [sys.executable, "-I", "-S", str(LAUNCH), str(told), *(str(part) for part in command)]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as started:
            try:
                words, errors = started.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                raise RunFailed(f"took longer than {seconds:g} seconds") from None
            finally:
                with contextlib.suppress(
                    ProcessLookupError
                ):  # nothing of it stays, children of children included
                    os.killpg(started.pid, signal.SIGKILL)
        cost = json.loads(told.read_text("utf-8")) if told.exists() else {"status": started.returncode}
    if cost["status"] != 0:
        raise RunFailed(_last_line(errors) or f"ended with status {cost['status']}")
    last = _last_line(words)
    said = json.loads(last) if last.startswith("{") else {}
    return Cost(cost["wall"], cost["cpu"], cost["memory_mb"], said)


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")[:300]


@dataclass
class Result:
    """What one contender needed at one size: medians over `runs` fresh processes, and whatever was found about its work."""

    name: str
    size: int
    runs: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    memory_mb: float = 0.0
    own: float = 0.0  # seconds of the work itself, without starting and importing, as the process told
    failed: str = ""
    notes: dict[str, Any] | None = None

    def as_plain(self) -> dict[str, Any]:
        """The result as it stands in the files of figures."""
        return asdict(self)


def rounds_of(
    contenders: Mapping[str, Callable[[], Cost]],
    size: int,
    rounds: int,
    look: Callable[[str], dict[str, Any]],
    say: Callable[[str], None],
) -> list[Result]:
    """Every contender once a round, in random order, in fresh processes; `look` judges each one's work once.

    A contender that fails, or needs more than PATIENCE_SECONDS, is not asked again.
    """
    taken: dict[str, list[Cost]] = {name: [] for name in contenders}
    results = {name: Result(name, size) for name in contenders}
    order = random.Random(size)  # noqa: S311  (only the order of the turns)
    for _ in range(rounds):
        for name in order.sample(list(contenders), len(contenders)):
            result, costs = results[name], taken[name]
            if result.failed or (costs and costs[0].wall > PATIENCE_SECONDS):
                continue
            try:
                costs.append(contenders[name]())
                if len(costs) == 1:
                    result.notes = {**costs[0].said, **look(name)}
            except RunFailed as failure:
                result.failed = str(failure)
            say(_progress(name, size, costs, result.failed))
    for name, result in results.items():
        if costs := taken[name]:
            result.runs = len(costs)
            result.wall = statistics.median(cost.wall for cost in costs)
            result.cpu = statistics.median(cost.cpu for cost in costs)
            result.memory_mb = max(cost.memory_mb for cost in costs)
            result.own = statistics.median(cost.said.get("seconds", cost.wall) for cost in costs)
    return list(results.values())


def _progress(name: str, size: int, costs: Sequence[Cost], failed: str) -> str:
    what = f"failed: {failed}" if failed else f"{costs[-1].wall:.2f} s, {costs[-1].memory_mb:.0f} MB"
    return f"  {size:>7,} {name}: {what}"
