"""`ledgers make`: any ledger as a file, of any length, for the whole office or for one unit."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal import audit, db
from portal.actor import Actor
from portal.documents.fonts import FontsMissing
from portal.documents.render import EngineMissing, PaperBroken
from portal.errors import N_, RuleBroken
from portal.ledgers import asking, printing, queries, workbooks
from portal.ledgers.definition import Ledger, all_ledgers, ledger_of

COMMAND_LINE = N_("命令行")
ledgers_group = AppGroup("ledgers", help="The ledgers.")


@ledgers_group.command("make")
@click.argument("name")
@click.option(
    "--from",
    "first",
    metavar="DAY",
    help="First day, for example 2026-11-01; the first of this month if left out.",
)
@click.option("--to", "last", metavar="DAY", help="Last day; today if left out.")
@click.option("--unit", "code", metavar="CODE", help="Only this unit and what is below it.")
@click.option(
    "--out",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A .pdf or .xlsx file.",
)
def make_ledger(name: str, first: str | None, last: str | None, code: str | None, path: Path) -> None:
    """Write the ledger NAME to a file; an existing one is replaced only by a whole new one."""
    ledger = ledger_of(name)
    if ledger is None:
        known = ", ".join(one.name for one in all_ledgers()) or "none"
        raise click.UsageError(f"there is no ledger {name!r}; the ledgers are: {known}.")
    if path.suffix.lower() not in {".pdf", ".xlsx"}:
        raise click.UsageError("--out must end in .pdf or .xlsx, which says what is written.")
    try:
        rows = _write(ledger, {"from": first or "", "to": last or ""}, code, path)
    except (asking.NotAsked, queries.NoSuchUnit) as error:
        raise click.UsageError(str(error)) from error
    except (RuleBroken, EngineMissing, FontsMissing, PaperBroken) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be written: {error.strerror}; name another file with --out."
        ) from error
    with db.transaction():
        audit.record(
            None, "ledgers.export_ledger", None, ledger=name, rows=rows, kind=path.suffix[1:].lower()
        )
    click.echo(f"{rows} lines in {path}")


def _write(ledger: Ledger, given: Mapping[str, str], code: str | None, path: Path) -> int:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with db.transaction("read"):
            actor = _actor(ledger)
            unit = {"unit": str(queries.key_of(code))} if code else {}
            asked = asking.question(ledger, actor, {**given, **unit})
            found = asking.read(asked)
            if path.suffix.lower() == ".xlsx":
                with draft.open("wb") as file:
                    rows = workbooks.write_ledger(file, actor, asked, found)
            else:
                measure = queries.measure(ledger, actor, found)
                order = printing.order_of(actor, asked, found, measure)
                draft.write_bytes(printing.print_ledger(current_app.config["PORTAL"].instance, order).content)
                rows = measure.rows
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return rows


def _actor(ledger: Ledger) -> Actor:
    """Whoever may run commands on the server may read the database anyway; the audit line names no person."""
    return Actor(0, None, None, "admin", COMMAND_LINE, frozenset({ledger.permission}))
