"""What every one of these processes does around its engine: read the folder, make the first paper, then the warm ones."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WARM_UP = 3


@dataclass(frozen=True)
class Paper:
    """One receipt: as a page with its styles inside, as bare words, and its QR code as a PNG file."""

    page: str
    words: list[str]
    qr: Path

    def numbered(self, text: str, number: int) -> str:
        """A text of the paper with this running number in it, so that no two papers are alike."""
        return text.replace(number_words(1), number_words(number))


def number_words(number: int) -> str:
    """What stands on a paper for its running number."""
    return f"示街办受〔2026〕{number:05d}号"


def write_paper(folder: Path, *, page: str, words: list[str], qr: bytes) -> None:
    """Lay a receipt into a folder for `read_paper`."""
    (folder / "page.html").write_text(page, "utf-8")
    (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    (folder / "qr.png").write_bytes(qr)


def read_paper(folder: Path) -> Paper:
    """The receipt of a folder."""
    words = json.loads((folder / "words.json").read_text("utf-8"))
    return Paper((folder / "page.html").read_text("utf-8"), words, folder / "qr.png")


def run(prepare: Callable[[Paper], Callable[[int], bytes]]) -> None:
    """Make the paper as often as the second argument says, each with another number; the first is kept as the third."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    began = time.perf_counter()
    make = prepare(read_paper(folder))
    content = make(1)
    first = time.perf_counter() - began
    Path(sys.argv[3]).write_bytes(content)
    for number in range(WARM_UP):
        make(number + 2)
    taken = []
    for number in range(count):
        began = time.perf_counter()
        content = make(number + 2 + WARM_UP)
        taken.append((time.perf_counter() - began) * 1000)
    tell(first=first, median_ms=statistics.median(taken), size_kb=len(content) / 1000)


def tell(**said: Any) -> None:
    """The last line of output, which `measuring.run_fresh` reads."""
    print(json.dumps(said))


def memory_mb() -> float:
    """What this process holds in memory now."""
    held = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return held * resource.getpagesize() / 2**20
