"""From a text to a cell: where its lines break, how small it becomes, and the operators that show it. Knows no page.

Measures are points, but widths of characters are thousandths of the size, as fonts have them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from portal.ledgers.sheets import Align
from portal.ledgers.writer.fonts import ELSEWHERE, Chain, Cluster

LINE_HEIGHT = 1.3  # times the size
SMALLEST = 5.0  # points: what does not fit in one line at this size wraps after all
_REMEMBERED = 500  # cells kept by their text, a column
TRIED = 2000  # lines after which a column is asked whether remembering pays

_CLOSING = frozenset("，。、；：？！）】》〉」』〕］｝〗％‰℃°…—·～”’,.;:?!)]}%ー々")
_OPENING = frozenset("（【《〈「『〔［｛〖“‘([{￥¥$№")
_SPACE, _WORD, _CLOSE, _OPEN, _FREE = range(5)


class _Kinds(dict[str, int]):
    """What a character is to the breaking of lines."""

    def __missing__(self, character: str) -> int:
        if character == " ":
            kind = _SPACE
        elif character in _CLOSING:
            kind = _CLOSE
        elif character in _OPENING:
            kind = _OPEN
        elif character < "\u2e80" and (character.isalnum() or character in "-_/@&+='*~#\\|"):
            kind = _WORD
        else:
            kind = _FREE
        self[character] = kind
        return kind


_KINDS = _Kinds()
# A full stop or colon between digits or Latin letters is part of their run.
_INSIDE_RUN = frozenset(",.:;?!%")


def break_lines(heads: Sequence[str], sums: Sequence[int], room: int) -> list[tuple[int, int]]:
    """First and last (exclusive) of each line, for characters with these running widths (`sums[i]` stands before i).

    Digits and Latin letters stay together, closing signs do not begin a line and opening ones do not end it, as far as a
    line holds at least one character; spaces at the end of a line take no room.
    """
    count, start = len(heads), 0
    lines = []
    while sums[count] - sums[start] > room:
        end = bisect_right(sums, sums[start] + room, start + 1) - 1
        while end < count and heads[end] == " ":
            end += 1
        if end == count:
            break
        cut = end
        while cut > start and not _may_break(heads[cut - 1], heads[cut]):
            cut -= 1
        if cut == start:
            cut = max(end, start + 1)
        lines.append((start, cut))
        start = cut
    lines.append((start, count))
    return lines


def _may_break(before: str, after: str) -> bool:
    first, second = _KINDS[before], _KINDS[after]
    if second in (_CLOSE, _SPACE) or first == _OPEN:
        return False
    return not (second == _WORD and (first == _WORD or before in _INSIDE_RUN))


Line = tuple[float, float, bytes, str]
"""One line of a cell: its left and right edges on the page, the operators that show it, and its text."""


Stroke = tuple[float, float, float]
"""A line through a text: its left and right ends on the page, and its height over the first base line of the cell."""
Shown = tuple[float, bytes, float, bytes]
"""A cell ready for the page: its height; what shows it before the height of its base line is said; how far the first base
line stands over the middle of the cell; what shows it after, empty for a cell without text. Millions of them are made for a
long ledger, so they are plain."""


class Cell:
    """A text laid into its box, line by line."""

    __slots__ = ("lines", "setter", "size")

    def __init__(self, setter: Setter, size: float, lines: Sequence[Line]) -> None:
        self.setter, self.size, self.lines = setter, size, lines

    @property
    def pitch(self) -> float:
        """From line to line."""
        return self.size * LINE_HEIGHT

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.pitch * len(self.lines)

    def shown(self) -> Shown:
        """The cell for the page."""
        setter, size, lines, pitch = self.setter, self.size, self.lines, self.pitch
        rise = (self.height - pitch) / 2 - setter.drop * size
        if not lines:
            return self.height, b"", rise, b""
        left, _right, shown, _text = lines[0]
        tail = shown + b"".join(
            b" %.2f %.2f Td%b" % (line[0] - before[0], -pitch, line[2]) for before, line in pairwise(lines)
        )
        if size != setter.size:
            tail = setter.select(size) + tail + setter.home
        return self.height, b"1 0 0 1 %.2f " % left, rise, b" Tm%b\n" % tail

    def strokes(self) -> list[Stroke]:
        """The lines that strike it out."""
        first = self.setter.strike_height * self.size
        return [
            (left, right, first - number * self.pitch)
            for number, (left, right, _shown, _text) in enumerate(self.lines)
        ]

    def part(self, first: int, last: int) -> Cell:
        """The cell of some of its lines."""
        return Cell(self.setter, self.size, self.lines[first:last])

    def text(self) -> str:
        """What stands in it, its lines joined."""
        return "".join(text for _left, _right, _shown, text in self.lines)


class Setter:
    """Sets texts in one chain of faces at one size. What it gives is shown while `home` is the chosen font."""

    def __init__(self, chain: Chain, size: float) -> None:
        self.chain, self.size = chain, size
        ascent, descent = chain.first.heights()
        self.drop = (ascent + descent) / 2  # from the middle of a line down to its base line, in sizes
        self.strike_height = chain.first.strike_height()
        self.home = self.select(size)
        self.pitch = size * LINE_HEIGHT
        self.unit = size / 1000

    def select(self, size: float) -> bytes:
        """The operator that chooses this chain's first face."""
        return b"/%b %g Tf" % (self.chain.first.resource, size)

    def measure(self, text: str) -> float:
        """The width of a text in one line, in points. Raises Missing."""
        if ELSEWHERE in text.translate(self.chain.codes):
            units = sum(cluster.width for cluster in self.chain.clusters(text))
        else:
            units = sum(map(self.chain.widths.__getitem__, text))
        return units * self.unit

    def show(self, text: str, size: float | None = None) -> bytes:
        """The operators that show a text in one line. Raises Missing."""
        codes = text.translate(self.chain.codes)
        if ELSEWHERE in codes:
            return self._show_clusters(self.chain.clusters(text), size or self.size)
        return b"(%b)Tj" % codes.encode("utf-16-be")

    def lines(self, text: str, room: float, size: float | None = None) -> Iterator[tuple[int, bytes, str]]:
        """Width (in thousandths), operators and text of each line of a text that has so many points of room. Raises Missing."""
        size = size or self.size
        units = int(room / size * 1000 + 0.5)
        chain = self.chain
        codes = text.translate(chain.codes)
        if ELSEWHERE in codes:
            for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
                yield from self._broken_clusters(chain.clusters(paragraph), units, size)
            return
        sums = list(accumulate(map(chain.widths.__getitem__, text), initial=0))
        if sums[-1] <= units:
            yield sums[-1], b"(%b)Tj" % codes.encode("utf-16-be"), text
            return
        for start, end in break_lines(text, sums, units):
            width = sums[start + len(text[start:end].rstrip(" "))] - sums[start]
            yield width, b"(%b)Tj" % codes[start:end].encode("utf-16-be"), text[start:end]

    def _broken_clusters(
        self, clusters: list[Cluster], units: int, size: float
    ) -> Iterator[tuple[int, bytes, str]]:
        heads = [cluster.base for cluster in clusters]
        sums = list(accumulate((cluster.width for cluster in clusters), initial=0))
        for start, end in break_lines(heads, sums, units):
            last = end
            while last > start and heads[last - 1] == " ":
                last -= 1
            line = clusters[start:end]
            shown = self._show_clusters(line, size)
            yield sums[last] - sums[start], shown, "".join(cluster.text for cluster in line)

    def _show_clusters(self, clusters: Sequence[Cluster], size: float) -> bytes:
        shown, face, codes = [], self.chain.first, ""
        for cluster in clusters:
            if cluster.face is not face:
                if codes:
                    shown.append(b"(%b)Tj" % codes.encode("utf-16-be"))
                face, codes = cluster.face, ""
                shown.append(b"/%b %g Tf" % (face.resource, size))
            codes += cluster.code
        if codes:
            shown.append(b"(%b)Tj" % codes.encode("utf-16-be"))
        if face is not self.chain.first:
            shown.append(self.select(size))
        return b"".join(shown)


