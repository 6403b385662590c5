"""How the lines of a ledger fall onto pages: groups, sums carried forward, rows taller than a page, the closing lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from portal.ledgers.sheets import Sheet, SheetLine
from portal.ledgers.writer import digests, refusals
from portal.ledgers.writer.bookmarks import PAGES_APART, PAPER_FROM, PAPER_GROUP, Bookmarks
from portal.ledgers.writer.fonts import Missing
from portal.ledgers.writer.frame import Frame
from portal.ledgers.writer.layout import TRIED, Box, Cell, Shown, lay_line, set_line
from portal.ledgers.writer.pages import Pages, row_height
from portal.ledgers.writer.paper import (
    BORDER,
    CLOSING_ABOVE,
    GROUP_GREY,
    INSET,
    NOTHING_PADDING,
    PADDING,
)
from portal.ledgers.writer.sums import Sums, Tally

PAPER_NOTHING = "本期没有记录"
PAPER_AGAIN = "{0}（续）"
PAPER_PAGE_TOTAL = "本页小计"
PAPER_CARRIED_OVER = "过次页"
PAPER_BROUGHT_FORWARD = "承前页"
PAPER_TOTAL = "合计"
PAPER_GROUP_TOTAL = "小计：{0} 件"
PAPER_STRUCK = "，其中作废 {0} 件"
_LEAST_LINES = 5  # a row taller than a page begins at the foot of one only when so many lines of it fit there


class Flow:
    """The lines of one ledger on their way to the pages. `start` shows what lies under every page."""

    def __init__(
        self,
        sheet: Sheet,
        frame: Frame,
        pages: Pages,
        bookmarks: Bookmarks,
        *,
        start: bytes = b"",
        advance: Callable[[int, int], None] | None = None,
    ) -> None:
        self._sheet, self._frame, self._pages, self._bookmarks = sheet, frame, pages, bookmarks
        self._start, self._advance = start, advance
        paper = frame.paper
        self._boxes = [
            Box(frame.body, left + INSET, right - INSET, column.side, column.wrap)
            for left, right, column in zip(paper.edges, paper.edges[1:], sheet.columns, strict=False)
        ]
        self._wide = Box(frame.strong, paper.left + INSET, paper.right - INSET)
        self._wide_uprights = (paper.left, paper.right)
        self._edges = paper.edges
        self._staying = [index for index, column in enumerate(sheet.columns) if column.stays]
        self._sums = Sums(frame.strong, paper, sheet.columns)
        self.total, self._on_page, self._in_group = (self._sums.tally() for _ in range(3))
        self._reserve = (
            2 * self._sums.height if self._sums.columns else 0.0
        )  # for the sums at the foot of a page
        self._closing = frame.closing_lines(sheet.closing)
        self._group: str | None = None
        self._group_place, self._fresh = (0, 0.0), True
        self._marks: list[tuple[int, int, int]] = []  # page, its object, its first line: every so many pages
        self._open_page()

    def place_all(self, lines: Iterable[SheetLine]) -> None:
        """Put every line on the pages, then the totals and the closing lines. Raises UnprintableText."""
        waiting: SheetLine | None = None
        for line in lines:
            if waiting is not None:
                self._place(waiting, line)
            waiting = line
        if waiting is not None:
            self._place(waiting, None)
            self._place_totals()
        else:
            self._place_nothing()
        self._place_closing()
        self._close_page()
        if not self._bookmarks.count and len(self._pages) > PAGES_APART:
            for number, place, first in self._marks:
                self._bookmarks.add(
                    PAPER_FROM.format(page=number, line=first), place, self._frame.paper.height
                )

    # One line

    def _place(self, line: SheetLine, following: SheetLine | None) -> None:
        try:
            cells = set_line(self._boxes, line.cells)
        except Missing as missing:
            raise self._refused(line, missing) from None
        height = row_height(cells)
        opens = line.group != self._group or not self.total.rows
        closes = line.group is not None and (following is None or following.group != line.group)
        around = self._group_height(line) if opens else 0.0
        around += self._sums.height if closes else 0.0
        needed = height + around + (self._reserve if following is not None else self._last_reserve())
        if needed > self._page.left_over and not self._fresh and not self._begins_here(height, around):
            self._turn_page(repeats_group=not opens)
        if self.total.rows == TRIED:
            for box in self._boxes:
                box.settle()
        if opens:
            self._open_group(line.group)
        if height + self._reserve > self._page.left_over:
            self._place_tall(line)
        else:
            self._add_row(line, cells, height)
        self.total.count(line)
        self._on_page.count(line)
        if line.group is not None:
            self._in_group.count(line)
        if closes:
            self._close_group()

    def _refused(self, line: SheetLine, missing: Missing) -> Exception:
        for column, text in zip(self._sheet.columns, line.cells, strict=True):
            if missing.character in text:
                return refusals.in_cell(self.total.rows + 1, column.heading, text)
        return missing

    def _add_row(
        self, line: SheetLine, cells: Sequence[Shown], height: float, piece: Sequence[Cell] = ()
    ) -> None:
        """A line, or a piece of a tall one."""
        if line.is_struck:
            strokes = [cell.strokes() for cell in piece] or [
                box.strokes(text, cell[0])
                for box, text, cell in zip(self._boxes, line.cells, cells, strict=True)
            ]
            for column in self._staying:
                strokes[column] = []
            self._page.add_struck_row(cells, strokes, height, self._edges)
        else:
            self._page.add_row(cells, height, self._edges)
        words = [cell.text() for cell in piece] or line.cells
        self._page.records.append(digests.record(words, struck=line.is_struck))
        self._fresh = False

    def _begins_here(self, height: float, around: float) -> bool:
        """Whether a row that fits on no page at all may begin on this one."""
        least = _LEAST_LINES * self._boxes[0].setter.pitch + around + self._reserve
        return height + self._reserve > self._most_room() and self._page.left_over > least

    def _most_room(self) -> float:
        """What a new page holds below its heading and what was brought forward."""
        repeated = (self._sums.height if self._sums.columns else 0.0) + (
            row_height([self._wide.set(PAPER_AGAIN.format(self._group))]) if self._group is not None else 0.0
        )
        return self._empty_room - repeated

    def _place_tall(self, line: SheetLine) -> None:
        """A row in pieces, each closed by borders on its page. It is counted on the page where it ends."""
        rest = lay_line(self._boxes, line.cells)
        while True:
            room = self._page.left_over - self._reserve - 2 * PADDING - BORDER
            fitting = [max(1, int(room / cell.pitch + 1e-6)) for cell in rest]
            parts = [cell.part(0, most) for cell, most in zip(rest, fitting, strict=True)]
            shown = [part.shown() for part in parts]
            self._add_row(line, shown, row_height(shown), parts)
            rest = [cell.part(most, len(cell.lines)) for cell, most in zip(rest, fitting, strict=True)]
            if not any(cell.lines for cell in rest):
                return
            self._turn_page(repeats_group=True)

    # Groups

    def _group_height(self, line: SheetLine) -> float:
        if line.group is None:
            return 0.0
        try:
            return row_height([self._wide.set(line.group)])
        except Missing:
            raise refusals.in_group(self.total.rows + 1, line.group) from None

    def _open_group(self, group: str | None) -> None:
        self._group = group
        self._in_group.clear()
        if group is not None:
            self._group_place = (self._pages.number_of(-1), self._page.y)
            self._add_group_row(group)

    def _add_group_row(self, text: str) -> None:
        cells = [self._wide.set(text)]
        self._add_strong(cells, row_height(cells), self._wide_uprights, [text], grey=GROUP_GREY)

    def _close_group(self) -> None:
        tally, group = self._in_group, self._group or ""
        label = PAPER_GROUP_TOTAL.format(tally.rows)
        if tally.struck:
            label += PAPER_STRUCK.format(tally.struck)
        if self._sums.height + self._reserve > self._page.left_over:
            self._turn_page(repeats_group=True)
        self._add_sums(label, tally)
        title = PAPER_GROUP.format(name=" ".join(group.split()), count=tally.rows)
        self._bookmarks.add(title, *self._group_place)

    # Sums

    def _last_reserve(self) -> float:
        """What must stay free under the last line: for the sums, one on a ledger of one page, and the closing lines."""
        one_page = self._reserve / 2 if len(self._pages) == 1 else self._reserve
        return one_page + self._closing_height()

    def _closing_height(self) -> float:
        """The closing lines, which keep the last line with them; when they would fill half a page, the first of them."""
        if not self._closing:
            return 0.0
        whole = CLOSING_ABOVE + sum(cell.height for cell in self._closing)
        return whole if whole <= self._empty_room / 2 else CLOSING_ABOVE + self._closing[0].height

    def _add_sums(self, label: str, tally: Tally) -> None:
        row = self._sums.row(label, tally.sums)
        self._add_strong(row.cells, self._sums.height, row.uprights, row.words)

    def _add_strong(
        self,
        cells: Sequence[Shown],
        height: float,
        uprights: Sequence[float],
        words: Sequence[str],
        grey: bytes = b"",
    ) -> None:
        self._page.add_strong_row(cells, height, uprights, faces=self._frame.faces, grey=grey)
        self._page.records.append(digests.record(words))

    def _place_totals(self) -> None:
        if not self._sums.columns:
            return
        if self._last_reserve() > self._page.left_over and not self._fresh:
            self._turn_page(repeats_group=False)
        if len(self._pages) > 1 and self._on_page.rows:
            self._add_sums(PAPER_PAGE_TOTAL, self._on_page)
        self._add_sums(PAPER_TOTAL, self.total)

    def _place_nothing(self) -> None:
        cell = Box(self._frame.body, self._wide.left, self._wide.right, "center").set(PAPER_NOTHING)
        height = cell[0] + 2 * NOTHING_PADDING + BORDER
        self._page.add_row([cell], height, self._wide_uprights)
        self._page.records.append(digests.record([PAPER_NOTHING]))

    def _place_closing(self) -> None:
        above = CLOSING_ABOVE
        for cell in self._closing:
            if above + cell.height > self._page.left_over:
                self._close_page()
                self._open_page()
                above = CLOSING_ABOVE
            self._page.add_line(cell, above=above, home=self._frame.body.home)
            self._page.records.append(digests.record([cell.text()]))
            above = 0.0

    # Pages

    def _turn_page(self, *, repeats_group: bool) -> None:
        summed = bool(self._sums.columns)
        if summed:
            if self._on_page.rows:
                self._add_sums(PAPER_PAGE_TOTAL, self._on_page)
            self._add_sums(PAPER_CARRIED_OVER, self.total)
        self._close_page()
        self._open_page()
        if summed:
            self._add_sums(PAPER_BROUGHT_FORWARD, self.total)
        if repeats_group and self._group is not None:
            self._add_group_row(PAPER_AGAIN.format(self._group))

    def _open_page(self) -> None:
        self._page = self._frame.open_page()
        self._empty_room = self._page.left_over
        self._on_page.clear()
        self._fresh = True  # nothing on it but what every page repeats
        place = self._pages.begin()
        if (len(self._pages) - 1) % PAGES_APART == 0:
            self._marks.append((len(self._pages), place, self.total.rows + 1))

    def _close_page(self) -> None:
        page = self._page
        self._pages.add(self._start + page.close(self._frame.start), page.records)
        if self._advance is not None:
            self._advance(self.total.rows, len(self._pages))
