"""The portal's own workbook, with its heading, borders, print set-up and closing lines, which the peers do not write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.ledgers.definition import POSITION, Column, Kind, Row
from portal.ledgers.frames import Layout
from portal.ledgers.workbooks import Workbook
from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_KINDS: dict[int, Kind] = {content.DAY: "date", content.AMOUNT: "money_fen", 10: "date", 11: "number"}


def columns() -> tuple[Column, ...]:
    """The twelve columns as a room declares them."""
    made = []
    for index, heading in enumerate(content.BOOK_HEADS):
        key = POSITION if index == content.POSITION else f"c{index}"
        kind = _KINDS.get(index, "number" if index == content.POSITION else "text")
        made.append(Column(key, heading, 277 / len(content.BOOK_HEADS), kind, total=index == content.AMOUNT))
    return tuple(made)


def draw(lines: Iterator[content.Line], target: Path) -> dict[str, Any]:
    """From a generator, as from the database."""
    named = columns()
    facts = "　　".join(f"{name}：{text}" for name, text in content.FACTS)
    layout = Layout(content.TITLE, facts, named, "landscape", False)
    with target.open("wb") as file, Workbook(file, layout, None) as book:
        for position, line in enumerate(lines, start=1):
            cells = list(content.book_cells(line))
            cells[content.AMOUNT] = line.fen
            book.add(position, Row({column.key: cell for column, cell in zip(named, cells, strict=True)}))
        book.close(())
    return {"lines": book.total.rows}


if __name__ == "__main__":
    stage.run(draw)