class Box:
    """Where the cells of a column stand: between `left` and `right`, on this side, wrapped or made smaller."""

    def __init__(
        self,
        setter: Setter,
        left: float,
        right: float,
        side: Align = "left",
        wrap: bool = True,
        smallest: float = SMALLEST,
    ) -> None:
        self.setter, self.wrap, self.smallest = setter, wrap, smallest
        self.left, self.right, self.room = left, right, right - left
        self.known: dict[str, Shown] = {}
        self._remembers, self._forgotten = True, 0
        self._codes = setter.chain.codes
        self._width_of = setter.chain.widths.__getitem__
        self._share = {"left": 0.0, "center": 0.5, "right": 1.0}[side]
        self._units = self.room / setter.unit
        self._unit_share = self._share * setter.unit
        self._surely = int(self.room / setter.size)  # so many characters fit, whatever they are
        self._plain = (setter.pitch, b"1 0 0 1 %.2f " % left, -setter.drop * setter.size)

    def set(self, text: str) -> Shown:
        """The cell of a text for the page, remembered for the next of the same text. Raises Missing."""
        shown = self._set_plain(text) or self.lay(text).shown()
        if self._remembers:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
                self._forgotten += 1
            self.known[text] = shown
        return shown

    def settle(self) -> None:
        """Remember nothing from now on when half of the first `TRIED` texts or more were new, as numbers are."""
        if (self._forgotten + 1) * _REMEMBERED > TRIED / 2:
            self._remembers = False
            self.known.clear()

    def _set_plain(self, text: str) -> Shown | None:
        """The short way that most texts go: all of the first face, and in one line. None for any other."""
        codes = text.translate(self._codes)
        if ELSEWHERE in codes or not codes:
            return None
        height, head, rise = self._plain
        if self._share or len(text) > self._surely:
            free = self._units - sum(map(self._width_of, text))
            if free < 0.0:
                return None
            if self._share:
                head = b"1 0 0 1 %.2f " % (self.left + free * self._unit_share)
        return height, head, rise, b" Tm(%b)Tj\n" % codes.encode("utf-16-be")

    def strokes(self, text: str, height: float) -> list[Stroke]:
        """The lines that strike out the cell of a text, which is so high. Raises Missing."""
        if not text or height != self._plain[0]:
            return self.lay(text).strokes()
        points = self.setter.measure(text)
        left = self.left + (self.room - points) * self._share
        return [(left, left + points, self.setter.strike_height * self.setter.size)]

    def lay(self, text: str) -> Cell:
        """The lines of a text in this box. Raises Missing."""
        size = self.setter.size
        found = list(self.setter.lines(text, self.room, size)) if text else []
        if len(found) > 1 and not self.wrap and not ("\n" in text or "\r" in text):
            size = self._smaller(text)
            found = list(self.setter.lines(text, self.room, size))
        return Cell(self.setter, size, [self._placed(size, *line) for line in found])

    def _placed(self, size: float, width: int, shown: bytes, text: str) -> Line:
        points = width * size / 1000
        left = self.left + (self.room - points) * self._share
        return left, left + points, shown, text

    def _smaller(self, text: str) -> float:
        fitting = self.setter.size * self.room / self.setter.measure(text)
        return max(self.smallest, int(fitting * 20) / 20)


def set_line(boxes: Sequence[Box], texts: Sequence[str]) -> list[Shown]:
    """The cells of one line, from what the boxes remember where they can. Raises Missing."""
    return [box.known.get(text) or box.set(text) for box, text in zip(boxes, texts, strict=True)]


def lay_line(boxes: Sequence[Box], texts: Sequence[str]) -> list[Cell]:
    """The cells of one line, line by line. Raises Missing."""
    return [box.lay(text) for box, text in zip(boxes, texts, strict=True)]
