"""Everything of a workbook but its lines: styles, heading, widths, frozen panes and print set-up, drawn by XlsxWriter.

A frame is a whole workbook whose sheets hold only their heading; the lines are put into it where `Opening` ends. Drawing
it takes a few milliseconds, so it is drawn once before the lines (for the numbers of the looks) and once behind them,
when it is known where each sheet ends.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from portal import clock
from portal.ledgers.cells import LONGEST, Look
from portal.ledgers.definition import Column
from portal.ledgers.sheets import Orientation
from portal.ledgers.tallies import PAPER_MARK

HEAD_ROWS = 3  # title, facts, heads of the columns
PAPER_FOOTER = "&C第 &P 页　共 &N 页"
PAPER_SHEET = "{0} {1}"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "money_fen": "#,##0.00",
    "number": "General",
    "code": "@",
}
_CHARACTERS_PER_MM = 0.9  # ten-point type on the screen for what the paper sets in seven and a half
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LINES_BEGIN = f'<row r="{HEAD_ROWS + 1}"'
_LINES_END = "</sheetData>"


@dataclass(frozen=True)
class Layout:
    """What the heads of a workbook say and how its sheets are laid out; `is_grouped` leaves out the filter buttons."""

    title: str
    facts: str
    columns: Sequence[Column]
    orientation: Orientation = "landscape"
    is_grouped: bool = False

    def letter(self, index: int) -> str:
        """The name of a column, from 0; the one behind the last holds the mark of each line."""
        return str(xl_col_to_name(index))


@dataclass
class End:
    """Where a sheet ends, counted from 1: its last line, and the last row under the lines (sums, signatures)."""

    line: int = HEAD_ROWS
    row: int = HEAD_ROWS


class Frame:
    """The parts of a workbook with so many sheets, each ending where it says."""

    def __init__(self, layout: Layout, looks: Sequence[Look], ends: Sequence[End]) -> None:
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, dict(_OPTIONS))
        book.set_properties({"title": layout.title, "created": clock.now().replace(tzinfo=None)})
        formats = {look: book.add_format(_format(look)) for look in looks}
        for number, end in enumerate(ends, start=1):
            _draw_sheet(book, layout, number, end, formats)
        book.close()
        with zipfile.ZipFile(file) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def opening(self, number: int) -> str:
        """The XML of a sheet, from 1, up to its first line."""
        return self._xml(number).partition(_LINES_BEGIN)[0]

    def ending(self, number: int) -> str:
        """The XML of a sheet behind its last line."""
        return _LINES_END + self._xml(number).partition(_LINES_END)[2]

    def numbers(self, looks: Sequence[Look]) -> dict[Look, int]:
        """The number by which the cells of this workbook name each look."""
        pattern = self._xml(1).partition(_LINES_BEGIN)[2]
        found = [int(number) for number in re.findall(r'<c r="[A-Z]+[0-9]+" s="([0-9]+)"/>', pattern)]
        return dict(zip(looks, found, strict=True))

    def others(self) -> dict[str, bytes]:
        """Every part that is no sheet."""
        return {name: part for name, part in self.parts.items() if not name.startswith("xl/worksheets/")}

    def _xml(self, number: int) -> str:
        return re.sub("<dimension[^>]*/>", "", self.parts[part_name(number)].decode(), count=1)


def part_name(number: int) -> str:
    """What a sheet is called inside the file, from 1."""
    return f"xl/worksheets/sheet{number}.xml"


def _draw_sheet(book: Any, layout: Layout, number: int, end: End, formats: dict[Look, Any]) -> None:
    sheet, last = book.add_worksheet(_sheet_name(layout.title, number)), len(layout.columns) - 1
    _set_up_page(sheet, layout)
    sheet.print_area(0, 0, end.row - 1, last)
    if not layout.is_grouped:
        sheet.autofilter(HEAD_ROWS - 1, 0, max(end.line - 1, HEAD_ROWS), last)
    _write_heading(book, sheet, layout)
    for index, look in enumerate(
        formats.values()
    ):  # the pattern row, from which the numbers of the looks are read
        sheet.write_blank(HEAD_ROWS, index, None, look)


def _set_up_page(sheet: Any, layout: Layout) -> None:
    sheet.set_landscape() if layout.orientation == "landscape" else sheet.set_portrait()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.47, right=0.32, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEAD_ROWS - 1)
    sheet.set_footer(PAPER_FOOTER)
    sheet.freeze_panes(HEAD_ROWS, 1)
    for index, column in enumerate(layout.columns):
        sheet.set_column(index, index, max(column.width_mm * _CHARACTERS_PER_MM, 5.0))
    sheet.set_column(len(layout.columns), len(layout.columns), 6, None, {"hidden": True})


def _write_heading(book: Any, sheet: Any, layout: Layout) -> None:
    last = len(layout.columns) - 1
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    plain = book.add_format({"align": "left", "valign": "vcenter"})
    head = book.add_format(
        {
            "bold": True,
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "bg_color": "#E6EBEF",
        }
    )
    for row, text, look, height in ((0, layout.title, title, 30), (1, layout.facts, plain, 18)):
        sheet.set_row(row, height)
        if last:
            sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_string(row, 0, text[:LONGEST], look)
    sheet.set_row(HEAD_ROWS - 1, 30)
    for index, column in enumerate(layout.columns):
        sheet.write_string(HEAD_ROWS - 1, index, column.heading, head)
    sheet.write_string(HEAD_ROWS - 1, last + 1, PAPER_MARK, head)


def _sheet_name(title: str, number: int) -> str:
    name = _FORBIDDEN.sub(" ", title).strip("' ")[:27] or PAPER_MARK
    return PAPER_SHEET.format(name, number) if number > 1 else name


def _format(look: Look) -> dict[str, Any]:
    said: dict[str, Any] = {"border": 1, "align": look.side, "valign": "vcenter", "text_wrap": look.wrap}
    if look.kind in _FORMATS:
        said["num_format"] = _FORMATS[look.kind]
    if look.is_quoted:
        said["quote_prefix"] = True
    if look.is_struck:
        said.update(font_strikeout=True, font_color="#666666")
    if look.is_bold:
        said["bold"] = True
    if look.is_shaded:
        said["bg_color"] = "#F3F5F7"
    return said
