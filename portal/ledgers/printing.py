"""A ledger as a paper: its lines go from the database to the writer of pages as they are read, in one reading of one moment.

Such a print is a list and no issued paper: it takes no number, and its bytes are not kept for good: one that is made at once
goes to its reader only, one that a job makes stays as that job's result for some days (`jobs.keep_days`). What is kept is
the proof of each page (`prints`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from portal import clock
from portal.actor import Actor
from portal.ledgers import queries
from portal.ledgers.asking import Asked, Question
from portal.ledgers.definition import POSITION, Column, Ledger, Measure, counted
from portal.ledgers.heading import PAPER_TITLES, closing_lines, heading_of, told_of
from portal.ledgers.sheets import Sheet, SheetColumn, SheetLine, Written
from portal.ledgers.wording import group_words, number_words, words, yuan
from portal.ledgers.writer import write_pdf

PAPER_WATERMARK = "{name} {at:%Y-%m-%d %H:%M}"
Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Drawn:
    """A ledger that was drawn: what was written, the digest of the file, its check code, and the moment it shows."""

    ledger: Ledger
    asked: Asked
    written: Written
    sha256: str
    check_code: str
    at: dt.datetime
    told: list[list[str]]


def draw_ledger(
    target: BinaryIO,
    actor: Actor,
    asking: Question,
    asked: Asked,
    *,
    check_code: str,
    advance: Advance | None = None,
) -> Drawn:
    """Write the whole ledger as PDF to `target`; must run inside one transaction, which is one snapshot.

    What changes meanwhile is not on it, and its last line says as of when. Raises UnprintableText (a RuleBroken that names
    line, column and code point), FontsMissing, and what the target or `advance` raise; what was written then is to be
    thrown away.
    """
    ledger, at = asking.ledger, clock.now()
    measure = queries.measure(ledger, actor, asked)
    sheet = _sheet(actor, asking, asked, measure, check_code, at)
    digesting = _Digesting(target)
    written = write_pdf(digesting, sheet, _lines(ledger, actor, asked), advance)  # type: ignore[arg-type]
    told = told_of(asking, asked)
    return Drawn(ledger, asked, written, digesting.sha256.hexdigest(), check_code, at, told)


class _Digesting:
    """A file that is only written to, and the digest of what was written."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return self._target.write(data)


def _sheet(
    actor: Actor, asking: Question, asked: Asked, measure: Measure, check_code: str, at: dt.datetime
) -> Sheet:
    heading = heading_of(actor, asking, asked)
    return Sheet(
        title=heading.title,
        facts=[(PAPER_TITLES[name], text) for name, text in heading.facts()],
        columns=[_column(column) for column in asking.ledger.columns_of(asked)],
        closing=[*closing_lines(measure, at), *asking.ledger.closing],
        watermark=PAPER_WATERMARK.format(name=actor.name, at=clock.office_time(at)),
        check_code=check_code,
        orientation=asking.ledger.orientation,
    )


def _column(column: Column) -> SheetColumn:
    said = yuan if column.kind == "money_fen" else number_words
    return SheetColumn(
        heading=column.heading,
        width_mm=column.width_mm,
        side=column.side,
        wrap=column.wrap,
        stays=column.stays,
        sum_words=said if column.total else None,
    )


def _lines(ledger: Ledger, actor: Actor, asked: Asked) -> Iterator[SheetLine]:
    columns = ledger.columns_of(asked)
    grouping = ledger.find_column(asked.group)
    summed = [(index, column.key) for index, column in enumerate(columns) if column.total]
    shown = _cells(columns)
    for position, row in counted(queries.list_rows(ledger, actor, asked)):
        yield SheetLine(
            shown(position, row.values),
            {index: int(row.values.get(key) or 0) for index, key in summed},
            row.is_struck,
            group_words(grouping, row.group) if grouping else None,
        )


def _cells(columns: Sequence[Column]) -> Callable[..., list[str]]:
    def cells(position: int, values: dict[str, object]) -> list[str]:
        return [
            str(position) if column.key == POSITION else words(column, values.get(column.key))
            for column in columns
        ]

    return cells
