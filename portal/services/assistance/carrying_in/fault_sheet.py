"""The report of a trial as a workbook (试运行报告): each row that will not come in, where it is wrong, and why, in words."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

PAPER_SHEET = "有误的地方"
PAPER_HEADS = ("行号", "单元格", "栏目", "哪里不对")
_WIDTHS = (8, 10, 22, 80)


def fault_sheet(lines: Iterable[tuple[int, str, str, str]]) -> bytes:
    """The workbook of (row, cell, column, sentence) lines; whatever a cell says, none is a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(PAPER_SHEET)
    head = book.add_format({"bold": True, "bottom": 1})
    words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for at, (name, width) in enumerate(zip(PAPER_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    for place, (row, *texts) in enumerate(lines, start=1):
        sheet.write_number(place, 0, row)
        for at, text in enumerate(texts, start=1):
            sheet.write_string(place, at, text, words)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
