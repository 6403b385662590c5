"""Measures and greys of a printed ledger, which are defined here and nowhere else. Points, from the lower left corner."""

from __future__ import annotations

from dataclasses import dataclass

from portal.ledgers.sheets import Sheet

MM = 72 / 25.4
TOP, RIGHT, BOTTOM, LEFT = 24 * MM, 8 * MM, 13 * MM, 12 * MM
PADDING = 0.8 * MM
BORDER = 0.5
INSET = PADDING + BORDER / 2  # from the middle of a vertical line to the text beside it
TEXT, SMALL, TITLE = 7.5, 8.5, 15.0
FACTS_ABOVE, FACTS_BELOW, CLOSING_ABOVE = 1.5 * MM, 1.2 * MM, 1.5 * MM
NOTHING_PADDING = 6 * MM
HEADER_GREY, GROUP_GREY, STRUCK_GREY, WATERMARK_GREY = b".933", b".965", b".333", b".9"
_LONG, _SHORT = 297 * MM, 210 * MM
_LEAST_SHARE = 0.3  # of the page for lines, below which a heading is refused


@dataclass(frozen=True)
class Paper:
    """The sheet of paper and the columns on it: `edges` are the vertical lines, one more than there are columns."""

    width: float
    height: float
    edges: tuple[float, ...]

    @property
    def left(self) -> float:
        """The left edge of the table."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """The right edge of the table."""
        return self.edges[-1]

    def check_room(self, top: float) -> None:
        """Raise ValueError when the heading, which ends at `top`, leaves too little of the page to the lines."""
        if top - BOTTOM < self.height * _LEAST_SHARE:
            raise ValueError("the heading of the ledger leaves no room for its lines")


def paper_of(sheet: Sheet) -> Paper:
    """The paper of a sheet: its columns share the width between the margins as their widths say. Raises ValueError."""
    if not sheet.columns or any(column.width_mm <= 0 for column in sheet.columns):
        raise ValueError("a ledger needs columns, and each a width")
    width, height = (_LONG, _SHORT) if sheet.orientation == "landscape" else (_SHORT, _LONG)
    share = (width - LEFT - RIGHT) / sum(column.width_mm for column in sheet.columns)
    edges = [LEFT]
    for column in sheet.columns:
        edges.append(edges[-1] + column.width_mm * share)
    return Paper(width, height, tuple(edges))
