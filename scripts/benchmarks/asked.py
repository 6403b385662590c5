"""What was asked for on the command line, as every benchmark gets it, and the table that each gives back."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """How much to measure; `full` is what docs/benchmarks.md is made from."""

    full: bool = False
    rounds: int = 3
    papers: int = 200
    residents: int = 5_000


@dataclass
class Table:
    """Figures under one heading: the words of each cell, and sentences below."""

    title: str
    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_plain(self) -> dict[str, Any]:
        """For the file of figures."""
        return asdict(self)


@dataclass(frozen=True)
class Bar:
    """Something that must hold: what, whether it does, and the figure."""

    what: str
    held: bool
    figure: str

    @property
    def words(self) -> str:
        """One line."""
        return f"{'held' if self.held else 'NOT HELD'}: {self.what} ({self.figure})"


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)
