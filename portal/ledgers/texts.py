"""A ledger as a text file (.csv) for other programs: one line of heads, then the lines, and nothing around them.

UTF-8 with its mark (BOM) or GB 18030, lines end in CR LF, days are 2026-11-22, instants 2026-11-22 09:30:15 on the office's
clock, amounts 1234.50. A spreadsheet takes what begins like a formula for one, cuts long numbers and drops zeros in
front: such a text begins with one apostrophe, and so does every text that begins with an apostrophe of its own. Reading
back takes exactly one away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import IO, Any

from portal.actor import Actor
from portal.ledgers import queries
from portal.ledgers.asking import Asked, Question
from portal.ledgers.cells import FORMULA, written
from portal.ledgers.definition import POSITION, Column, counted
from portal.ledgers.tallies import PAPER_MARK, PAPER_MARK_STRUCK
from portal.ledgers.workbooks import AT_ONCE, Advance
from portal.standards.private_use import MOVED_2022

ENCODINGS = ("utf-8-sig", "gb18030")
_HELD = 1 << 18  # characters that are held between two writes
GUARD = "'"
BOM = "\ufeff"
# What begins like a formula or with the guard itself, figures too long for a spreadsheet, and zeros in front.
_GUARDED = re.compile(f"[{re.escape(FORMULA + GUARD)}]|[0-9]{{16,}}$|0[0-9]+$")
_HALVES = re.compile("[\ud800-\udfff]")
# Python's table is the one of 2005; these eighteen characters have their two bytes back since 2022, as old readers had them.
_AS_OF_2022 = {standard: private for private, standard in MOVED_2022.items()}
_MOVED = re.compile(f"[{''.join(map(chr, _AS_OF_2022))}]")


def write_ledger(
    target: IO[bytes],
    actor: Actor,
    asking: Question,
    asked: Asked,
    encoding: str,
    advance: Advance | None = None,
) -> int:
    """Write the whole ledger and rewind; gives the number of lines. Memory stays flat however many there are.

    Cancelled lines are there and marked in a last column; a ledger that knows none has no such column. What `advance`
    raises ends the writing. Raises OSError where the disk is full.
    """
    ledger = asking.ledger
    file = TextFile(target, ledger.columns_of(asked), encoding, has_marks=ledger.struck is not None)
    position = 0
    for position, row in counted(queries.list_rows(ledger, actor, asked)):
        file.add({**row.values, POSITION: position}, row.is_struck)
        if advance and position % AT_ONCE == 0:
            advance(position)
    if advance:
        advance(position)
    file.flush()
    target.seek(0)
    return position


class TextFile:
    """Lines of values as text, in one of `ENCODINGS`; to be flushed once every line is added."""

    def __init__(
        self, target: IO[bytes], columns: tuple[Column, ...], encoding: str, *, has_marks: bool = True
    ) -> None:
        if encoding not in ENCODINGS:
            raise ValueError(f"{encoding} is none of {', '.join(ENCODINGS)}")
        self._target, self._encoding, self._has_marks = target, encoding, has_marks
        self._cells = [(c.key, _cell_of(c.kind)) for c in columns]
        self._held = io.StringIO(newline="")
        self._writer = csv.writer(self._held, lineterminator="\r\n")
        if encoding == "utf-8-sig":
            self._held.write(BOM)
        self._writer.writerow([c.heading for c in columns] + [PAPER_MARK] * has_marks)

    def add(self, values: dict[str, Any], is_struck: bool = False) -> None:
        """Write one line."""
        cells = [cell(values.get(key)) for key, cell in self._cells]
        if self._has_marks:
            cells.append(PAPER_MARK_STRUCK if is_struck else "")
        self._writer.writerow(cells)
        if self._held.tell() > _HELD:
            self.flush()

    def flush(self) -> None:
        """Send to the file what is still held."""
        self._target.write(_encoded(self._held.getvalue(), self._encoding))
        self._held.seek(0)
        self._held.truncate()


def _encoded(text: str, encoding: str) -> bytes:
    text = _HALVES.sub("\ufffd", text)
    if encoding == "utf-8-sig":
        return text.encode()  # the mark was written once, in front
    return (text.translate(_AS_OF_2022) if _MOVED.search(text) else text).encode("gb18030")


def _cell_of(kind: str) -> Callable[[Any], str]:
    if kind in ("text", "label", "code"):
        return _text
    return lambda value: "" if value is None or value == "" else written(value, kind)


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    return GUARD + text if text and _GUARDED.match(text) else text
