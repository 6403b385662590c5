"""The template of a kind as a workbook, and reading one that was filled in. What the rows mean is no matter of this file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from portal.errors import N_, RuleBroken
from portal.services.assistance.carrying_in.kinds import Kind, PaperRow
from portal.standards import sheets
from portal.standards.private_use import in_standard_characters

MOST_BYTES = 8 * sheets.MIB
MOST_ROWS = 5_000
HEAD_ROWS = 10
EXACT_DIGITS = 15
PAPER_SHEET = "填写"
PAPER_GUIDE = "填写说明"
PAPER_GUIDE_HEADS = ("栏目", "必填", "怎样填写")
PAPER_YES = "是"
PAPER_NO = "否"
PAPER_MARK = "*"
_LIMITS = sheets.Limits(packed=MOST_BYTES, unpacked=128 * sheets.MIB, memory=768 * sheets.MIB)


def template_of(kind: Kind) -> bytes:
    """An empty workbook with the headings, all cells as text, and a second sheet that says how to fill them in."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "bg_color": "#e8eef4", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    sheet, guide = book.add_worksheet(PAPER_SHEET), book.add_worksheet(PAPER_GUIDE)
    for at, column in enumerate(kind.columns):
        sheet.set_column(at, at, column.width, text)
        sheet.write_string(0, at, column.heading + (PAPER_MARK if column.is_required else ""), head)
    sheet.freeze_panes(1, 0)
    guide.set_column(0, 1, 16)
    guide.set_column(2, 2, 90)
    for at, words in enumerate(PAPER_GUIDE_HEADS):
        guide.write_string(0, at, words, head)
    for row, column in enumerate(kind.columns, start=1):
        guide.write_string(row, 0, column.heading)
        guide.write_string(row, 1, PAPER_YES if column.is_required else PAPER_NO)
        guide.write_string(row, 2, column.hint)
    book.close()
    return target.getvalue()


def read_workbook(kind: Kind, content: bytes) -> tuple[list[PaperRow], dict[str, str]]:
    """The rows of the first sheet, and the letter of each column; raises RuleBroken at `file` for what is no such workbook."""
    if len(content) > MOST_BYTES:
        raise sheets.too_large()
    rows = _first_sheet(content)
    columns = _heads(kind, rows)
    letters = {key: xl_col_to_name(at) for key, at in columns.items()}
    found = []
    for number, cells in islice(rows, MOST_ROWS + 1):
        values = {key: _text(cells[at]) for key, at in columns.items() if at < len(cells)}
        values = {key: value for key, value in values.items() if value}
        if values:
            found.append(PaperRow(number, values))
    if len(found) > MOST_ROWS:
        raise RuleBroken("file", N_("一次最多 %(most)s 行，请分成几个文件。"), most=MOST_ROWS)
    if not found:
        raise RuleBroken("file", N_("表中没有内容，请在模板中填写后再上传。"))
    return found, letters


def _first_sheet(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    first = None
    for row in sheets.read_rows(content, _LIMITS):
        first = first or row.sheet
        if row.sheet != first:
            return
        yield row.number, row.cells


def _heads(kind: Kind, rows: Iterator[tuple[int, list[Any]]]) -> dict[str, int]:
    """Where each column stands; the headings are in one of the first rows, under a title or two."""
    for number, cells in rows:
        words = {
            "".join(str(cell).split()).rstrip(PAPER_MARK): at
            for at, cell in enumerate(cells)
            if cell is not None
        }
        found = {one.key: words[one.heading] for one in kind.columns if one.heading in words}
        if all(one.key in found for one in kind.columns if one.is_required):
            return found
        if number >= HEAD_ROWS:
            break
    raise RuleBroken(
        "file", N_("没有找到表头。请下载“%(kind)s”的模板，把内容填在模板里再上传。"), kind=kind.label
    )


def _text(value: Any) -> str:
    """A cell as text. A long number kept as a figure has lost its last digits: it comes out marked, and is refused by name."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float) and abs(value) >= 10**EXACT_DIGITS:
        return f"{LOST}{value:.0f}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return in_standard_characters(str(value)).strip()


LOST = "\u2260"
