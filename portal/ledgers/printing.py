"""A ledger as a paper: WeasyPrint sets the same columns, at most as many lines as a reader can wait for.

Such a print is a list and no issued paper: it takes no number and is not kept.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal import settings
from portal.actor import Actor
from portal.documents import glyphs, render
from portal.errors import N_, RuleBroken
from portal.ledgers import queries
from portal.ledgers.asking import Asked, Question
from portal.ledgers.definition import POSITION, Column, Ledger, Measure, Row, counted
from portal.ledgers.heading import PAPER_TITLES, Heading, heading_of, total_words
from portal.ledgers.wording import words

TEMPLATE = "ledger/v1.html"
STYLE = "ledger/v1.css"

settings.define(
    "ledgers.pdf_rows",
    "integer",
    500,
    N_("页面上直接打印台账最多几行"),
    N_("台账"),
    hint=N_("每百行约需几秒。更多行请用 Excel，或由系统管理员用命令生成。"),
    minimum=50,
    maximum=2000,
)
_one_at_a_time = threading.Lock()  # one paper fills a core; a second at once would only make both slower


def check_length(measure: Measure) -> None:
    """Raise RuleBroken when the ledger has more lines than a page may print at once."""
    most = settings.value("ledgers.pdf_rows")
    if measure.rows > most:
        raise RuleBroken(
            None,
            N_("共 %(rows)s 行，超过一次打印的 %(most)s 行。请缩短期间或增加条件，或下载 Excel。"),
            rows=measure.rows,
            most=most,
        )


@dataclass(frozen=True)
class PrintOrder:
    """Everything that a print shows, in words: heading, the cells of each line with whether it is struck, and the sums."""

    ledger: Ledger
    heading: Heading
    lines: list[tuple[list[str], bool]]
    totals: list[str]
    total_words: str


def order_of(actor: Actor, asking: Question, asked: Asked, measure: Measure) -> PrintOrder:
    """Read the lines; raises RuleBroken naming the line whose text has a character that no font can print."""
    ledger = asking.ledger
    rows = queries.list_rows(ledger, actor, asked)
    lines = [(_line(ledger, position, row), row.is_struck) for position, row in counted(rows)]
    _check_glyphs(ledger, lines)
    return PrintOrder(
        ledger,
        heading_of(actor, asking, asked),
        lines,
        _totals(ledger, measure),
        total_words(measure.rows, measure.struck),
    )


def print_ledger(instance: Path, order: PrintOrder) -> render.RenderedPaper:
    """The paper; about 1.7 ms a cell."""
    markup = render.environment().get_template(TEMPLATE).render(order=order, titles=PAPER_TITLES)
    style = (render.TEMPLATES / STYLE).read_text("utf-8") + _column_styles(order.ledger.columns)
    with _one_at_a_time:
        return render.engine(instance).render_pages(markup, style)


def _line(ledger: Ledger, position: int, row: Row) -> list[str]:
    return [
        str(position) if column.key == POSITION else words(column, row.values.get(column.key))
        for column in ledger.columns
    ]


def _totals(ledger: Ledger, measure: Measure) -> list[str]:
    if not any(c.total for c in ledger.columns):
        return []
    return [words(c, measure.totals.get(c.key, 0)) if c.total else "" for c in ledger.columns]


def _column_styles(columns: Sequence[Column]) -> str:
    """Widths in millimetres and sides of the columns, from the one definition."""
    rules = []
    for number, column in enumerate(columns, start=1):
        rules.append(f"col.c{number} {{ width: {column.width_mm}mm }}")
        look = f"text-align: {column.side};" + ("" if column.wrap else " white-space: nowrap;")
        rules.append(f"td:nth-child({number}) {{ {look} }}")
        if column.stays:
            rules.append(f".struck td:nth-child({number}) {{ color: #000; text-decoration: none }}")
    return "\n".join(rules)


def _check_glyphs(ledger: Ledger, lines: Sequence[tuple[list[str], bool]]) -> None:
    everything = "".join(sorted({c for cells, _struck in lines for text in cells for c in text}))
    missing = glyphs.missing_characters(everything)
    if not missing:
        return
    for position, (cells, _struck) in enumerate(lines, start=1):
        for column, text in zip(ledger.columns, cells, strict=True):
            found = [c for c in missing if c in text]
            if found:
                raise RuleBroken(
                    None,
                    N_(
                        "第 %(line)s 行“%(column)s”中的 %(point)s 没有可以打印的字形，请先改正该记录，或下载 Excel。"
                    ),
                    line=position,
                    column=column.heading,
                    point=" ".join(f"U+{ord(c):04X}" for c in found[:5]),
                )
