"""A ledger as a workbook: rows stream through, nothing a person typed becomes a formula, and it prints like the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from portal.actor import Actor
from portal.ledgers import queries
from portal.ledgers.asking import Asked, Question
from portal.ledgers.definition import POSITION, Column, Ledger, Measure, Row, counted
from portal.ledgers.heading import PAPER_PAIR, PAPER_TITLES, PAPER_TOTAL, Heading, heading_of, total_words
from portal.ledgers.wording import wall_clock

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "money_fen": "#,##0.00", "number": "0"}
_CHARACTERS_PER_MM = 0.9  # ten-point type on the screen for what the paper sets in seven and a half
PAPER_FOOTER = "&C第 &P 页　共 &N 页"
PAPER_GAP = "　　"
_HEAD_ROW = 2
_LONGEST = 32767


def write_ledger(target: IO[bytes], actor: Actor, asking: Question, asked: Asked) -> int:
    """Write the whole ledger and rewind; gives the number of lines. Memory stays flat however many there are."""
    ledger = asking.ledger
    measure = queries.measure(ledger, actor, asked)
    book = Workbook(target, ledger, heading_of(actor, asking, asked))
    book.write(queries.list_rows(ledger, actor, asked))
    book.close(measure)
    target.seek(0)
    return measure.rows


class Workbook:
    """One sheet that is written from top to bottom and never read back."""

    def __init__(self, target: IO[bytes], ledger: Ledger, heading: Heading) -> None:
        self._book = xlsxwriter.Workbook(target, dict(_OPTIONS))
        self._ledger = ledger
        self._formats: dict[tuple[str, str, bool], Any] = {}
        self._sheet = self._book.add_worksheet(ledger.title[:31])
        self._row = _HEAD_ROW + 1
        self._set_up_page()
        self._write_heading(heading)

    def write(self, rows: Iterable[Row]) -> None:
        """Write every line, cancelled ones struck."""
        for position, row in counted(iter(rows)):
            for index, column in enumerate(self._ledger.columns):
                value = position if column.key == POSITION else row.values.get(column.key)
                self._cell(self._row, index, column, value, row.is_struck and not column.stays)
            self._row += 1

    def close(self, measure: Measure) -> None:
        """Write the closing line and finish the file."""
        last = len(self._ledger.columns) - 1
        self._sheet.autofilter(_HEAD_ROW, 0, max(self._row - 1, _HEAD_ROW), last)
        bold = self._book.add_format({"bold": True, "border": 1, "valign": "vcenter"})
        for index, column in enumerate(self._ledger.columns):
            if column.total:
                self._cell(self._row, index, column, measure.totals.get(column.key, 0), False)
            else:
                text = PAPER_TOTAL + total_words(measure.rows, measure.struck) if index == 0 else ""
                self._sheet.write_string(self._row, index, text, bold)
        self._sheet.print_area(0, 0, self._row, last)
        self._book.close()

    def _set_up_page(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.47, right=0.32, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, _HEAD_ROW)
        sheet.set_footer(PAPER_FOOTER)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        for index, column in enumerate(self._ledger.columns):
            sheet.set_column(index, index, max(column.width_mm * _CHARACTERS_PER_MM, 5.0))

    def _write_heading(self, heading: Heading) -> None:
        last = len(self._ledger.columns) - 1
        title = self._book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        plain = self._book.add_format({"align": "left", "valign": "vcenter"})
        head = self._book.add_format(
            {
                "bold": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#E6EBEF",
            }
        )
        facts = PAPER_GAP.join(PAPER_PAIR.format(PAPER_TITLES[name], text) for name, text in heading.facts())
        for row, text, look, height in ((0, heading.title, title, 30), (1, facts, plain, 18)):
            self._sheet.set_row(row, height)
            self._sheet.merge_range(row, 0, row, last, "", look)
            self._sheet.write_string(row, 0, text[:_LONGEST], look)
        self._sheet.set_row(_HEAD_ROW, 30)
        for index, column in enumerate(self._ledger.columns):
            self._sheet.write_string(_HEAD_ROW, index, column.heading, head)

    def _cell(self, row: int, index: int, column: Column, value: Any, struck: bool) -> None:
        look = self._format(column, struck)
        if value is None or value == "":
            self._sheet.write_blank(row, index, None, look)
        else:
            _WRITERS[column.kind](self._sheet, row, index, value, look)

    def _format(self, column: Column, struck: bool) -> Any:
        key = (column.kind, column.side, struck)
        if key not in self._formats:
            look: dict[str, Any] = {"border": 1, "align": column.side, "valign": "vcenter", "text_wrap": True}
            if column.kind in _FORMATS:
                look["num_format"] = _FORMATS[column.kind]
            if struck:
                look.update(font_strikeout=True, font_color="#666666")
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


def _text(sheet: Any, row: int, index: int, value: Any, look: Any) -> None:
    sheet.write_string(row, index, str(value)[:_LONGEST], look)


def _day(sheet: Any, row: int, index: int, value: dt.date, look: Any) -> None:
    if isinstance(value, dt.datetime):
        sheet.write_datetime(row, index, wall_clock(value), look)
    elif value.year < 1900:  # before the first day that a workbook can count
        sheet.write_string(row, index, value.isoformat(), look)
    else:
        sheet.write_datetime(row, index, dt.datetime(value.year, value.month, value.day), look)  # noqa: DTZ001


def _money(sheet: Any, row: int, index: int, value: int, look: Any) -> None:
    sheet.write_number(row, index, Decimal(value) / 100, look)


def _number(sheet: Any, row: int, index: int, value: Any, look: Any) -> None:
    sheet.write_number(row, index, value, look)


_WRITERS: dict[str, Callable[..., None]] = {
    "text": _text,
    "label": _text,
    "code": _text,
    "date": _day,
    "datetime": _day,
    "money_fen": _money,
    "number": _number,
}
