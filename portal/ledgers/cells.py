"""One value as the XML of one cell of a workbook. Values stay typed, and a text never becomes a formula or a link.

A text is an inline string, which no spreadsheet reads as a formula; one that begins like a formula also carries the look
that keeps it a text when somebody edits the cell (quotePrefix). What XML cannot hold is written the way Excel writes it
(_x000D_), so that it comes back; the two characters that no XML may name at all, and half of a pair, become U+FFFD.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from typing import Any

from portal.ledgers.definition import Column
from portal.ledgers.wording import wall_clock

Cell = Callable[[Any, int], str]  # the value and the number of its row give the cell

LONGEST = 32767  # characters of a cell, as Excel counts them: two for one beyond the first plane
PAPER_CUT = "……（过长，以下从略）"
EXACT = 10**15  # a number of more digits is not kept exactly by any spreadsheet
# The days before are counted wrongly by Excel, to whom 1900 was a leap year.
FIRST_DAY = dt.date(1900, 3, 1)
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_MIDNIGHT = 1e-8  # under a thousandth of a second: tells midnight from a day of which no time is known
# As Excel and its kin begin a formula, with the wide forms of Chinese input.
FORMULA = "=+-@\t\r\n＝＋－＠"
_BARE = "\x00-\x08\x0b-\x1f"
_SPECIAL = re.compile(
    f"[{_BARE}&<>\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{{4}}_|^[{re.escape(FORMULA)} ]|[ \t\n]$|\n"
)
_ESCAPES = re.compile(f"[{_BARE}]|_(?=x[0-9A-Fa-f]{{4}}_)")
_NOWHERE = re.compile("[\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Look:
    """How a cell looks: kind and side of its column, and what is special about it. The frame turns it into a number."""

    kind: str
    side: str = "left"
    wrap: bool = True
    is_struck: bool = False
    is_quoted: bool = False
    is_bold: bool = False
    is_shaded: bool = False

    def quoted(self) -> Look:
        """The same for a text that begins like a formula."""
        return replace(self, is_quoted=True)

    def day(self) -> Look:
        """The same for a day in a column of instants."""
        return replace(self, kind="date")


def looks_of(look: Look) -> list[Look]:
    """Every look that a cell of this one may turn out to need."""
    return [look, look.quoted(), look.day()] if look.kind == "datetime" else [look, look.quoted()]


def cell_of(letter: str, look: Look, numbers: Mapping[Look, int]) -> Cell:
    """What writes the cells of one column in one look; `numbers` gives the number of each look in the workbook."""
    head, plain = f'<c r="{letter}', numbers[look]
    text = _texts(head, plain, numbers[look.quoted()])
    if look.kind in ("text", "label", "code"):
        return text
    if look.kind == "datetime":
        return _instants(head, plain, numbers[look.day()], text)
    return _figures(head, plain, look.kind, text)


def column_look(column: Column, is_struck: bool) -> Look:
    """The look of a column's cells in an ordinary line, or in a cancelled one."""
    return Look(column.kind, column.side, column.wrap, is_struck=is_struck and not column.stays)


def _texts(head: str, look: int, quoted: int) -> Cell:
    blank, opening, ending = f'" s="{look}"/>', f'" s="{look}" t="inlineStr"><is><t>', "</t></is></c>"

    def cell(value: Any, row: int) -> str:
        if value is None or value == "":
            return f"{head}{row}{blank}"
        text = value if type(value) is str else str(value)
        if len(text) * 2 > LONGEST or _SPECIAL.search(text):
            number = quoted if text[0] in FORMULA else look
            return f'{head}{row}" s="{number}" t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}{ending}'
        return f"{head}{row}{opening}{text}{ending}"

    return cell


def _figures(head: str, look: int, kind: str, text: Cell) -> Cell:
    blank, opening, figure = f'" s="{look}"/>', f'" s="{look}"><v>', _FIGURES[kind]

    def cell(value: Any, row: int) -> str:
        if value is None or value == "":
            return f"{head}{row}{blank}"
        said = figure(value)
        if said is None:
            return text(written(value, kind), row)
        return f"{head}{row}{opening}{said}</v></c>"

    return cell


def _instants(head: str, look: int, day_look: int, text: Cell) -> Cell:
    def cell(value: Any, row: int) -> str:
        if value is None or value == "":
            return f'{head}{row}" s="{look}"/>'
        is_instant = isinstance(value, dt.datetime)
        said = _instant(value) if is_instant else _day(value)
        if said is None:
            return text(written(value, "datetime"), row)
        return f'{head}{row}" s="{look if is_instant else day_look}"><v>{said}</v></c>'

    return cell


def written(value: Any, kind: str) -> str:
    """A value as plain text files hold it: 2026-11-22, 2026-11-22 09:30:15 on the office's clock, 1234.50 for fen."""
    if isinstance(value, dt.datetime):
        wall = wall_clock(value)
        return wall.date().isoformat() if kind == "date" else wall.replace(microsecond=0).isoformat(" ")
    if kind == "money_fen":
        fen = abs(int(value))
        return f"{'-' if value < 0 else ''}{fen // 100}.{fen % 100:02}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def xml_text(text: str) -> str:
    """A text as it stands in the XML, at most as long as a cell may be; a longer one ends in words that say so."""
    if len(text) * 2 > LONGEST and _units(text) > LONGEST:
        text = _cut(text, LONGEST - len(PAPER_CUT)) + PAPER_CUT
    text = _NOWHERE.sub("\ufffd", text)
    return escape(_ESCAPES.sub(lambda found: f"_x{ord(found[0]):04X}_", text), quote=False)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")


def _day(value: dt.date) -> str | None:
    day = wall_clock(value).date() if isinstance(value, dt.datetime) else value
    return None if day < FIRST_DAY else str(day.toordinal() - _DAY_ZERO)


def _instant(value: dt.datetime) -> str | None:
    wall = wall_clock(value)
    if wall.date() < FIRST_DAY:
        return None
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    return repr(wall.toordinal() - _DAY_ZERO + (seconds / 86400 if seconds else _MIDNIGHT))


def _money(value: int) -> str | None:
    return None if abs(value) >= EXACT else written(value, "money_fen")


def _number(value: Any) -> str | None:
    if isinstance(value, int):
        return None if abs(value) >= EXACT else str(value)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or len(exact.normalize().as_tuple().digits) > 15:
        return None
    return str(exact)


_FIGURES: dict[str, Callable[[Any], str | None]] = {"date": _day, "money_fen": _money, "number": _number}
