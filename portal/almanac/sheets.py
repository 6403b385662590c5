"""Reading a list of days from an uploaded Excel or CSV file into the lines that `notices` understands; nothing is stored."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from portal.errors import N_, RuleBroken
from portal.standards import sheets

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 500
_LIMITS = sheets.Limits(packed=MOST_BYTES, unpacked=20 * sheets.MIB, memory=512 * sheets.MIB)


def lines_of(content: bytes) -> str:
    """The rows of a sheet as lines of text, columns 日期, 类别 (休 or 班), 说明; a heading row is left out.

    Raises RuleBroken at `file` for anything but a small Excel (.xlsx) or CSV file.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken("file", N_("文件太大，节假日表不应超过 2 MB。"))
    rows = _excel_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    lines = ["\t".join(cells) for cells in rows if any(cells)]
    if lines and not any(character.isdigit() for character in lines[0]):
        lines = lines[1:]
    return "\n".join(lines)


def _excel_rows(content: bytes) -> Iterator[list[str]]:
    first = None
    try:
        for row in islice(sheets.read_rows(content, _LIMITS), MOST_ROWS):
            first = first or row.sheet
            if row.sheet == first:
                yield [_cell_text(cell) for cell in row.cells[:3]]
    except sheets.SheetTooLarge as error:
        raise RuleBroken("file", N_("文件太大，节假日表不应超过 2 MB。")) from error
    except sheets.SheetUnreadable as error:
        raise RuleBroken("file", N_("这个文件不是可读的 Excel 表，请另存为 .xlsx 或 CSV 后重试。")) from error


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            for number, row in enumerate(csv.reader(io.StringIO(text, newline=""))):
                if number < MOST_ROWS:
                    yield [cell.strip() for cell in row[:3]]
            return
    raise RuleBroken("file", N_("这个文件不是文字表格，请另存为 .xlsx 或 CSV 后重试。"))


def _cell_text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()
