"""Keeps the figures of each run in build/bench, and writes docs/benchmarks.md and its pictures from what is kept there."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmarks import machine, plot
from scripts.benchmarks.asked import Asked, Bar, Table
from scripts.benchmarks.measuring import ROOT

KEPT = ROOT / "build" / "bench"
DOCS = ROOT / "docs"
ORDER = ("ledgers", "receipts", "start", "bulk", "excel", "search", "numbers", "assistance", "screening")
TITLES = {
    "ledgers": "Ledgers",
    "receipts": "Receipts",
    "start": "The first paper after a start",
    "bulk": "Bulk print",
    "excel": "Workbooks",
    "search": "Finding a resident",
    "numbers": "Numbers",
    "assistance": "Social assistance",
    "screening": "The calendar of screening",
}
INTRODUCTION = """# Benchmarks

All figures on this page come from one command, which measured them and wrote the page:

    scripts/bench NAME… --full --docs

Every run of an engine is a fresh process; inside each round the engines take their turns in random order. Given are
medians (an engine that needs more than 8 seconds runs once), the processor time of the process with its children,
and the peak memory of the largest process as the system counts it (a Chromium shares its work among several). `drawing`
is the work alone, without starting Python and importing. Ratios are steadier than seconds, and processor time is
steadier than wall time: compare these where machines differ.
"""
ABOUT = {
    "ledgers": """Ten Chinese columns, rows that wrap, a heading, a repeated head, page x of y, a total, one name in twelve
with a rare character: the same lines for every engine. The portal's writer draws more than the peers: amounts carried forward,
sums of each page, a watermark, digests. The limit writes the portal's own page texts, already laid out, with the fonts
already subset: it only compresses and writes. `text` says whether each told cell of each line (number, name, identity
number, telephone, address, item, amount, remark) comes back from pdftotext on the page of its line. The portal's
process imports the whole portal, which costs the same at every length; a worker that is already running does not pay it.
""",
    "receipts": """The page is an acceptance receipt of the demo street with its QR code. Engines that know no HTML set the same
words and the same QR code as plain paragraphs, which is less work.
""",
    "start": "A process that draws one paper and ends; it loads neither the web framework nor the database.\n",
    "bulk": "Acceptance receipts of the demo street, each with a number of its own.\n",
    "excel": """Twelve typed columns: whole numbers, texts, amounts, days. Each file is read back and compared cell by cell. The
portal's has a heading, borders and print set-up besides.
""",
    "assistance": """Households of one to three persons with an income, on the demo street, SQLite. Each work is the whole job:
reading at one moment, exceptions, the reckoning, numbers without gap, decisions, arrears, progress, the fence and the trail.
""",
    "screening": """The street's grid of units and weeks, SQLite: 60 communities, 52 weeks, every report owed with the one
in force. The three take turns in one process. The page is the whole answer of a request: session, grid, template.
""",
}


class NothingKept(RuntimeError):
    """There are no figures to write a page from; the sentence says how to get them."""


def keep(
    name: str, asked: Asked, figures: dict[str, Any], tables: Sequence[Table], bars: Sequence[Bar]
) -> dict[str, Any]:
    """Keep a run's figures; a quick run never replaces a full one."""
    kept = {
        "name": name,
        "full": asked.full,
        "machine": machine.describe(),
        "figures": figures,
        "tables": [table.as_plain() for table in tables],
        "bars": [bar.words for bar in bars],
    }
    write_json(KEPT / f"{name}{'-full' if asked.full else ''}.json", kept)
    return kept


def write_json(path: Path, content: Any) -> None:
    """Write a file whole or not at all."""
    _write(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def write_docs(kept: Path = KEPT, docs: Path = DOCS) -> list[str]:
    """Write the page and its picture; gives their paths. Raises NothingKept."""
    runs = {name: run for name in ORDER if (run := _read(kept, name))}
    if not runs:
        raise NothingKept(
            "No figures are kept in build/bench; run scripts/bench NAME… first, for example ledgers."
        )
    parts, written = [INTRODUCTION, _machines(runs)], []
    for name, run in runs.items():
        parts.append(f"## {TITLES[name]}\n")
        if name in ABOUT:
            parts.append(ABOUT[name])
        if not run["full"] and name in ABOUT:
            parts.append("These are the figures of a quick run.\n")
        if run["bars"]:
            parts.append("\n".join(f"- {bar}" for bar in run["bars"]) + "\n")
        if name == "ledgers":
            picture = docs / "pictures" / "benchmarks-ledgers.svg"
            _write(picture, plot.ledger_plot(run["figures"]["results"]))
            written.append(picture)
            parts.append(
                f"![Seconds against rows for every engine, both axes logarithmic](pictures/{picture.name})\n"
            )
        parts += [_markdown(Table(**table)) for table in run["tables"]]
    page = docs / "benchmarks.md"
    _write(page, "\n".join(parts))
    return [os.path.relpath(path, docs.parent) for path in (page, *written)]


def _machines(runs: dict[str, Any]) -> str:
    told: dict[str, list[str]] = {}
    for name, run in runs.items():
        told.setdefault(machine.words(run["machine"]), []).append(TITLES[name])
    if len(told) == 1:
        return f"Measured on: {next(iter(told))}\n"
    return "\n".join(f"{', '.join(names)}, measured on: {words}\n" for words, names in told.items())


def _read(kept: Path, name: str) -> dict[str, Any] | None:
    for path in (kept / f"{name}-full.json", kept / f"{name}.json"):
        if path.exists():
            return _judged_today(name, json.loads(path.read_text("utf-8")))
    return None


def _judged_today(name: str, run: dict[str, Any]) -> dict[str, Any]:
    """The figures as they were measured, in the tables and under the bars of today."""
    module = import_module(f"scripts.benchmarks.{name}")
    figures = run["figures"]
    bars = module.bars(figures) if hasattr(module, "bars") else []
    tables = [table.as_plain() for table in module.tables(figures)]
    return run | {"tables": tables, "bars": [bar.words for bar in bars]}


def _markdown(table: Table) -> str:
    rows = [
        table.heads,
        ["---", *["---:" if _is_figure(table, at) else "---" for at in range(1, len(table.heads))]],
    ]
    lines = [f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |" for row in (*rows, *table.rows)]
    notes = "".join(f"\n{note}\n" for note in table.notes)
    return f"### {table.title}\n\n" + "\n".join(lines) + f"\n{notes}"


def _is_figure(table: Table, at: int) -> bool:
    return all(row[at][:1].isdigit() or row[at] in ("–", "") for row in table.rows)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "utf-8")
    part.replace(path)
