"""Counting lines and adding up columns, and the rows that show the sums. Amounts are whole numbers; columns word them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from portal.ledgers.sheets import SheetColumn, SheetLine
from portal.ledgers.writer.layout import LINE_HEIGHT, Box, Setter, Shown
from portal.ledgers.writer.paper import BORDER, INSET, PADDING, Paper

_SMALLEST = 1.0  # points: a sum never wraps, it becomes as small as it must


@dataclass
class Tally:
    """Lines, struck ones among them, and sums by column: the columns of `sums` are the ones that are added up."""

    rows: int = 0
    struck: int = 0
    sums: dict[int, int] = field(default_factory=dict)

    def count(self, line: SheetLine) -> None:
        """Add a line; a struck one counts as a line and adds nothing."""
        self.rows += 1
        if line.is_struck:
            self.struck += 1
            return
        sums = self.sums
        for column, amount in line.amounts.items():
            if column in sums:
                sums[column] += amount

    def clear(self) -> None:
        """Begin again from nothing."""
        self.rows = self.struck = 0
        self.sums = dict.fromkeys(self.sums, 0)


@dataclass(frozen=True)
class SumRow:
    """A row of sums: its cells, the vertical lines between them, and its words."""

    cells: Sequence[Shown]
    uprights: Sequence[float]
    words: Sequence[str]


class Sums:
    """The rows of sums of one ledger, all of the same `height`: a label before the first sum, and each sum in its column."""

    def __init__(self, setter: Setter, paper: Paper, columns: Sequence[SheetColumn]) -> None:
        self.columns: dict[int, Callable[[int], str]] = {
            i: column.sum_words for i, column in enumerate(columns) if column.sum_words
        }
        self.height = setter.size * LINE_HEIGHT + 2 * PADDING + BORDER
        edges = paper.edges
        self._boxes = {i: self._box(setter, edges[i], edges[i + 1], columns[i].side) for i in self.columns}
        self._uprights: Sequence[float] = edges
        first, after = self._label_span(len(columns))
        self._label_at = first if after > first else None
        if after > first:
            self._boxes[first] = self._box(setter, edges[first], edges[after], "center")
            self._uprights = [*edges[: first + 1], *edges[after:]]
        self._wide = self._box(setter, edges[0], edges[-1], "left")
        self._wide_uprights = (edges[0], edges[-1])

    def tally(self) -> Tally:
        """Nothing counted yet, for the columns of this ledger."""
        return Tally(sums=dict.fromkeys(self.columns, 0))

    def row(self, label: str, sums: dict[int, int]) -> SumRow:
        """The row of these sums; a ledger without summed columns gets the label alone."""
        if not self.columns:
            return SumRow([self._wide.set(label)], self._wide_uprights, [label])
        words = {i: write(sums[i]) for i, write in self.columns.items()}
        if self._label_at is None:
            words[0] = f"{label} {words[0]}"
        else:
            words[self._label_at] = label
        order = sorted(words)
        cells = [self._boxes[i].set(words[i]) for i in order]
        return SumRow(cells, self._uprights, [words[i] for i in order])

    def _label_span(self, count: int) -> tuple[int, int]:
        """The columns that hold the label: those before the first sum, or else the first without a sum, or none."""
        first = min(self.columns, default=0)
        if first:
            return 0, first
        free = next((i for i in range(count) if i not in self.columns), None)
        return (0, 0) if free is None else (free, free + 1)

    @staticmethod
    def _box(setter: Setter, left: float, right: float, side: str) -> Box:
        return Box(setter, left + INSET, right - INSET, side, False, _SMALLEST)  # type: ignore[arg-type]
