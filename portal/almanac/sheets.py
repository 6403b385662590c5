"""Reading a list of days from an uploaded Excel or CSV file into the lines that `notices` understands; nothing is stored."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from portal.errors import N_, RuleBroken

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 500


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
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise RuleBroken("file", N_("文件太大，节假日表不应超过 2 MB。"))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [
            [_cell_text(cell) for cell in row[:3]]
            for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=3, values_only=True)
        ]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise RuleBroken("file", N_("这个文件不是可读的 Excel 表，请另存为 .xlsx 或 CSV 后重试。")) from error
    yield from rows


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
