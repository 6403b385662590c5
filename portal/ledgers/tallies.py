"""Counting what is written or read back: lines, cancelled ones among them, and the sums of the columns that are summed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.ledgers.definition import Column

# What stands in the last column of a ledger's file (行别), which the workbook hides: empty for an ordinary line.
PAPER_MARK = "行别"
PAPER_MARK_STRUCK = "作废"
PAPER_MARK_GROUP = "分组"
PAPER_MARK_SUBTOTAL = "小计"
PAPER_MARK_TOTAL = "合计"
PAPER_MARK_CLOSING = "落款"


@dataclass
class Tally:
    """So many lines, so many of them cancelled, and the sums over the others by column key (whole fen for amounts)."""

    rows: int = 0
    struck: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Iterable[Column]) -> Tally:
        """Nothing counted yet, and nothing summed of those columns that are summed."""
        return cls(sums={c.key: 0 for c in columns if c.total})

    def add(self, values: Mapping[str, Any], is_struck: bool) -> None:
        """Count one line; a cancelled one is counted and not summed."""
        self.rows += 1
        if is_struck:
            self.struck += 1
            return
        for key in self.sums:
            value = values.get(key)
            if value:
                self.sums[key] += int(value)
