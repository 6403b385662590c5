"""One page after the other: rows go down the page as text, lines and shades, and a full page goes into the file.

What a row means (group, total, carried forward) is known in `flow`, not here.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from operator import itemgetter

from portal.ledgers.writer import digests
from portal.ledgers.writer.layout import Cell, Shown, Stroke
from portal.ledgers.writer.objects import PdfFile
from portal.ledgers.writer.paper import BORDER, BOTTOM, PADDING, STRUCK_GREY, Paper

Faces = tuple[bytes, bytes]
"""The operators that choose the face of a row, and that of the lines again."""
_height_of: Callable[[Shown], float] = itemgetter(0)
_KIDS = 64  # pages to one node of the page tree


class Page:
    """The page that is being filled, from `top` down; `y` is where the next row begins."""

    def __init__(self, paper: Paper, top: float) -> None:
        self.paper, self.y = paper, top
        self.records: list[str] = []
        self._text: list[bytes] = []
        self._shades: list[bytes] = []
        self._strikes: list[bytes] = []
        self._rules: list[bytes] = []
        self._uprights: Sequence[float] = ()
        self._block_top = top
        self._rule_left, self._rule_right = b"%.2f " % paper.left, b" m %.2f " % paper.right
        self._rule(top)

    @property
    def left_over(self) -> float:
        """How much of the page is still free."""
        return self.y - BOTTOM

    def add_line(self, cell: Cell, *, above: float = 0.0, home: bytes) -> None:
        """A line of text in no table, so far below what is there; the table ends before it."""
        self._close_block()
        self._uprights = ()
        height, head, rise, tail = cell.shown()
        self.y -= above + height
        at = b"%.2f" % (self.y + height / 2 + rise)
        self._text += (cell.setter.home, b"\n", head, at, tail, home, b"\n")

    def add_row(self, cells: Sequence[Shown], height: float, uprights: Sequence[float]) -> None:
        """A row of cells, each in the middle of its height, with vertical lines at `uprights`."""
        middle = self._open_row(height, uprights)
        text, last, at = self._text, None, b""
        for _height, head, rise, tail in cells:
            if tail:
                if rise != last:
                    last = rise
                    at = b"%.2f" % (middle + rise)
                text += (head, at, tail)

    def add_strong_row(
        self, cells: Sequence[Shown], height: float, uprights: Sequence[float], *, faces: Faces, grey: bytes
    ) -> None:
        """A row in another face than the lines', on a grey ground when one is given."""
        if grey:
            left, right = self.paper.left, self.paper.right
            place = (left, self.y - height, right - left, height)
            self._shades.append(b"%b g %.2f %.2f %.2f %.2f re f\n" % (grey, *place))
        strong, body = faces
        self._text.append(strong)
        self.add_row(cells, height, uprights)
        self._text.append(body)

    def add_struck_row(
        self,
        cells: Sequence[Shown],
        strokes: Sequence[Sequence[Stroke]],
        height: float,
        uprights: Sequence[float],
    ) -> None:
        """A row in grey with lines through its texts; a cell without strokes stays as it is."""
        middle = self._open_row(height, uprights)
        for (_height, head, rise, tail), lines in zip(cells, strokes, strict=True):
            base = middle + rise
            if not tail:
                continue
            if not lines:
                self._text += (head, b"%.2f" % base, tail)
                continue
            self._text += (STRUCK_GREY, b" g\n", head, b"%.2f" % base, tail, b"0 g\n")
            for left, right, above in lines:
                at = b"%.2f" % (base + above)
                self._strikes.append(b"%.2f %b m %.2f %b l\n" % (left, at, right, at))

    def close(self, start: bytes) -> bytes:
        """The whole content of the page; `start` chooses the face of the lines and shows the heading."""
        self._close_block()
        strikes = (STRUCK_GREY + b" G .4 w\n", *self._strikes, b"S\n") if self._strikes else ()
        return b"".join(
            (
                *self._shades,
                b"0 g BT\n",
                start,
                *self._text,
                b"ET\n",
                *strikes,
                b"0 G %g w 2 J\n" % BORDER,
                *self._rules,
                b"S\n",
            )
        )

    def _open_row(self, height: float, uprights: Sequence[float]) -> float:
        if uprights is not self._uprights:
            self._close_block()
            self._uprights = uprights
        self.y -= height
        self._rule(self.y)
        return self.y + height / 2

    def _rule(self, y: float) -> None:
        at = b"%.2f" % y
        self._rules += (self._rule_left, at, self._rule_right, at, b" l\n")

    def _close_block(self) -> None:
        if self._block_top > self.y:
            ends = (self._block_top, self.y)
            self._rules += [b"%.2f %.2f m %.2f %.2f l\n" % (x, ends[0], x, ends[1]) for x in self._uprights]
        self._block_top = self.y


def row_height(cells: Sequence[Shown]) -> float:
    """The height of a row: that of its tallest cell, with padding and one border."""
    return max(map(_height_of, cells)) + 2 * PADDING + BORDER


class Pages:
    """The pages of the file: their objects, their tree, and what is remembered of each (two numbers and eight bytes)."""

    def __init__(self, file: PdfFile, paper: Paper, seed: bytes) -> None:
        self._file, self._paper = file, paper
        self._digest = seed
        self.digests = bytearray()
        self.root = file.reserve()
        self.resources = file.reserve()
        self._numbers = array("L")  # of the page's own object; its two streams come next
        self._nodes: list[tuple[int, int]] = []  # number and pages of each closed node of the tree
        self._node, self._kids = 0, 0

    def __len__(self) -> int:
        return len(self._numbers)

    def number_of(self, page: int) -> int:
        """The object of a page, counted from 0."""
        return self._numbers[page]

    def begin(self) -> int:
        """Take the objects of the next page; gives the page's own."""
        number = self._file.reserve(3)
        self._numbers.append(number)
        return number

    def add(self, content: bytes, records: Sequence[str]) -> None:
        """Write the page that was begun last."""
        number = self._numbers[-1]
        if not self._kids:
            self._node = self._file.reserve()
        self._file.add_stream(content, number + 1)
        self._file.add(
            b"<</Type/Page/Parent %d 0 R/Resources %d 0 R/Contents[%d 0 R %d 0 R]>>"
            % (self._node, self.resources, number + 1, number + 2),
            number,
        )
        self._digest = digests.page_digest(self._digest, records)
        self.digests += self._digest[: digests.KEPT]
        self._kids += 1
        if self._kids == _KIDS:
            self._close_node()

    def add_foot(self, page: int, content: bytes) -> None:
        """Write the foot of a page, counted from 0."""
        self._file.add_stream(content, self._numbers[page] + 2)

    def digest_of(self, page: int) -> bytes:
        """The kept bytes of the digest of a page, counted from 0."""
        return bytes(self.digests[page * digests.KEPT : (page + 1) * digests.KEPT])

    def finish(self) -> None:
        """Write the tree of the pages."""
        if self._kids:
            self._close_node()
        kids = b" ".join(b"%d 0 R" % number for number, _pages in self._nodes)
        box = b"/MediaBox[0 0 %.2f %.2f]" % (self._paper.width, self._paper.height)
        self._file.add(b"<</Type/Pages/Count %d/Kids[%b]%b>>" % (len(self), kids, box), self.root)

    def _close_node(self) -> None:
        pages = self._numbers[len(self._numbers) - self._kids :]
        kids = b" ".join(b"%d 0 R" % number for number in pages)
        self._file.add(
            b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (self.root, self._kids, kids), self._node
        )
        self._nodes.append((self._node, self._kids))
        self._kids = 0
