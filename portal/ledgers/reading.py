"""Reading a ledger's own file back, workbook or text: the same values, counted and summed anew beside what the file says.

A file that somebody changed is read as it is; what no longer agrees is named line by line where the file tells.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from portal.errors import N_, RuleBroken
from portal.ledgers.definition import POSITION, Column, Ledger
from portal.ledgers.frames import HEAD_ROWS
from portal.ledgers.heading import PAPER_TITLES, total_words
from portal.ledgers.sources import Line, opened
from portal.ledgers.tallies import (
    PAPER_MARK,
    PAPER_MARK_CLOSING,
    PAPER_MARK_GROUP,
    PAPER_MARK_STRUCK,
    PAPER_MARK_SUBTOTAL,
    PAPER_MARK_TOTAL,
    Tally,
)
from portal.ledgers.values import value_of
from portal.ledgers.wording import words
from portal.ledgers.workbooks import PAPER_GAP

MOST_DIFFERENCES = 20  # named one by one; behind a line that was taken out every other may be wrong as well
_COUNTS = re.compile(r"：(\d+) 件(?:，其中作废 (\d+) 件)?$")
_LABELS = "|".join(PAPER_TITLES.values())
_FACT = re.compile(f"(?:^|{PAPER_GAP})({_LABELS})：")


@dataclass(frozen=True)
class ReadRow:
    """One line: its number in the file, the values by column key (None: empty), whether it is struck, and its group's head."""

    line: int
    values: Mapping[str, Any]
    is_struck: bool = False
    group: str | None = None


