"""Workbooks of 12 typed columns: the portal's and the peers', written from the same lines, and read back."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.benchmarks import content, peers
from scripts.benchmarks.asked import Asked, Bar, Table, say
from scripts.benchmarks.books.checking import check
from scripts.benchmarks.measuring import Cost, Result, rounds_of, run_fresh

OURS = "portal"
WRITERS = {
    OURS: "portal",
    "rustpy": "rustpy-xlsxwriter",
    "xlsxwriter": "XlsxWriter, constant memory",
    "pyexcelerate": "PyExcelerate",
    "openpyxl": "openpyxl, write only",
}
READERS = {"read_calamine": "python-calamine", "read_openpyxl": "openpyxl, read only"}
QUICK, FULL = (5_000,), (50_000, 200_000)
MOST_MEMORY_MB = 150


def run(asked: Asked) -> dict[str, Any]:
    """Writers, then readers of the portal's own file, at every size; at the longest the portal and the fastest peer alone."""
    python = peers.prepare()
    written: list[Result] = []
    read: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="portal-bench-excel-") as folder:
        for size in FULL if asked.full else QUICK:
            source = Path(folder) / "lines.jsonl"
            content.write_lines(source, size)
            books = {name: Path(folder) / f"{name}.xlsx" for name in WRITERS}

            def asking(name: str, book: Path, source: Path = source) -> Callable[[], Cost]:
                interpreter = sys.executable if name == OURS else python
                command = [interpreter, "-m", f"scripts.benchmarks.books.{name}", source, book]
                return lambda: run_fresh(command)

            def look(name: str, books: dict[str, Path] = books, source: Path = source) -> dict[str, Any]:
                text = check(books[name], content.read_lines(source))
                return {"text": text, "file_mb": books[name].stat().st_size / 1e6}

            names = [OURS, "rustpy"] if size > FULL[0] else list(WRITERS)
            rounds = 1 if size > FULL[0] else asked.rounds
            written += rounds_of({n: asking(n, books[n]) for n in names}, size, rounds, look, say)
            if books[OURS].exists() and size <= FULL[0]:
                readers = {n: asking(n, books[OURS]) for n in READERS}
                read += rounds_of(readers, size, asked.rounds, lambda _name: {}, say)
    return {
        "written": [result.as_plain() for result in written],
        "read": [result.as_plain() for result in read],
    }


def tables(found: dict[str, Any]) -> list[Table]:
    """A table a size for writing, one for reading."""
    made = []
    written = [Result(**one) for one in found["written"]]
    for size in sorted({result.size for result in written}):
        here = sorted((r for r in written if r.size == size), key=lambda r: (bool(r.failed), r.wall))
        ours = next(r for r in here if r.name == OURS)
        heads = [
            "writer",
            "wall s",
            "processor s",
            "writing s",
            "peak MB",
            "file MB",
            "× portal",
            "runs",
            "read back",
        ]
        made.append(
            Table(
                f"A workbook of {size:,} rows and 12 columns", heads, [_row(r, WRITERS, ours) for r in here]
            )
        )
    read = [Result(**one) for one in found["read"]]
    for size in sorted({result.size for result in read}):
        here = sorted((r for r in read if r.size == size), key=lambda r: (bool(r.failed), r.wall))
        heads = ["reader", "wall s", "processor s", "reading s", "peak MB", "× fastest", "runs"]
        rows = [[cell for at, cell in enumerate(_row(r, READERS, here[0])) if at not in (5, 8)] for r in here]
        made.append(Table(f"Reading the portal's workbook of {size:,} rows", heads, rows))
    return made


def _row(result: Result, names: dict[str, str], against: Result) -> list[str]:
    notes = result.notes or {}
    if result.failed:
        return [names[result.name], *["–"] * 7, f"failed: {result.failed}"]
    return [
        names[result.name],
        f"{result.wall:.2f}",
        f"{result.cpu:.2f}",
        f"{result.own:.2f}",
        f"{result.memory_mb:.0f}",
        f"{notes.get('file_mb', 0):.1f}",
        f"{result.wall / against.wall:.2f}" if against.wall else "–",
        str(result.runs),
        notes.get("text", ""),
    ]


def bars(found: dict[str, Any]) -> list[Bar]:
    """What is asked of the portal's workbooks."""
    ours = [Result(**one) for one in found["written"] if one["name"] == OURS]
    failed = [result.failed for result in ours if result.failed]
    if failed:
        return [Bar("the portal writes its workbooks", False, failed[0])]
    texts = [(result.notes or {}).get("text", "") for result in ours]
    memory = ", ".join(f"{result.size:,} rows {result.memory_mb:.0f} MB" for result in ours)
    return [
        Bar("every cell is read back as it was written", {*texts} == {"whole"}, "; ".join(texts)),
        Bar(
            f"memory under {MOST_MEMORY_MB} MB at any length",
            all(r.memory_mb < MOST_MEMORY_MB for r in ours),
            memory,
        ),
    ]
