"""`ledgers read`: what a ledger's file holds, and whether its sums agree, as JSON for people and programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from portal.errors import RuleBroken
from portal.ledgers.definition import Column, Ledger, all_ledgers, ledger_of
from portal.ledgers.reading import ReadLedger, read_back
from portal.ledgers.tallies import Tally
from portal.ledgers.wording import words


def read_summary(ledger: Ledger, path: Path) -> dict[str, Any]:
    """What the file says of itself and what its lines come to; raises RuleBroken for a file that cannot be read.

    `agrees` is true, false with `differences` in sentences, or None for a text file, which has no sums to compare.
    """
    with read_back(ledger, path) as book:
        for _row in book.rows:
            pass
    has_sums = book.closing is not None or bool(book.differences)
    return {
        "ledger": ledger.name,
        "kind": book.kind,
        "title": book.title,
        "facts": book.facts,
        "columns": [{"key": c.key, "heading": c.heading} for c in book.columns],
        **_counted(book, book.found),
        "closing": None if book.closing is None else _counted(book, book.closing),
        "agrees": book.agrees if has_sums else None,
        "differences": [str(one) for one in book.differences],
    }


def _counted(book: ReadLedger, tally: Tally) -> dict[str, Any]:
    columns: dict[str, Column] = {c.key: c for c in book.columns}
    totals = {key: words(columns[key], total) for key, total in tally.sums.items()}
    return {"rows": tally.rows, "struck": tally.struck, "totals": totals}


@click.command("read")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def read_file(name: str, file: Path) -> None:
    """Read FILE (.xlsx or .csv) back as the ledger NAME; ends with 1 where its counts and sums do not agree."""
    ledger = ledger_of(name)
    if ledger is None:
        known = ", ".join(one.name for one in all_ledgers()) or "none"
        raise click.UsageError(f"there is no ledger {name!r}; the ledgers are: {known}.")
    try:
        summary = read_summary(ledger, file)
    except (RuleBroken, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    if summary["agrees"] is False:
        raise SystemExit(1)