@dataclass
class ReadLedger:
    """A ledger as its file holds it; the tallies and differences are complete once `rows` has come to its end.

    `kind` is xlsx, utf-8 or gb18030; `title` and `facts` (by label) are empty for a text file, which has none. `found` is
    what the lines come to, `closing` what the closing line says (None where there is none).
    """

    kind: str
    title: str
    facts: dict[str, str]
    columns: tuple[Column, ...]
    rows: Iterator[ReadRow]
    found: Tally
    closing: Tally | None = None
    differences: list[RuleBroken] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether every count and sum is what the lines come to."""
        return not self.differences


@contextlib.contextmanager
def read_back(ledger: Ledger, source: Path | IO[bytes]) -> Iterator[ReadLedger]:
    """The ledger that a file holds, streamed while the block lasts.

    Raises RuleBroken at `file` with a sentence for a file that is damaged, too large, of another ledger, or holds a cell
    that cannot be what its column holds (then while its rows are read).
    """
    with opened(source) as (kind, lines):
        first = list(_until_heads(lines, kind))
        if not first:
            raise RuleBroken("file", N_("文件里没有内容。"))
        columns, mark = _columns_of(ledger, first[-1])
        title, facts = _heading(first[:-1])
        book = ReadLedger(kind, title, facts, columns, iter(()), Tally.of(columns))
        book.rows = _Reader(book, mark, first[-1]).rows(lines)
        yield book


def _until_heads(lines: Iterator[Line], kind: str) -> Iterator[Line]:
    """The lines down to the heads of the columns, which stand third in a workbook and first in a text."""
    for line in lines:
        yield line
        if kind != "xlsx" or line.number >= HEAD_ROWS:
            return


def _columns_of(ledger: Ledger, heads: Line) -> tuple[tuple[Column, ...], int | None]:
    """The columns in the order of the file, and where the marks of the lines stand."""
    texts = [str(cell or "").strip() for cell in heads.cells]
    while texts and not texts[-1]:
        texts.pop()
    mark = texts.index(PAPER_MARK) if PAPER_MARK in texts else None
    known = {c.heading: c for c in ledger.columns}
    names = texts[:mark]
    strange = [name for name in names if name not in known]
    if strange or not names or len(set(names)) != len(names):
        raise RuleBroken(
            "file",
            N_("这不是“%(title)s”的文件：第 %(line)s 行应是各栏的名称，“%(words)s”不是本台账的栏目。"),
            title=ledger.title,
            line=heads.number,
            words="、".join(strange[:3])[:60],
        )
    return tuple(known[name] for name in names), mark


def _heading(lines: list[Line]) -> tuple[str, dict[str, str]]:
    texts = [str(line.cells[0] or "") if line.cells else "" for line in lines]
    if len(texts) < HEAD_ROWS - 1:
        return "", {}
    parts = _FACT.split(texts[1])[1:]
    return texts[0], {label: text.strip() for label, text in zip(parts[::2], parts[1::2], strict=True)}


class _Reader:
    """What goes through the lines once: values, and the counts and sums that they come to."""

    def __init__(self, book: ReadLedger, mark: int | None, heads: Line) -> None:
        self._book, self._mark, self._heads = book, mark, heads
        self._group: str | None = None
        self._of_group = Tally.of(book.columns)
        self._last = 0

    def rows(self, lines: Iterator[Line]) -> Iterator[ReadRow]:
        """Every line of the ledger, in order; sheets behind the first go on where they have the same heads."""
        foreign = ""
        for line in lines:
            if line.sheet != self._heads.sheet and line.number <= HEAD_ROWS:
                if line.number == HEAD_ROWS and line.cells != self._heads.cells:
                    foreign = line.sheet
                    self._differ(N_("工作表“%(sheet)s”不属于本台账，没有读。"), sheet=foreign)
            elif not foreign or line.sheet != foreign:
                yield from self._take(line)
        self._finish()

    def _take(self, line: Line) -> Iterator[ReadRow]:
        cells = line.cells
        mark = str(cells[self._mark] or "") if self._mark is not None and self._mark < len(cells) else ""
        if mark == PAPER_MARK_GROUP:
            self._group = str(cells[0] or "").partition("：")[2]
            self._of_group = Tally.of(self._book.columns)
        elif mark == PAPER_MARK_SUBTOTAL:
            self._compare(line, self._of_group, self._said(line, self._of_group), PAPER_MARK_SUBTOTAL)
        elif mark == PAPER_MARK_TOTAL:
            self._book.closing = self._said(line, self._book.found)
            self._compare(line, self._book.found, self._book.closing, PAPER_MARK_TOTAL)
        elif mark != PAPER_MARK_CLOSING and any(cell not in (None, "") for cell in cells):
            yield self._row(line, mark == PAPER_MARK_STRUCK)

    def _row(self, line: Line, is_struck: bool) -> ReadRow:
        cells = [*line.cells, *[None] * (len(self._book.columns) - len(line.cells))]
        values = {
            c.key: value_of(c, cell, line.number) for c, cell in zip(self._book.columns, cells, strict=False)
        }
        for tally in (self._book.found, self._of_group):
            tally.add(values, is_struck)
        if POSITION in values:
            self._check_position(line.number, values[POSITION])
        return ReadRow(line.number, values, is_struck, self._group)

    def _check_position(self, number: int, position: Any) -> None:
        if position != self._last + 1:
            self._differ(
                N_("第 %(line)s 行的序号是 %(found)s，应是 %(wanted)s：这里有行被删除、增加或移动。"),
                line=number,
                found="" if position is None else position,
                wanted=self._last + 1,
            )
        self._last = position if isinstance(position, int) else self._last + 1

    def _said(self, line: Line, found: Tally) -> Tally:
        """What a line of sums says; a count that cannot be read is taken for what was found, for the sums still count."""
        said = Tally(found.rows, found.struck)
        for column, cell in zip(self._book.columns, line.cells, strict=False):
            counts = _COUNTS.search(cell) if isinstance(cell, str) else None
            if column.total:
                said.sums[column.key] = int(value_of(column, cell, line.number) or 0)
            elif counts:
                said.rows, said.struck = int(counts[1]), int(counts[2] or 0)
        return said

    def _compare(self, line: Line, found: Tally, said: Tally, name: str) -> None:
        if (found.rows, found.struck) != (said.rows, said.struck):
            self._differ(
                N_("第 %(line)s 行的%(name)s写着 %(said)s，上面各行有 %(found)s。"),
                line=line.number,
                name=name,
                said=total_words(said.rows, said.struck),
                found=total_words(found.rows, found.struck),
            )
        for column in self._book.columns:
            if column.total and said.sums.get(column.key) != found.sums[column.key]:
                self._differ(
                    N_("第 %(line)s 行的%(name)s中“%(column)s”写着 %(said)s，上面各行之和是 %(found)s。"),
                    line=line.number,
                    name=name,
                    column=column.heading,
                    said=words(column, said.sums.get(column.key)),
                    found=words(column, found.sums[column.key]),
                )

    def _finish(self) -> None:
        if self._book.kind == "xlsx" and self._book.closing is None:
            self._differ(N_("没有合计行，文件可能不完整。"))

    def _differ(self, message: str, **params: Any) -> None:
        if len(self._book.differences) < MOST_DIFFERENCES:
            self._book.differences.append(RuleBroken("file", message, **params))
