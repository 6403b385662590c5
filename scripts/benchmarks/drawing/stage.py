"""What every drawing process does around its engine: read the arguments, keep the time, say what it took."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scripts.benchmarks import content

FONTS = Path(__file__).resolve().parents[3] / "build" / "fonts"
# The same three files for everyone, tried in this order for each character.
CHAIN = ("NotoSansSC-400.ttf", "HanaMinB.ttf", "DejaVuSans.ttf")
FAMILIES = ("Noto Sans SC", "HanaMinB", "DejaVu Sans")


def arguments() -> tuple[Path, Path]:
    """The file of lines and the file to write."""
    return Path(sys.argv[1]), Path(sys.argv[2])


def run(draw: Callable[[Iterator[content.Line], Path], dict[str, Any] | None]) -> None:
    """Draw the lines of the first argument into the file of the second."""
    source, target = arguments()
    began = time.perf_counter()
    said = draw(content.read_lines(source), target)
    print(json.dumps({"seconds": time.perf_counter() - began, **(said or {})}))
