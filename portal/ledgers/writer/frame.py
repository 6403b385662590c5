"""What stands on every page around its lines: title, facts, head of the columns, foot, watermark."""

from __future__ import annotations

from collections.abc import Sequence

from portal.ledgers.sheets import Sheet
from portal.ledgers.writer import paper as measures
from portal.ledgers.writer.digests import shown_digest
from portal.ledgers.writer.fonts import HEI, SONG, Chain
from portal.ledgers.writer.layout import LINE_HEIGHT, Box, Cell, Setter, Shown
from portal.ledgers.writer.objects import text_string
from portal.ledgers.writer.pages import Page, row_height
from portal.ledgers.writer.paper import BOTTOM, FACTS_ABOVE, FACTS_BELOW, SMALL, TEXT, TITLE, TOP, Paper

_SPREAD = 0.25  # of the size, between the characters of the title
_GAP = 2.0  # sizes, at least, between two facts on one line

PAPER_PAIR = "{0}：{1}"
PAPER_FOOT = "第 {page} 页　共 {pages} 页"
PAPER_CODE = "校验码：{0}"
PAPER_DIGEST = "本页校验链：{0}"


class Frame:
    """The frame of the pages of one sheet. `top` is where the table begins. Raises Missing and ValueError."""

    def __init__(self, sheet: Sheet, paper: Paper, chains: dict[str, Chain]) -> None:
        self.paper = paper
        self.body = Setter(chains[SONG], TEXT)
        self.strong = Setter(chains[HEI], TEXT)
        self.faces = (self.strong.home + b"\n", self.body.home + b"\n")
        self._small = Setter(chains[SONG], SMALL)
        self._left = measures.LEFT
        self._room = paper.width - measures.LEFT - measures.RIGHT
        title, bottom = self._title(sheet.title, chains[HEI])
        facts, self.top = self._facts(sheet, bottom - FACTS_ABOVE)
        paper.check_room(self.top)
        self.start = title + facts + self.body.home + b"\n"
        self._head = self._head_cells(sheet)
        self._head_height = row_height(self._head)
        self._code = self._foot_code(sheet.check_code)

    def open_page(self) -> Page:
        """A page with the head of its columns."""
        page = Page(self.paper, self.top)
        page.add_strong_row(
            self._head,
            self._head_height,
            self.paper.edges,
            faces=self.faces,
            grey=measures.HEADER_GREY,
        )
        return page

    def closing_lines(self, texts: Sequence[str]) -> list[Cell]:
        """The lines after the table, each a cell of one line."""
        box = Box(self._small, self._left, self._left + self._room)
        cells = [box.lay(text) for text in texts if text]
        return [cell.part(number, number + 1) for cell in cells for number in range(len(cell.lines))]

    def foot(self, page: int, pages: int, digest: bytes) -> bytes:
        """The content of the foot of a page, counted from 1: check code, number of the page, digest of its words."""
        small = self._small
        number = PAPER_FOOT.format(page=page, pages=pages)
        chain = PAPER_DIGEST.format(shown_digest(digest))
        middle = self._left + (self._room - small.measure(number)) / 2
        right = self._left + self._room - small.measure(chain)
        y = BOTTOM / 2 - small.drop * SMALL
        return b"0 g BT\n%b%b1 0 0 1 %.2f %.2f Tm%b\n1 0 0 1 %.2f %.2f Tm%b\nET\n" % (
            small.home,
            self._code,
            middle,
            y,
            small.show(number),
            right,
            y,
            small.show(chain),
        )

    def _title(self, text: str, chain: Chain) -> tuple[bytes, float]:
        setter, spaces = Setter(chain, TITLE), len(text) - 1
        width = setter.measure(text) + spaces * _SPREAD * TITLE
        size = TITLE * min(1.0, self._room / width) if width else TITLE
        width *= size / TITLE
        bottom = self.paper.height - TOP + FACTS_BELOW + SMALL * LINE_HEIGHT + FACTS_ABOVE
        base = bottom + TITLE * LINE_HEIGHT / 2 - setter.drop * size
        left = self._left + (self._room - width) / 2
        select = setter.select(round(size, 2))
        # Without the text beside it a reader would take the gaps between the characters for spaces.
        shown = b"/Span<</ActualText%b>>BDC %b %.3f Tc 1 0 0 1 %.2f %.2f Tm%b 0 Tc EMC\n" % (
            text_string(text),
            select,
            _SPREAD * size,
            left,
            base,
            setter.show(text, round(size, 2)),
        )
        return shown, bottom

    def _facts(self, sheet: Sheet, top: float) -> tuple[bytes, float]:
        """The facts, spread over as many lines as they need, from `top`; gives where the table may begin."""
        texts = [PAPER_PAIR.format(label, text) for label, text in sheet.facts]
        lines = self._rows_of_facts(texts)
        shown = [self._small.home, b"\n"]
        for line in lines:
            wide = sum(self._small.measure(text) for text in line)
            gap = (self._room - wide) / (len(line) - 1) if len(line) > 1 else 0.0
            base = top - SMALL * LINE_HEIGHT / 2 - self._small.drop * SMALL
            left = self._left
            for text in line:
                shown.append(b"1 0 0 1 %.2f %.2f Tm%b\n" % (left, base, self._small.show(text)))
                left += self._small.measure(text) + gap
            top -= SMALL * LINE_HEIGHT
        return b"".join(shown), top - FACTS_BELOW if lines else self.paper.height - TOP

    def _rows_of_facts(self, texts: list[str]) -> list[list[str]]:
        rows: list[list[str]] = []
        room = 0.0
        for text in texts:
            width = self._small.measure(text)
            if rows and width + _GAP * SMALL <= room:
                rows[-1].append(text)
                room -= width + _GAP * SMALL
                continue
            pieces = [line for _width, _shown, line in self._small.lines(text, self._room)]
            rows += [[piece] for piece in pieces]
            room = self._room - self._small.measure(pieces[-1])
        return rows

    def _head_cells(self, sheet: Sheet) -> list[Shown]:
        edges = self.paper.edges
        return [
            Box(self.strong, left + measures.INSET, right - measures.INSET, "center").set(column.heading)
            for left, right, column in zip(edges, edges[1:], sheet.columns, strict=False)
        ]

    def _foot_code(self, code: str) -> bytes:
        if not code:
            return b"\n"
        shown = f"{code[:4]}-{code[4:]}" if len(code) == 8 else code
        y = BOTTOM / 2 - self._small.drop * SMALL
        place = b" 1 0 0 1 %.2f %.2f Tm" % (self._left, y)
        return place + self._small.show(PAPER_CODE.format(shown)) + b"\n"
