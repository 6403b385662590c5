"""One ledger by every engine: the portal's writer, its limit, and the peers; fresh processes, random order, text checked."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from portal.ledgers.writer.objects import LEVEL
from scripts.benchmarks import checking, content, peers, stored
from scripts.benchmarks.asked import Asked, Bar, Table, say
from scripts.benchmarks.drawing import limit
from scripts.benchmarks.measuring import ROOT, Cost, Result, RunFailed, rounds_of, run_fresh

OURS, LIMIT = "portal", "limit"
# Engine → how it is called in the tables.
PEERS = {
    "cairo": "Cairo",
    "plutoprint": "PlutoPrint",
    "typst": "Typst",
    "reportlab": "ReportLab, own pages",
    "reportlab_table": "ReportLab, its table",
    "fpdf2": "fpdf2",
    "chromium": "Chromium",
    "weasyprint": "WeasyPrint",
}
NAMES = {OURS: "portal", LIMIT: "limit", **PEERS}
SLOW = {
    "weasyprint",
    "chromium",
}  # a hundred times slower: not asked at the second size, nor at the third by a quick run
QUICK, FULL, OURS_ALONE = (500, 2_000), (500, 2_000, 10_000), (50_000, 200_000)
FONT_SETTINGS = {"FONTCONFIG_FILE": str(ROOT / "build" / "fonts.conf")}
MOST_MEMORY_MB, MOST_TIMES_LIMIT, MOST_GROWTH = 150, 3.0, 1.25


def run(asked: Asked) -> dict[str, Any]:
    """Every engine at every size, and the ledger of the demo street (its application context is open) from the database."""
    checking.require_reader()
    python = peers.prepare()
    engines = [name for name in PEERS if name != "chromium" or peers.chromium()]
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="portal-bench-ledgers-") as folder:
        for size in FULL if asked.full else QUICK:
            here = [n for n in engines if n not in SLOW or size != QUICK[1]]
            results += _at(size, [OURS, LIMIT, *here], python, Path(folder), asked.rounds)
        for size in OURS_ALONE if asked.full else ():
            results += _at(size, [OURS, LIMIT], python, Path(folder), asked.rounds)
        in_database = stored.run(asked, Path(folder))
    notes = [] if peers.chromium() else ["No Chromium is present on this machine, so it was not measured."]
    return {"results": [result.as_plain() for result in results], "stored": in_database, "notes": notes}


def _at(size: int, names: Sequence[str], python: Path, folder: Path, rounds: int) -> list[Result]:
    source, spool = folder / "lines.jsonl", folder / "spool"
    content.write_lines(source, size)
    drawn = {name: folder / f"{name}.pdf" for name in names}

    def drawing(name: str) -> Callable[[], Cost]:
        interpreter = sys.executable if name in (OURS, LIMIT) else str(python)
        given = spool if name == LIMIT else source
        module = f"scripts.benchmarks.drawing.{name}"
        command = [interpreter, "-m", module, str(given), str(drawn[name])]
        return lambda: run_fresh(command, settings=FONT_SETTINGS)

    def look(name: str) -> dict[str, Any]:
        if (
            name == LIMIT and size > FULL[-1]
        ):  # the same texts as the portal's, and reading them takes a minute
            return {"text": "not read", "file_mb": drawn[name].stat().st_size / 1e6}
        found = checking.check(drawn[name], content.read_lines(source)).as_plain()
        return {**found, "file_mb": drawn[name].stat().st_size / 1e6}

    try:
        drawing(OURS)()  # the limit writes what this one laid out
        limit.spool(drawn[OURS], spool, LEVEL)
    except RunFailed as failure:
        return [Result(OURS, size, failed=str(failure))]
    return rounds_of({name: drawing(name) for name in names}, size, rounds, look, say)


def tables(found: dict[str, Any]) -> list[Table]:
    """One table a size, fastest first."""
    results = [Result(**one) for one in found["results"]]
    made = []
    for size in sorted({result.size for result in results}):
        here = {result.name: result for result in results if result.size == size}
        table = Table(
            f"A ledger of {size:,} rows",
            [
                "engine",
                "wall s",
                "processor s",
                "drawing s",
                "peak MB",
                "file MB",
                "× portal",
                "× limit",
                "runs",
                "text",
            ],
        )
        for result in sorted(here.values(), key=lambda r: (bool(r.failed), r.wall)):
            table.rows.append(_row(result, here[OURS], here.get(LIMIT)))
        made.append(table)
    if made:
        made[-1].notes += found["notes"]
    return [*made, *stored.tables(found["stored"])]


def _row(result: Result, ours: Result, floor: Result | None) -> list[str]:
    if result.failed:
        return [NAMES[result.name], *["–"] * 8, f"failed: {result.failed}"]
    notes = result.notes or {}
    name = NAMES[result.name] + (f" ({notes['binding']})" if "binding" in notes else "")
    against = f"{result.wall / ours.wall:.2f}" if ours.wall else "–"
    above = f"{result.own / floor.own:.1f}" if floor and floor.own else "–"
    return [
        name,
        f"{result.wall:.2f}",
        f"{result.cpu:.2f}",
        f"{result.own:.3f}" if result.own < 0.1 else f"{result.own:.2f}",
        f"{result.memory_mb:.0f}",
        f"{notes['file_mb']:.1f}",
        against,
        above,
        str(result.runs),
        notes["text"],
    ]


def bars(found: dict[str, Any]) -> list[Bar]:
    """What is asked of the writer, judged on these figures."""
    results = [Result(**one) for one in found["results"]]
    ours = {result.size: result for result in results if result.name == OURS and not result.failed}
    if not ours:
        return [Bar("the portal's writer draws the ledger", False, "it failed")]
    judged = [_whole(ours.values()), _memory(ours)]
    if FULL[-1] in ours:  # shorter ones tell more of starting and importing than of drawing
        judged += [_fastest(results, ours), _near(results, ours)]
    if len(ours) > 3:
        judged.append(_linear(ours))
    return judged


def _fastest(results: Sequence[Result], ours: dict[int, Result]) -> Bar:
    measured = [r for r in results if r.name in PEERS and not r.failed]
    size = max((r.size for r in measured), default=0)
    best = min((r for r in measured if r.size == size), key=lambda r: r.wall, default=None)
    if best is None or size not in ours:
        return Bar("faster than every peer", False, "no peer could be measured")
    mine = ours[size].wall
    figure = f"{mine:.2f} s, the next is {NAMES[best.name]} with {best.wall:.2f} s"
    return Bar(
        f"{size:,} rows faster than every peer, starting and importing included", mine < best.wall, figure
    )


def _whole(ours: Any) -> Bar:
    said = [(r.size, (r.notes or {}).get("text", "")) for r in ours]
    spoilt = [f"{size:,}: {text}" for size, text in said if text != "whole"]
    return Bar("every told cell comes back", not spoilt, "; ".join(spoilt) or f"{len(said)} sizes")


def _memory(ours: dict[int, Result]) -> Bar:
    most = max(ours.values(), key=lambda r: r.memory_mb)
    words = ", ".join(f"{size:,} rows {r.memory_mb:.0f} MB" for size, r in sorted(ours.items()))
    return Bar(f"peak memory under {MOST_MEMORY_MB} MB at any length", most.memory_mb < MOST_MEMORY_MB, words)


def _near(results: Sequence[Result], ours: dict[int, Result]) -> Bar:
    floors = {r.size: r for r in results if r.name == LIMIT and not r.failed}
    sizes = [size for size in ours if size in floors]
    if not sizes:
        return Bar("near its limit", False, "the limit could not be measured")
    size = max((s for s in sizes if s <= FULL[-1]), default=min(sizes))
    times = ours[size].own / floors[size].own
    figure = f"drawing {size:,} rows took {ours[size].own:.2f} s against {floors[size].own:.3f} s: {times:.1f} times"
    return Bar(f"within {MOST_TIMES_LIMIT:g} times the limit", times <= MOST_TIMES_LIMIT, figure)


def _linear(ours: dict[int, Result]) -> Bar:
    sizes = [size for size in sorted(ours) if size >= FULL[-1]]
    each = {size: ours[size].own / size * 1e6 for size in sizes}
    held = max(each.values()) <= MOST_GROWTH * each[sizes[0]]
    words = ", ".join(f"{size:,} rows {cost:.0f} µs a row" for size, cost in each.items())
    return Bar(f"growth linear to {sizes[-1]:,} rows", held, words)
