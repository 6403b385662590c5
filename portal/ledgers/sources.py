"""The rows of a ledger's file as plain cells with their line numbers, from a workbook or from a text file in either encoding."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal.errors import N_, RuleBroken
from portal.ledgers.texts import BOM, GUARD
from portal.standards import sheets
from portal.standards.private_use import MOVED_2022

# Room for the million rows of a full sheet; a larger workbook is to be read in parts, or as text.
LIMITS = sheets.Limits(packed=256 * sheets.MIB, unpacked=4096 * sheets.MIB, memory=3072 * sheets.MIB)
MOST_TEXT = 2048 * sheets.MIB
_CHUNK = 1 << 20
_LONGEST_LINE = 8 << 20


@dataclass(frozen=True)
class Line:
    """The cells of one line, the sheet it stands on (empty for a text file) and its number there, from 1."""

    sheet: str
    number: int
    cells: list[Any]


@contextlib.contextmanager
def opened(source: Path | IO[bytes]) -> Iterator[tuple[str, Iterator[Line]]]:
    """The kind of a file (xlsx, utf-8 or gb18030) and its lines, while the block lasts.

    Raises RuleBroken at `file` for one that is too large or no file of this kind, some only when its lines are read.
    """
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        file.seek(0)
        if file.read(2) == b"PK":
            rows = stack.enter_context(contextlib.closing(_sheet_lines(file)))
            yield "xlsx", rows
        else:
            encoding = _encoding_of(file)
            yield encoding, _text_lines(file, encoding)


def _sheet_lines(file: IO[bytes]) -> Generator[Line, None, None]:
    for row in sheets.read_rows(file, LIMITS):
        yield Line(row.sheet, row.number, row.cells)


def _encoding_of(file: IO[bytes]) -> str:
    if file.seek(0, io.SEEK_END) > MOST_TEXT:
        raise sheets.too_large()
    for encoding in ("utf-8", "gb18030"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        with contextlib.suppress(UnicodeDecodeError):
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
            return encoding
    raise not_a_table()


def _text_lines(file: IO[bytes], encoding: str) -> Iterator[Line]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    reader = csv.reader(_physical_lines(file, decoder, encoding), strict=True)
    try:
        for cells in reader:
            yield Line("", reader.line_num, [cell.removeprefix(GUARD) for cell in cells])
    except csv.Error as error:
        raise not_a_table() from error


def _physical_lines(file: IO[bytes], decoder: codecs.IncrementalDecoder, encoding: str) -> Iterator[str]:
    """The text cut behind each line feed, so that no part of a line is ever held twice; CR and LF stay in it."""
    rest, is_first = "", True
    while True:
        chunk = file.read(_CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        if encoding == "gb18030":
            text = text.translate(MOVED_2022)
        if is_first:
            text, is_first = text.removeprefix(BOM), False
        *lines, rest = (rest + text).split("\n")
        yield from (f"{line}\n" for line in lines)
        if not chunk:
            break
        if len(rest) > _LONGEST_LINE:
            raise not_a_table()
    if rest:
        yield rest


def not_a_table() -> RuleBroken:
    """The refusal of a file that is neither a workbook nor a text file of columns."""
    return RuleBroken("file", N_("这个文件不是 Excel 表，也不是 CSV 文字表格，或者已经损坏。"))
