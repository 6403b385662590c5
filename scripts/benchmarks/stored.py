"""A ledger as the office makes it: read from the database, through the command, into PDF, workbook and CSV."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from portal.db import session, transaction
from scripts.benchmarks.asked import Asked, Table, say
from scripts.benchmarks.measuring import ROOT, Cost, Result, rounds_of, run_fresh

NAME, FIRST_DAY = "applications", "2026-01-01"
START = "start"
FORMS = {"pdf": "PDF", "xlsx": "workbook", "csv": "CSV"}
QUICK, FULL = (1_000,), (10_000, 50_000)
# What may not be twice, and what a copy gets in its place.
_OWN = {"id": "NULL", "number": "number || '-' || :round", "record_key": "lower(hex(randomblob(16)))"}


def run(asked: Asked, folder: Path) -> list[dict[str, Any]]:
    """The street's applications, copied in the database until there are enough, made into each form by fresh processes."""
    portal = [sys.executable, "-m", "flask", "--app", ROOT / "portal"]
    command = [*portal, "ledgers", "make", NAME, "--from", FIRST_DAY, "--out"]

    def starting() -> Cost:
        return run_fresh([*portal, "routes"], settings=dict(os.environ))

    results = rounds_of({START: starting}, 0, asked.rounds, lambda _name: {}, say)
    for size in FULL if asked.full else QUICK:
        _copy_until(size)
        targets = {form: folder / f"{NAME}.{form}" for form in FORMS}

        def making(target: Path) -> Callable[[], Cost]:
            return lambda: run_fresh([*command, target], settings=dict(os.environ))

        def look(form: str, targets: dict[str, Path] = targets) -> dict[str, Any]:
            return {"file_mb": targets[form].stat().st_size / 1e6}

        makers = {form: making(target) for form, target in targets.items()}
        results += rounds_of(makers, size, asked.rounds, look, say)
    return [result.as_plain() for result in results]


def _copy_until(size: int) -> None:
    with transaction():
        connection = session.connection()
        names = [column["name"] for column in inspect(connection).get_columns("application")]
        taken = ", ".join(_OWN.get(name, name) for name in names)
        numbered = connection.scalar(text("SELECT count(number) FROM application"))
        last = connection.scalar(text("SELECT max(id) FROM application WHERE number NOT LIKE '%-%'"))
        copy = text(
            f"INSERT INTO application ({', '.join(names)}) SELECT {taken} FROM application"  # noqa: S608  (its own names)
            " WHERE number IS NOT NULL AND id <= :last AND number NOT LIKE '%-%' LIMIT :left"
        )
        while numbered < size:
            made = connection.execute(copy, {"round": numbered, "last": last, "left": size - numbered})
            numbered += made.rowcount


def tables(results: list[dict[str, Any]]) -> list[Table]:
    """One table for all sizes."""
    heads = ["rows", "form", "wall s", "processor s", "µs a row", "peak MB", "file MB", "runs"]
    table = Table("The ledger of applications, from the database by the portal's command", heads)
    start = Result(**results[0])
    for result in (Result(**one) for one in results):
        form = FORMS.get(result.name, "nothing, only started")
        if result.failed:
            table.rows.append([f"{result.size:,}", form, f"failed: {result.failed}", *["–"] * 5])
            continue
        made = (result.wall - start.wall) / result.size * 1e6 if result.size else 0
        table.rows.append(
            [
                f"{result.size:,}",
                form,
                f"{result.wall:.2f}",
                f"{result.cpu:.2f}",
                f"{made:.0f}" if made > 0 else "–",
                f"{result.memory_mb:.0f}",
                f"{result.notes['file_mb']:.1f}" if result.notes and "file_mb" in result.notes else "–",
                str(result.runs),
            ]
        )
    table.notes.append("µs a row: what is left of the wall time without starting the application.")
    table.notes.append(
        "The demo's applications were copied inside the database until there were enough: `generate` makes residents only."
    )
    return [table]
