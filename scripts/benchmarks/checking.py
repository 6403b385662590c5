"""Does the text of a ledger come back whole? Every told cell of every line is looked for on the page of its line."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from scripts.benchmarks import content
from scripts.benchmarks.peers import Failed

_NUMBER = re.compile(r"示街办受〔2026〕(\d{6})号")
_SPACE = re.compile(r"\s+")
_FOOT = re.compile(r"第(\d+)页")
_HEAD = _SPACE.sub("", "".join((content.COLUMNS[content.NUMBER].text, content.COLUMNS[content.DAY].text)))
_EXAMPLES = 3


@dataclass
class Recovered:
    """How many of the told cells came back, a few that did not, and on how many pages head and number were found."""

    told: int = 0
    pages: int = 0
    heads: int = 0
    numbered: int = 0
    has_total: bool = False
    lost: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def lose(self, cells: Iterable[tuple[str, str]]) -> None:
        """These, column and words, came back nowhere."""
        for column, words in cells:
            self.lost[column] += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(words)

    @property
    def share(self) -> float:
        """Of all told cells, the part that came back."""
        return 1 - self.lost.total() / self.told if self.told else 0.0

    @property
    def words(self) -> str:
        """`whole`, or what it loses."""
        if not self.told:
            return "no text"
        if self.lost:
            most = ", ".join(f"{column} {count}" for column, count in self.lost.most_common(3))
            return f"loses {self.lost.total()} of {self.told} ({most}), such as {' '.join(self.examples)}"
        if self.heads < self.pages or self.numbered < self.pages or not self.has_total:
            total = "" if self.has_total else ", without its total"
            return (
                f"whole, but head on {self.heads} and number on {self.numbered} of {self.pages} pages{total}"
            )
        return "whole"

    def as_plain(self) -> dict[str, object]:
        """For the file of figures."""
        return {"text": self.words, "share": self.share, "pages": self.pages}


def require_reader() -> None:
    """Raise Failed, naming the mend, unless pdftotext is there."""
    if not shutil.which("pdftotext"):
        raise Failed(
            "pdftotext was not found, and without it no text can be compared."
            " An administrator can install it with: apt-get install poppler-utils"
        )


def pages_of(path: Path) -> Iterator[str]:
    """The text of each page as pdftotext gives it, without spaces and line ends."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
        words = io.TextIOWrapper(cast(IO[bytes], reading.stdout), encoding="utf-8", errors="replace")
        rest = ""
        while piece := words.read(1 << 16):
            *whole, rest = (rest + piece).split("\f")
            yield from (_SPACE.sub("", page) for page in whole)


def check(path: Path, lines: Iterable[content.Line]) -> Recovered:
    """Compare a PDF with the lines that it was drawn from, in their order."""
    return compare(pages_of(path), lines)


def compare(pages: Iterable[str], lines: Iterable[content.Line]) -> Recovered:
    """Pages are texts without spaces. A cell must stand on the page of its line, or, cut in two, beside it."""
    result, waiting = Recovered(), _Waiting(lines)
    missing: list[tuple[str, str]] = []
    before = ""
    for page in pages:
        result.pages += 1
        result.heads += _HEAD in page
        result.numbered += bool(_FOOT.search(page))
        result.lose(_absent(missing, page))
        last = max(map(int, _NUMBER.findall(page)), default=0)
        missing = _absent(_short(result, waiting.up_to(last), page), before)
        before = page
    result.lose(missing)
    result.lose(_short(result, waiting.up_to(None), ""))
    result.has_total = _SPACE.sub("", content.total_words(waiting.rows, waiting.fen)) in before
    return result


class _Waiting:
    """The lines that no page has shown yet."""

    def __init__(self, lines: Iterable[content.Line]) -> None:
        self._lines = iter(lines)
        self.rows = self.fen = 0

    def up_to(self, last: int | None) -> Iterator[tuple[str, str]]:
        """Column and words of the told cells of the lines up to a number; of all that are left for None."""
        while last is None or self.rows < last:
            line = next(self._lines, None)
            if line is None:
                return
            self.rows, self.fen = self.rows + 1, self.fen + line.fen
            for index in content.TOLD:
                if words := _SPACE.sub("", line.cells[index]):
                    yield content.COLUMNS[index].text, words


def _short(result: Recovered, told: Iterable[tuple[str, str]], page: str) -> list[tuple[str, str]]:
    """The cells that the page has fewer times than it should."""
    short = []
    for (column, words), count in Counter(told).items():
        result.told += count
        short += [(column, words)] * max(count - page.count(words), 0)
    return short


def _absent(cells: Iterable[tuple[str, str]], page: str) -> list[tuple[str, str]]:
    return [cell for cell in cells if cell[1] not in page]
