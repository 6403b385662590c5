"""`ledgers make`: any ledger as a file, of any length, for the whole office or for one unit."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import AppGroup

from portal import db
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.ledgers import actions, asking, making, prints, queries
from portal.ledgers.definition import Ledger, all_ledgers, ledger_of

COMMAND_LINE = N_("命令行")
EVERY_SECONDS = 2.0
ENDINGS = tuple(making.FORMS)
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
@click.option("--group", metavar="COLUMN", help="Group the lines by this column; none for no groups.")
@click.option("--columns", metavar="A,B,…", help="Only these columns, in this order.")
@click.option("--sort", metavar="COLUMN", help="Sort by this column; -COLUMN from its end.")
@click.option(
    "--encoding", type=click.Choice(list(making.ENCODINGS)), default="utf-8-sig", help="Of a .csv file."
)
@click.option(
    "--out",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A .pdf, .xlsx or .csv file.",
)
def make_ledger(
    name: str,
    first: str | None,
    last: str | None,
    code: str | None,
    group: str | None,
    columns: str | None,
    sort: str | None,
    encoding: str,
    path: Path,
) -> None:
    """Write the ledger NAME to a file; an existing one is replaced only by a whole new one."""
    ledger = _ledger(name)
    if path.suffix.lower().lstrip(".") not in ENDINGS:
        raise click.UsageError("--out must end in .pdf, .xlsx or .csv, which says what is written.")
    given = {"from": first, "to": last, "group": group, "columns": columns}
    if sort:
        given |= {"sort": sort.removeprefix("-"), "desc": "1" if sort.startswith("-") else ""}
    try:
        rows = _write(ledger, {key: text or "" for key, text in given.items()}, code, path, encoding)
    except (asking.NotAsked, queries.NoSuchUnit) as error:
        raise click.UsageError(str(error)) from error
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be written: {error.strerror}; name another file with --out."
        ) from error
    click.echo(f"{rows} lines in {path}")


def _ledger(name: str) -> Ledger:
    ledger = ledger_of(name)
    if ledger is None:
        known = ", ".join(one.name for one in all_ledgers()) or "none"
        raise click.UsageError(f"there is no ledger {name!r}; the ledgers are: {known}.")
    return ledger


def _write(ledger: Ledger, given: Mapping[str, str], code: str | None, path: Path, encoding: str) -> int:
    """Write beside the target, store what proves or tells it, and only then put it in the target's place."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    form = path.suffix.lower().lstrip(".")
    try:
        with db.transaction("read"):
            actor = _actor(ledger)
            unit = {"unit": str(queries.key_of(code))} if code else {}
            question = asking.question(ledger, actor, {**given, **unit})
            asked = asking.read(question)
            with draft.open("wb") as file:
                made = making.make_file(
                    file,
                    actor,
                    question,
                    asked,
                    form=form,
                    encoding=encoding,
                    check_code=prints.free_check_code() if form == "pdf" else "",
                    advance=_Telling(),
                )
        with db.transaction():
            if made.drawn:
                actions.store_print(None, made.drawn)
            else:
                actions.note_export(None, ledger, asked=asked, form=form, rows=made.rows)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return made.rows


class _Telling:
    """Says every few seconds how many lines are done; rewritten in place on a terminal."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._in_place = sys.stderr.isatty()

    def __call__(self, rows: int, *_more: int) -> None:
        if time.monotonic() - self._last >= EVERY_SECONDS:
            self._last = time.monotonic()
            said = f"{rows} lines"
            click.echo(f"\r{said}" if self._in_place else said, err=True, nl=not self._in_place)


def _actor(ledger: Ledger) -> Actor:
    """Whoever may run commands on the server may read the database anyway; the audit line names no person."""
    return Actor(0, None, None, "admin", COMMAND_LINE, frozenset({ledger.permission}))
