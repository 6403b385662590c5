"""What a printed ledger is made of, as plain values: the writer of pages knows these and nothing else of the portal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]
Orientation = Literal["landscape", "portrait"]


@dataclass(frozen=True)
class SheetColumn:
    """One printed column. `sum_words` says how the sum of its amounts is written, None for a column that is not summed.

    `stays` keeps a cell unstruck in a struck line; without `wrap` a text is made smaller, down to a limit, before it wraps.
    """

    heading: str
    width_mm: float
    side: Align = "left"
    wrap: bool = True
    stays: bool = False
    sum_words: Callable[[int], str] | None = None


@dataclass(frozen=True)
class SheetLine:
    """One line: the words of its cells, in the order of the columns, and the amounts of the summed ones (by column index).

    A struck line is printed and not summed. `group` is the heading that it stands under; lines come sorted by it.
    """

    cells: Sequence[str]
    amounts: dict[int, int] = field(default_factory=dict)
    is_struck: bool = False
    group: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Everything on the pages but the lines: heading, columns, foot. All texts are what is printed, in Chinese.

    `facts` are pairs of label and text under the title; `closing` are lines after the totals (how many lines there are,
    who signs); `watermark` stands faintly across each page; `check_code` on each foot beside the chain digest.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[SheetColumn]
    closing: Sequence[str] = ()
    watermark: str = ""
    check_code: str = ""
    orientation: Orientation = "landscape"


@dataclass(frozen=True)
class Written:
    """What was written: pages, lines, struck ones among them, sums by column index, and the chain digest of each page.

    The digest of a page is SHA-256 over the digest of the page before and the words printed on this one; `page_digests`
    keeps the first eight bytes of each, which are the sixteen hexadecimal digits on its foot.
    """

    pages: int
    rows: int
    struck: int
    sums: dict[int, int]
    page_digests: bytes
