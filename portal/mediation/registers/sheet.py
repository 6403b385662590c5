"""The statistics as a workbook: both tables and what counts as what, with figures as numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import xlsxwriter

from portal.mediation.registers.freezing import Line

PAPER_SHEETS = ("案件情况", "组织队伍情况", "统计口径")
PAPER_HEADS = ("统计项目", "数字", "单位")
PAPER_INDENT = "　"
_WIDTHS = (48, 14, 8)
_NUMBER = re.compile(r"[\d,]+(\.\d+)?")


def statistics_sheet(
    title: str,
    cases: Sequence[tuple[str, Sequence[Line]]],
    team: Sequence[tuple[str, Sequence[Line]]],
    definitions: Sequence[str],
) -> bytes:
    """The workbook; whatever a category is called, no cell is a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#e8eef4", "border": 1})
    for name, sections in zip(PAPER_SHEETS, (cases, team), strict=False):
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, title, bold)
        for at, (word, width) in enumerate(zip(PAPER_HEADS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(1, at, word, head)
        row = 2
        for heading, lines in sections:
            sheet.write_string(row, 0, heading, bold)
            for line in lines:
                row += 1
                sheet.write_string(row, 0, PAPER_INDENT * line.depth + line.label)
                _write(sheet, row, line.words)
                sheet.write_string(row, 2, line.unit)
            row += 1
        sheet.freeze_panes(2, 0)
    told = book.add_worksheet(PAPER_SHEETS[2])
    told.set_column(0, 0, 100)
    for place, words in enumerate(definitions):
        told.write_string(place, 0, words)
    book.close()
    return target.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, words: str) -> None:
    """A figure as a number, any other word (`—`, a rate) as it is."""
    if _NUMBER.fullmatch(words):
        sheet.write_number(row, 1, float(words.replace(",", "")))
    else:
        sheet.write_string(row, 1, words)
