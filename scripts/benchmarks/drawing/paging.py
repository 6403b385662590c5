"""Pages for the engines that only draw: wrapping, rows, heads, page x of y. Each engine brings a canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Protocol

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_MM = content.POINTS_PER_MM
_LEADING, _PAD, _SIDE = content.TYPE_POINTS * 1.3, 0.6 * _MM, 1.0 * _MM
_CLOSING = set("，。、；：？！）〕》”’%")  # never the first of a line
_WIDTH, _HEIGHT = (side * _MM for side in content.PAGE_MM)
_MARGIN, _FOOT = content.MARGIN_MM * _MM, 13 * _MM


class Canvas(Protocol):
    """A page that is drawn from the top left corner, in points."""

    def advance(self, character: str) -> float:
        """The width of a character, in ems."""

    def begin(self) -> None:
        """A new page."""

    def text(self, x: float, y: float, size: float, words: str) -> None:
        """One line of text whose baseline is `y` below the top."""

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A thin line."""


def face_of(coverage: list[set[int]]) -> Callable[[str], int]:
    """For a character the number of the first face that has it (the first one of all where none has)."""

    @cache
    def face(character: str) -> int:
        return next((index for index, points in enumerate(coverage) if ord(character) in points), 0)

    return face


def runs(words: str, face: Callable[[str], int]) -> Iterator[tuple[int, str]]:
    """The text in pieces that one face can set."""
    for index, characters in groupby(words, face):
        yield index, "".join(characters)


def coverage() -> list[set[int]]:
    """The code points of each font of the chain."""
    from fontTools.ttLib import TTFont

    found = []
    for name in stage.CHAIN:
        with TTFont(stage.FONTS / name, lazy=True) as font:
            found.append(set(font.getBestCmap()))
    return found


@dataclass
class Wrapped:
    """A row whose cells are cut into lines."""

    cells: list[list[str]]
    height: float


class Wrapper:
    """Cuts texts into lines; Latin words and figures stay whole where they fit."""

    def __init__(self, advance: Callable[[str], float]) -> None:
        self._advance = lru_cache(maxsize=None)(advance)

    def width(self, words: str, size: float = content.TYPE_POINTS) -> float:
        """The width of a text, in points."""
        return sum(map(self._advance, words)) * size

    def cut(self, words: str, room: float) -> list[str]:
        """The lines of a text; nothing is lost."""
        if self.width(words) <= room:
            return [words]
        lines, start, used = [], 0, 0.0
        for index, character in enumerate(words):
            wide = self._advance(character) * content.TYPE_POINTS
            if used + wide > room and index > start and character not in _CLOSING:
                cut = self._break(words, start, index)
                lines.append(words[start:cut])
                start, used = cut, self.width(words[cut:index])
            used += wide
        return [*lines, words[start:]]

    @staticmethod
    def _break(words: str, start: int, index: int) -> int:
        cut = index
        while cut > start and words[cut].isascii() and words[cut - 1].isascii() and words[cut - 1] != " ":
            cut -= 1
        return cut if cut > start else index

    def row(self, cells: Iterable[str]) -> Wrapped:
        """All cells of a line, cut."""
        cut = [
            self.cut(words, column.width_mm * _MM - 2 * _SIDE)
            for words, column in zip(cells, content.COLUMNS, strict=True)
        ]
        return Wrapped(cut, max(map(len, cut)) * _LEADING + 2 * _PAD)


def draw_pages(canvas: Canvas, lines: Iterable[content.Line]) -> None:
    """Lay all pages out, since each says how many there are, then draw them."""
    wrapper = Wrapper(canvas.advance)
    head = wrapper.row(column.text for column in content.COLUMNS)
    pages, fen, rows = _pages(wrapper, head.height, lines)
    for number, page in enumerate(pages, start=1):
        canvas.begin()
        y = _heading(canvas, wrapper) if number == 1 else _MARGIN
        for row in (head, *page):
            _row(canvas, wrapper, row, y, centred=row is head)
            y += row.height
        if number == len(pages):
            canvas.text(_MARGIN, y + 14, content.TYPE_POINTS, content.total_words(rows, fen))
        _centred(
            canvas, wrapper, _HEIGHT - 6 * _MM, content.TYPE_POINTS, content.page_words(number, len(pages))
        )


def _pages(
    wrapper: Wrapper, head: float, lines: Iterable[content.Line]
) -> tuple[list[list[Wrapped]], int, int]:
    pages: list[list[Wrapped]] = [[]]
    room, fen, rows = _HEIGHT - _MARGIN - _FOOT - head - 18 * _MM, 0, 0
    for line in lines:
        row = wrapper.row(line.cells)
        fen, rows = fen + line.fen, rows + 1
        if row.height > room:
            pages.append([])
            room = _HEIGHT - _MARGIN - _FOOT - head
        pages[-1].append(row)
        room -= row.height
    if room < 14:
        pages.append([])
    return pages, fen, rows


def _heading(canvas: Canvas, wrapper: Wrapper) -> float:
    _centred(canvas, wrapper, _MARGIN + 14, 16, content.TITLE)
    facts = "　　".join(f"{name}：{text}" for name, text in content.FACTS)
    canvas.text(_MARGIN, _MARGIN + 14 * _MM, content.TYPE_POINTS, facts)
    return _MARGIN + 17 * _MM


def _centred(canvas: Canvas, wrapper: Wrapper, y: float, size: float, words: str) -> None:
    canvas.text((_WIDTH - wrapper.width(words, size)) / 2, y, size, words)


def _row(canvas: Canvas, wrapper: Wrapper, row: Wrapped, y: float, *, centred: bool) -> None:
    x, right = _MARGIN, _MARGIN + sum(column.width_mm for column in content.COLUMNS) * _MM
    canvas.line(x, y, right, y)
    canvas.line(x, y + row.height, right, y + row.height)
    canvas.line(x, y, x, y + row.height)
    for column, cut in zip(content.COLUMNS, row.cells, strict=True):
        wide = column.width_mm * _MM
        top = y + (row.height - len(cut) * _LEADING) / 2 + content.TYPE_POINTS * 0.98
        for index, words in enumerate(cut):
            if words:
                free = wide - 2 * _SIDE - wrapper.width(words)
                side = "center" if centred else column.side
                shift = {"left": 0.0, "center": free / 2, "right": free}[side]
                canvas.text(x + _SIDE + shift, top + index * _LEADING, content.TYPE_POINTS, words)
        x += wide
        canvas.line(x, y, x, y + row.height)
