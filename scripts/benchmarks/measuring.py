"""Taking turns: each contender runs once a round, so that a slow minute of the machine is shared by all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


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
