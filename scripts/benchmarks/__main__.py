"""Runs the benchmarks on a demo street of their own in a temporary folder, and prints what they found."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from flask.cli import ScriptInfo

NAMES = ("search", "numbers", "receipt")
RESIDENTS = 5_000


def main() -> int:
    """Parse, fill, measure, print; gives 0, or 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    parser.add_argument(
        "--residents", type=int, default=RESIDENTS, help=f"how many people ({RESIDENTS} unless said)"
    )
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        return _measure(Path(folder), asked.names or list(NAMES), asked.residents, asked.json)


def _measure(folder: Path, names: list[str], residents: int, out: Path | None) -> int:
    for name in [n for n in os.environ if n.startswith("PORTAL_")]:
        del os.environ[name]
    os.environ["PORTAL_INSTANCE"] = str(folder)
    from portal import create_app

    app = create_app()
    print(
        f"a demo street with {residents:,} more residents, SQLite, {os.cpu_count()} processors",
        file=sys.stderr,
    )
    for words in (["migrate"], ["demo", "--if-empty"], ["generate", "--residents", str(residents)]):
        app.cli.main(words, standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
    found = {}
    with app.app_context():
        for name in names:
            for title, figures in import_module(f"scripts.benchmarks.{name}").run():
                print(f"\n{title}")
                for figure in figures:
                    print(f"  {figure.name:<40} {figure.median_ms:>9.2f} ms   ×{figure.ratio:.2f}")
                found[title] = [vars(figure) for figure in figures]
    if out:
        out.write_text(
            json.dumps({"residents": residents, "figures": found}, ensure_ascii=False, indent=2) + "\n",
            "utf-8",
        )
    return 0


sys.exit(main())
