"""Runs the benchmarks, prints their tables and what must hold, keeps the figures, and writes docs/benchmarks.md from them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmarks import report
from scripts.benchmarks.asked import Asked, Bar, Table, say

NAMES = ("search", "numbers", "ledgers", "receipts", "start", "bulk", "excel", "assistance", "screening")
FORMER = {"receipt": "receipts"}
# These need a database with people, applications and papers in it.
ON_THE_STREET = {"search", "numbers", "ledgers", "receipts", "start", "bulk", "assistance", "screening"}
FULL_PAPERS = 5_000


def main(words: Sequence[str] | None = None) -> int:
    """Parse, measure, print; gives 0, 1 when something could not be measured, 2 on wrong use."""
    parser = _parser()
    given = parser.parse_args(words)
    names = list(dict.fromkeys(FORMER.get(name, name) for name in given.names))
    if unknown := set(names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    for name in ("rounds", "papers", "residents"):
        if (number := getattr(given, name)) is not None and number < 1:
            parser.error(f"--{name} takes a whole number from 1 up, not {number}")
    if given.docs and not names and given.json:
        parser.error("--json writes what a run measured; name what to measure, or leave it out")
    asked = Asked(
        full=given.full,
        rounds=given.rounds,
        papers=given.papers or (FULL_PAPERS if given.full else Asked.papers),
        residents=given.residents,
    )
    try:
        found = {} if given.docs and not names else _measure(names or list(NAMES), asked)
        if given.json:
            report.write_json(given.json, found)
        if given.docs:
            say(f"written: {', '.join(report.write_docs())}")
    except report.NothingKept as nothing:
        say(str(nothing))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__, allow_abbrev=False)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; all unless said")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    parser.add_argument(
        "--full", action="store_true", help="all sizes and all peers, which takes many minutes"
    )
    parser.add_argument(
        "--docs",
        action="store_true",
        help="write docs/benchmarks.md from the kept figures, after measuring the names; alone, without measuring",
    )
    parser.add_argument(
        "--rounds", type=int, default=Asked.rounds, help="rounds of ledgers and workbooks (3)"
    )
    parser.add_argument(
        "--papers", type=int, help=f"receipts in one process (200, with --full {FULL_PAPERS:,})"
    )
    parser.add_argument(
        "--residents", type=int, default=Asked.residents, help="people to search among (5,000 unless said)"
    )
    return parser


def _measure(names: Sequence[str], asked: Asked) -> dict[str, Any]:
    found = {}
    with ExitStack() as opened:
        if ON_THE_STREET & set(names):
            from scripts.benchmarks.street import open_street

            folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-"))
            opened.enter_context(open_street(Path(folder), asked.residents if "search" in names else 0))
        for name in names:
            say(f"{name} …")
            module = import_module(f"scripts.benchmarks.{name}")
            figures = module.run(asked)
            tables = module.tables(figures)
            bars = module.bars(figures) if hasattr(module, "bars") else []
            _print(tables, bars)
            found[name] = report.keep(name, asked, figures, tables, bars)
    return found


def _print(tables: Sequence[Table], bars: Sequence[Bar]) -> None:
    for table in tables:
        print(f"\n{table.title}")
        widths = [max(len(row[at]) for row in (table.heads, *table.rows)) for at in range(len(table.heads))]
        for row in (table.heads, *table.rows):
            cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
            print("  " + "  ".join(cells).rstrip())
        for note in table.notes:
            print(f"  {note}")
    for bar in bars:
        print(f"  {bar.words}")


if __name__ == "__main__":
    from scripts.benchmarks.measuring import RunFailed
    from scripts.benchmarks.peers import Failed

    try:
        sys.exit(main())
    except (Failed, RunFailed) as failure:
        say(str(failure))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Stopped; what was measured before is kept in build/bench.")
        sys.exit(130)
