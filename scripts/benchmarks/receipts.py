"""One receipt: warm beside WeasyPrint alone, thousands in one process, and the peers."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.benchmarks import peers, street
from scripts.benchmarks.asked import Asked, Bar, Table, say
from scripts.benchmarks.checking import require_reader
from scripts.benchmarks.ledgers import FONT_SETTINGS
from scripts.benchmarks.measuring import RunFailed, run_fresh
from scripts.benchmarks.onepage.stage import read_paper

PEERS = {
    "plutoprint": "PlutoPrint, same page",
    "typst": "Typst, same words",
    "reportlab": "ReportLab, same words",
}
WARM_ROUNDS, PEER_ROUNDS = 25, 25
MOST_TIMES_ALONE, MOST_GROWTH = 1.2, 1.1
_SPACE = re.compile(r"\s+")


def run(asked: Asked) -> dict[str, Any]:
    """Needs the demo street's application context; everything measured runs in processes of its own."""
    from flask import current_app

    require_reader()
    python, instance = peers.prepare(), current_app.config["PORTAL"].instance
    with tempfile.TemporaryDirectory(prefix="portal-bench-receipts-") as folder:
        orders = Path(folder) / "orders"
        street.freeze_orders(orders)

        def ours(mode: str, count: int) -> dict[str, Any]:
            module = "scripts.benchmarks.onepage.portal"
            cost = run_fresh([sys.executable, "-m", module, mode, orders, instance, count])
            say(f"  {mode}: {cost.wall:.2f} s, {cost.memory_mb:.0f} MB")
            return {**cost.said, "wall": cost.wall, "memory_mb": cost.memory_mb}

        ours("pages", 1)
        found = {
            "warm": ours("warm", WARM_ROUNDS),
            "peers": {name: _peer(name, python, Path(folder)) for name in PEERS},
        }
        found["many"] = ours("many", asked.papers)
    return found


def _peer(name: str, python: Path, folder: Path) -> dict[str, Any]:
    drawn = folder / f"{name}.pdf"
    command = [python, "-m", f"scripts.benchmarks.onepage.{name}", folder, PEER_ROUNDS, drawn]
    try:
        cost = run_fresh(command, settings=FONT_SETTINGS)
    except RunFailed as failure:
        return {"failed": str(failure)}
    say(f"  {name}: {cost.said['median_ms']:.1f} ms")
    return {**cost.said, "wall": cost.wall, "memory_mb": cost.memory_mb, "text": _whole(drawn, folder)}


def _whole(drawn: Path, folder: Path) -> str:
    told = subprocess.run(["pdftotext", "-raw", drawn, "-"], capture_output=True, text=True).stdout
    there = set(_SPACE.sub("", told))
    lost = set(_SPACE.sub("", "".join(read_paper(folder).words))) - there
    return f"loses {' '.join(sorted(lost)[:8])}" if lost else "whole"


def tables(found: dict[str, Any]) -> list[Table]:
    """Warm papers, and what a long run of them does."""
    warm, many = found["warm"], found["many"]
    heads = ["engine", "warm median ms", "× WeasyPrint alone", "peak MB", "text"]
    table = Table("One acceptance receipt, warm", heads)
    rows = [
        ("portal, page and QR code included", warm["portal"], f"{many['memory_mb']:.0f}", "the page itself"),
        ("WeasyPrint alone, everything kept", warm["kept"], "", "same process"),
        ("WeasyPrint alone, as documented", warm["afresh"], "", "same process"),
    ]
    for name, title in PEERS.items():
        peer = found["peers"][name]
        if "failed" in peer:
            table.rows.append([title, "–", "–", "–", f"failed: {peer['failed']}"])
        else:
            rows.append((title, peer["median_ms"], f"{peer['memory_mb']:.0f}", peer["text"]))
    ordered = sorted(rows, key=lambda row: row[1])
    table.rows[:0] = [[t, f"{ms:.1f}", f"{ms / warm['kept']:.2f}", mb, text] for t, ms, mb, text in ordered]
    part = many["part"]
    growing = Table(
        f"{many['papers']:,} receipts in one process",
        ["", "median ms", "memory MB"],
        [
            [f"first {part}", f"{many['first_ms']:.1f}", f"{many['first_mb']:.0f}"],
            [f"last {part}", f"{many['last_ms']:.1f}", f"{many['last_mb']:.0f}"],
        ],
        [f"Peak of the whole process: {many['memory_mb']:.0f} MB."],
    )
    return [table, growing]


def bars(found: dict[str, Any]) -> list[Bar]:
    """What is asked of a receipt, judged on these figures; of the two ways to use WeasyPrint alone, against the faster."""
    warm, many = found["warm"], found["many"]
    times = warm["portal"] / min(warm["kept"], warm["afresh"])
    growth = many["last_ms"] / many["first_ms"], many["last_mb"] / many["first_mb"]
    return [
        Bar(
            f"a warm receipt under {MOST_TIMES_ALONE} times WeasyPrint alone",
            times < MOST_TIMES_ALONE,
            f"{times:.2f} times",
        ),
        Bar(
            f"no slower and no larger after {many['papers']:,} papers in one process",
            max(growth) < MOST_GROWTH,
            f"time × {growth[0]:.2f}, memory × {growth[1]:.2f}",
        ),
    ]
