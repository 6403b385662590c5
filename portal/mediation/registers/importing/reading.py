"""Reading a file as headings and rows of text. What the columns mean is no matter of this file."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from portal.errors import N_, RuleBroken
from portal.ledgers.sources import not_a_table, opened
from portal.mediation.registers.importing.fields import known_headings
from portal.standards import sheets
from portal.standards.private_use import in_standard_characters

MOST_BYTES = 8 * sheets.MIB
MOST_ROWS = 5_000
MOST_COLUMNS = 80
HEAD_ROWS = 10
FEWEST_HEADINGS = 3
LONGEST_CELL = 4_000


@dataclass(frozen=True)
class Sheet:
    """The headings of the first sheet, and its rows: number in the sheet, and texts by place (`"0"`, `"1"`, …)."""

    headings: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_sheet(content: bytes) -> Sheet:
    """The first sheet of a workbook, or a text file; raises RuleBroken at `file` with what is wrong."""
    if len(content) > MOST_BYTES:
        raise sheets.too_large()
    lines = _first_sheet(content)
    place = _place_of_headings(lines)
    headings = [text[:100] for text in lines[place][1]]
    rows = []
    for number, texts in lines[place + 1 :]:
        cells = {str(at): text[:LONGEST_CELL] for at, text in enumerate(texts) if text and at < len(headings)}
        if cells:
            rows.append((number, cells))
    if not rows:
        raise RuleBroken("file", N_("表头下面没有内容。"))
    if len(rows) > MOST_ROWS:
        raise RuleBroken("file", N_("一次最多 %(most)s 行，请分成几个文件。"), most=MOST_ROWS)
    return Sheet(headings, rows)


def _first_sheet(content: bytes) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    first: str | None = None
    if not content:
        raise not_a_table()
    with opened(io.BytesIO(content)) as (_kind, lines):
        for line in lines:
            first = line.sheet if first is None else first
            if line.sheet != first or len(found) > MOST_ROWS + HEAD_ROWS:
                break
            found.append((line.number, [text_of(cell) for cell in line.cells[:MOST_COLUMNS]]))
    return found


def _place_of_headings(lines: list[tuple[int, list[str]]]) -> int:
    """The row among the first that looks most like headings; raises RuleBroken where none does."""
    best, most = -1, FEWEST_HEADINGS - 1
    for place, (_number, texts) in enumerate(lines[:HEAD_ROWS]):
        known = known_headings(texts)
        if known > most:
            best, most = place, known
    if best < 0:
        best = next(
            (place for place, (_n, texts) in enumerate(lines[:HEAD_ROWS]) if sum(map(bool, texts)) > most), -1
        )
    if best < 0:
        raise RuleBroken("file", N_("前 10 行里没有找到表头。请保留登记簿的表头一行（案号、受理日期等）。"))
    return best


def text_of(value: Any) -> str:
    """A cell as text: days as 2026-11-22, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return in_standard_characters(str(value)).strip()
