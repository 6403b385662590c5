"""A ledger as a workbook (.xlsx): lines stream through, however many, nothing a person typed becomes a formula, and it
prints like the paper. XlsxWriter draws the frame; the lines are put into it here, in a quarter of the time it would need.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import IO

from portal.actor import Actor
from portal.ledgers import queries, wording
from portal.ledgers.asking import Asked, Question
from portal.ledgers.cells import Look
from portal.ledgers.definition import POSITION, Column, Row, counted
from portal.ledgers.frames import End, Frame, Layout, part_name
from portal.ledgers.heading import PAPER_PAIR, PAPER_TITLES, PAPER_TOTAL, heading_of, total_words
from portal.ledgers.lines import GROUP, TOTAL, Lines, looks_in
from portal.ledgers.tallies import (
    PAPER_MARK_CLOSING,
    PAPER_MARK_GROUP,
    PAPER_MARK_STRUCK,
    PAPER_MARK_SUBTOTAL,
    PAPER_MARK_TOTAL,
    Tally,
)

Advance = Callable[[int], object]  # hears how many lines are done

PAPER_GAP = "　　"
PAPER_SUBTOTAL = "小计："
MOST_ROWS = 1048576  # of one sheet; what is beyond goes on in the next one
MOST_BYTES = 3 << 29  # of one sheet's XML, under the 2 GiB that a zip holds without its 64-bit form
AT_ONCE = 500  # lines between two reports of how far it is
_HELD = 1 << 19  # characters that are held between two writes
_COMPRESSION = 3


def write_ledger(
    target: IO[bytes], actor: Actor, asking: Question, asked: Asked, advance: Advance | None = None
) -> int:
    """Write the whole ledger and rewind; gives the number of lines. Memory stays flat however many there are.

    What `advance` raises ends the writing. Raises OSError where the disk is full; what stands in the target is then no
    workbook.
    """
    ledger, columns = asking.ledger, asking.ledger.columns_of(asked)
    heading = heading_of(actor, asking, asked)
    facts = PAPER_GAP.join(PAPER_PAIR.format(PAPER_TITLES[name], text) for name, text in heading.facts())
    layout = Layout(heading.title, facts, columns, ledger.orientation, bool(asked.group))
    with Workbook(target, layout, ledger.find_column(asked.group)) as book:
        for position, row in counted(queries.list_rows(ledger, actor, asked)):
            book.add(position, row)
            if advance and position % AT_ONCE == 0:
                advance(position)
        if advance:
            advance(book.total.rows)
        book.close(ledger.closing)
    target.seek(0)
    return book.total.rows


class Workbook:
    """Sheets that are written from top to bottom and never read back; to be closed once every line is added."""

    def __init__(self, target: IO[bytes], layout: Layout, group: Column | None = None) -> None:
        self._layout, self._group = layout, group
        self._looks = looks_in(layout)
        self._lines = Lines(layout, Frame(layout, self._looks, [End()]).numbers(self._looks))
        self._of_group: Tally | None = None
        self._head: object = None
        self._ends: list[End] = []
        self._held: list[str] = []
        self._size = 0
        self.total = Tally.of(layout.columns)
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION)
        self._sheet: IO[bytes] = io.BytesIO()  # until the first one is open

    def __enter__(self) -> Workbook:
        """The workbook itself, with its first sheet open."""
        try:
            self._open_sheet()
        except BaseException as fault:
            self.__exit__(type(fault))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        """Let go of the file; behind a fault what stands in it is no workbook, and the fault goes on."""
        ignored = (OSError,) if kind is not None else ()
        with contextlib.suppress(*ignored):
            self._sheet.close()
        with contextlib.suppress(*ignored):
            self._archive.close()

    def add(self, position: int, row: Row) -> None:
        """Write one line, struck if it was cancelled, under the head of its group."""
        if self._group is not None and (self._of_group is None or row.group != self._head):
            self._end_group()
            self._begin_group(self._group, row.group)
        values = {**row.values, POSITION: position}
        if row.is_struck:
            self._put(self._lines.row(self._next(), values, PAPER_MARK_STRUCK, "struck"))
        else:
            self._put(self._lines.row(self._next(), values))
        self._ends[-1].line = self._ends[-1].row
        self.total.add(row.values, row.is_struck)
        if self._of_group is not None:
            self._of_group.add(row.values, row.is_struck)

    def close(self, closing: Sequence[str] = ()) -> None:
        """Write the closing line, the lines for signatures, and the rest of the file."""
        self._end_group()
        self._put_sums(PAPER_TOTAL, self.total, PAPER_MARK_TOTAL)
        for text in closing:
            self._put_text(text, TOTAL, PAPER_MARK_CLOSING)
        self._close_sheet()
        for name, part in Frame(self._layout, self._looks, self._ends).others().items():
            self._archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)

    def _begin_group(self, column: Column, value: object) -> None:
        self._head, self._of_group = value, Tally.of(self._layout.columns)
        self._put_text(wording.group_words(column, value), GROUP, PAPER_MARK_GROUP)

    def _end_group(self) -> None:
        if self._of_group is not None:
            self._put_sums(PAPER_SUBTOTAL, self._of_group, PAPER_MARK_SUBTOTAL)
            self._of_group = None

    def _put_sums(self, label: str, tally: Tally, mark: str) -> None:
        """A line of sums; where the first column is summed itself, what stands in front of it is left out."""
        first = self._layout.columns[0]
        said = {} if first.total else {first.key: label + total_words(tally.rows, tally.struck)}
        self._put(self._lines.row(self._next(), {**tally.sums, **said}, mark, "sums"))

    def _put_text(self, text: str, look: Look, mark: str) -> None:
        self._put(self._lines.text(self._next(), text, look, mark))

    def _next(self) -> int:
        """The number of the next row, on a new sheet where this one is full."""
        if self._ends[-1].row >= MOST_ROWS or self._bytes >= MOST_BYTES:
            self._close_sheet()
            self._open_sheet()
        self._ends[-1].row += 1
        return self._ends[-1].row

    def _put(self, xml: str) -> None:
        self._held.append(xml)
        self._size += len(xml)
        if self._size >= _HELD:
            self._flush()

    def _flush(self) -> None:
        self._bytes += self._sheet.write("".join(self._held).encode())
        self._held.clear()
        self._size = 0

    def _open_sheet(self) -> None:
        self._ends.append(End())
        number = len(self._ends)
        self._sheet = self._archive.open(part_name(number), "w")
        opening = Frame(self._layout, self._looks, self._ends).opening(number)
        self._bytes = self._sheet.write(opening.encode())

    def _close_sheet(self) -> None:
        self._flush()
        ending = Frame(self._layout, self._looks, self._ends).ending(len(self._ends))
        self._sheet.write(ending.encode())
        self._sheet.close()
