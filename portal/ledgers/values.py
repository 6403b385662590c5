"""The cells of a file, read back as the values of a ledger: what a spreadsheet made of them is put right or refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from portal import clock
from portal.errors import N_, RuleBroken
from portal.ledgers.cells import EXACT
from portal.ledgers.definition import Column

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_INSTANT = re.compile(_DAY.pattern + r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
_HALF_SECOND = dt.timedelta(milliseconds=500)


class CellUnreadable(RuleBroken):
    """A cell does not hold what its column holds; the sentence names the line and the column."""

    def __init__(self, line: int, column: Column, cell: Any) -> None:
        super().__init__(
            "file",
            N_("第 %(line)s 行“%(column)s”读不出来：%(words)s。"),
            line=line,
            column=column.heading,
            words=str(cell)[:60],
        )


def value_of(column: Column, cell: Any, line: int) -> Any:
    """The value of a cell, None where it is empty; raises CellUnreadable.

    Texts come back as texts, amounts as whole fen, numbers as int or Decimal, days as dates, instants aware in UTC.
    """
    if cell is None or cell == "":
        return None
    try:
        return _READERS[column.kind](cell)
    except (ValueError, OverflowError, InvalidOperation) as error:
        raise CellUnreadable(line, column, cell) from error


def _text(cell: Any) -> str:
    """A long number that stands as a figure has lost its last digits, which must not pass for the text it was."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int | float) and abs(cell) >= EXACT:
        raise ValueError("a figure of more digits than a sheet keeps")
    return cell.isoformat(" ") if isinstance(cell, dt.datetime) else str(cell)


def _exact(cell: Any) -> Decimal:
    if isinstance(cell, bool | dt.date):
        raise ValueError("no number")
    found = Decimal(cell.replace(",", "").strip() if isinstance(cell, str) else repr(cell))
    if not found.is_finite():
        raise ValueError("no number")
    return found


def _number(cell: Any) -> int | Decimal:
    found = _exact(cell)
    return int(found) if found == found.to_integral_value() else found


def _fen(cell: Any) -> int:
    fen = _exact(cell) * 100
    if fen != fen.to_integral_value():
        raise ValueError("a part of one fen")
    return int(fen)


def _day(cell: Any) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        raise ValueError("no day")
    return dt.date(*map(int, found.groups()))


def _instant(cell: Any) -> dt.date | dt.datetime:
    """An instant, or only its day where the file names no time."""
    if isinstance(cell, str):
        found = _INSTANT.fullmatch(cell.strip())
        if found is None:
            return _day(cell)
        cell = dt.datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    if not isinstance(cell, dt.datetime):
        return _day(cell)
    wall = (cell + _HALF_SECOND).replace(microsecond=0, tzinfo=clock.OFFICE_ZONE)
    return wall.astimezone(dt.UTC)


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "label": _text,
    "code": _text,
    "number": _number,
    "money_fen": _fen,
    "date": _day,
    "datetime": _instant,
}
