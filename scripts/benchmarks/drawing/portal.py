"""The portal's own writer, fed as its query feeds it, with everything that it prints beside the lines: sums of each page,
carried-forward amounts, watermark, check code and digests. The peers draw none of these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.ledgers.sheets import Sheet, SheetColumn, SheetLine
from portal.ledgers.writer import write_pdf
from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage


def sheet(rows: int, fen: int) -> Sheet:
    """The ledger of `content` as the writer takes it."""
    columns = [
        SheetColumn(
            column.text,
            column.width_mm,
            side=column.side,
            wrap=index in (content.ADDRESS, content.ITEM, content.REMARK, content.NAME),
            sum_words=content.yuan if index == content.AMOUNT else None,
        )
        for index, column in enumerate(content.COLUMNS)
    ]
    return Sheet(
        title=content.TITLE,
        facts=content.FACTS,
        columns=columns,
        closing=[content.total_words(rows, fen)],
        watermark="测试甲 2026-11-22 09:00",
        check_code="7KQ4-MW9P",
    )


def draw(lines: Iterator[content.Line], target: Path) -> dict[str, Any]:
    """Straight from the generator into the file."""
    source, _target = stage.arguments()
    with target.open("wb") as file:
        written = write_pdf(
            file,
            sheet(*content.read_total(source)),
            (SheetLine(line.cells, {content.AMOUNT: line.fen}) for line in lines),
        )
    return {"pages_written": written.pages}


if __name__ == "__main__":
    stage.run(draw)
