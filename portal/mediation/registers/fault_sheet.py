"""What is wrong with an old register as a workbook: each row, its column and the sentence."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

PAPER_SHEET = "有问题的行"
PAPER_HEADS = ("行号", "栏目", "问题")
_WIDTHS = (10, 22, 90)


def fault_sheet(lines: Iterable[tuple[int, str, str]], whole_file: str) -> bytes:
    """The workbook of (row, column, sentence) lines; row 0 is the file as a whole, and no cell is a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(PAPER_SHEET)
    head = book.add_format({"bold": True, "bottom": 1})
    words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for at, (name, width) in enumerate(zip(PAPER_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    for place, (row, column, why) in enumerate(lines, start=1):
        if row:
            sheet.write_number(place, 0, row)
        else:
            sheet.write_string(place, 0, whole_file)
        sheet.write_string(place, 1, column, words)
        sheet.write_string(place, 2, why, words)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
