"""One line of a ledger as the XML of one row of a workbook: ordinary, cancelled, a sum, or a text across the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.ledgers.cells import Cell, Look, cell_of, column_look, looks_of, xml_text
from portal.ledgers.definition import Column
from portal.ledgers.frames import Layout

MARK = Look("text", wrap=False)
GROUP = Look("text", wrap=False, is_bold=True, is_shaded=True)
TOTAL = Look("text", wrap=False, is_bold=True)
_KINDS = ("plain", "struck", "sums")


def look_of(column: Column, kind: str) -> Look:
    """The look of a column in a line of this kind."""
    if kind == "sums":
        return Look(column.kind, column.side, is_bold=True) if column.total else TOTAL
    return column_look(column, kind == "struck")


def looks_in(layout: Layout) -> list[Look]:
    """Every look that the lines of a workbook may need, each once."""
    lines = [look for kind in _KINDS for c in layout.columns for look in looks_of(look_of(c, kind))]
    return list(dict.fromkeys([MARK, GROUP, TOTAL, *lines]))


class Lines:
    """What writes the rows of one workbook; `numbers` gives the number of each look in it."""

    def __init__(self, layout: Layout, numbers: Mapping[Look, int]) -> None:
        self._numbers = numbers
        self._letters = [layout.letter(index) for index in range(len(layout.columns))]
        self._cells = {kind: self._cells_of(layout, kind) for kind in _KINDS}
        self._mark = f'<c r="{layout.letter(len(layout.columns))}'

    def row(self, number: int, values: Mapping[str, Any], mark: str = "", kind: str = "plain") -> str:
        """A row of values by column key, with a mark of what it is in the hidden column behind the last."""
        cells = "".join([cell(values.get(key), number) for key, cell in self._cells[kind]])
        return f'<row r="{number}">{cells}{self._marked(number, mark) if mark else ""}</row>'

    def text(self, number: int, text: str, look: Look, mark: str) -> str:
        """A row with one text that runs across the sheet."""
        style = self._numbers[look]
        first = f'<c r="A{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'
        rest = "".join([f'<c r="{letter}{number}" s="{style}"/>' for letter in self._letters[1:]])
        return f'<row r="{number}">{first}{rest}{self._marked(number, mark)}</row>'

    def _marked(self, number: int, mark: str) -> str:
        return f'{self._mark}{number}" s="{self._numbers[MARK]}" t="inlineStr"><is><t>{mark}</t></is></c>'

    def _cells_of(self, layout: Layout, kind: str) -> Sequence[tuple[str, Cell]]:
        return [
            (column.key, cell_of(letter, look_of(column, kind), self._numbers))
            for letter, column in zip(self._letters, layout.columns, strict=True)
        ]
