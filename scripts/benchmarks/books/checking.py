"""Does a workbook give back what was written? Every cell of every line, read by python-calamine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import python_calamine

from scripts.benchmarks import content


def check(path: Path, lines: Iterable[content.Line]) -> str:
    """`whole`, or how many cells differ and the first that does; heading and closing lines are skipped."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = (row for row in book.get_sheet_by_index(0).iter_rows() if isinstance(row[0], int | float))
    wrong, first = 0, ""
    for line in lines:
        row = next(rows, [])
        for heading, wanted, found in zip(
            content.BOOK_HEADS, content.book_cells(line), _padded(row), strict=True
        ):
            if _plain(found) != _plain(wanted):
                wrong += 1
                first = first or f"{heading} {wanted!r} became {found!r}"
    return f"{wrong} cells differ, such as {first}" if wrong else "whole"


def _padded(row: list[Any]) -> list[Any]:
    width = len(content.BOOK_HEADS)
    return [*row, *[""] * width][:width]


def _plain(value: Any) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    return round(float(value), 2) if isinstance(value, int | float) else value
