"""The process that opens one workbook: it reads standard input and writes a line of JSON for each row. `sheets` starts it.

A crafted workbook of a few hundred bytes can ask for a table of 17,000 million cells, which ends the process that opens
it. So this file runs alone, under limits of memory and time, and imports nothing of the portal.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from typing import Any

BROKEN, LOCKED, FAILED = 3, 4, 1  # what the ending code says; any other but 0 is a limit that was met
SECONDS = 300
BATCH = 500
MOST_ROWS, MOST_COLUMNS = 1048576, 16384  # of the file format


def main(memory: int) -> int:
    """Write every row of every sheet; gives the ending code."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        source = open(0, "rb", closefd=False)  # noqa: SIM115  (standard input, which ends with the process)
        source.seek(0)
        with CalamineWorkbook.from_filelike(source) as book:
            for index, about in enumerate(book.sheets_metadata):
                if about.typ == SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_index(index)
                    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                        return BROKEN
                    _write_sheet(sheet, about.name)
    except PasswordError:
        return LOCKED
    except CalamineError:
        return BROKEN
    return 0


def _write_sheet(sheet: Any, name: str) -> None:
    """A line that names the sheet and how many columns on its left are empty, then a line for each row."""
    lines = [json.dumps({"sheet": name, "left": sheet.start[1] if sheet.start else 0})]
    for row in sheet.iter_rows():
        lines.append(json.dumps([_plain(cell) for cell in row], ensure_ascii=False))
        if len(lines) >= BATCH:
            _send(lines)
    _send(lines)


def _send(lines: list[str]) -> None:
    sys.stdout.buffer.write("\n".join([*lines, ""]).encode("utf-8", "replace"))
    lines.clear()


def _plain(value: Any) -> Any:
    """A value that JSON has a form for: whole numbers without a point, days and instants by name, the rest as written."""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dt.datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
