"""A report or statistics as a workbook: a title, and one table a sheet. Figures are numbers, and no text is a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float
_NARROW, _WIDE, _WORD = 10, 36, 16


@dataclass(frozen=True)
class SheetTable:
    """One sheet: its name, the heads of its columns and its rows; the first column is the wide one."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_workbook(title: str, tables: Sequence[SheetTable]) -> bytes:
    """The workbook's bytes; the title stands above every table."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#e8eef4", "border": 1})
    for one in tables:
        sheet = book.add_worksheet(one.name)
        sheet.write_string(0, 0, title, bold)
        for at, word in enumerate(one.heads):
            sheet.set_column(at, at, _WIDE if at == 0 else max(_NARROW, min(_WORD, 3 * len(word))))
            sheet.write_string(1, at, word, head)
        for row, cells in enumerate(one.rows, start=2):
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, at, cell)
                else:
                    sheet.write_number(row, at, cell)
        sheet.freeze_panes(2, 1)
    book.close()
    return target.getvalue()
