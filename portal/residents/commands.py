"""`residents import` and `generate`: rosters of people, and a synthetic registry of any size."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from xlsxwriter.exceptions import FileCreateError

from portal import clock, db
from portal.actor import Actor
from portal.errors import N_
from portal.residents.actions import bulk, roster
from portal.residents.person import check_person
from portal.residents.roster import Report, RosterRow, RosterUnreadable, read_roster
from portal.residents.synthetic import make_people
from portal.units.queries import list_units

T = TypeVar("T")
BATCH = 200
COMMAND_LINE = N_("命令行")
EVERY_SECONDS = 3
residents_group = AppGroup("residents", help="The people who are served.")


def _actor(permission: str) -> Actor:
    return Actor(
        account_id=0,
        post_id=None,
        unit_id=None,
        role="",
        name=COMMAND_LINE,
        permissions=frozenset({permission}),
    )


def _street() -> int | None:
    """The unit that people registered by a command belong to: the street office, where there is one."""
    streets = list_units(kind="street")
    return streets[0].id if streets else None


@residents_group.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Check every row and write the report, but store nothing.")
def import_roster(file: Path, dry_run: bool) -> None:
    """Register the people of the roster FILE (.xlsx); a report beside it lists every refused row and why."""
    report_path = file.with_name(f"{file.stem}.report.xlsx")
    try:
        with Report(report_path) as report:
            counts = _import(file, report, dry_run)
    except RosterUnreadable as error:
        raise click.ClickException(str(error)) from error
    except (OSError, FileCreateError) as error:
        raise click.ClickException(
            f"{report_path} cannot be written; free its folder and run again."
        ) from error
    taken = "would be registered" if dry_run else "registered"
    click.echo(
        f"{counts['taken']} {taken}, {counts['refused']} refused, {counts['noted']} to look at; see {report_path}"
    )


def _import(file: Path, report: Report, dry_run: bool) -> Counter[str]:
    seen, counts = roster.Seen(), Counter[str]()
    with db.transaction("read"):
        street, grids = _street(), {key: u.id for u in list_units(kind="grid") for key in (u.name, u.code)}
    for batch in _batches(_told(read_roster(file, grids), "rows")):
        with db.transaction("read" if dry_run else "write"):
            for row in batch:
                verdict = _judge(row, seen)
                if not dry_run:
                    roster.import_row(_actor(roster.IMPORT), verdict=verdict, unit_id=street)
                _tell(row, verdict, report, counts)
    return counts


def _judge(row: RosterRow, seen: roster.Seen) -> roster.RowVerdict:
    if row.faults:
        return roster.RowVerdict(None, row.faults)
    return roster.check_row(_actor(roster.IMPORT), person=row.person, row=row.row, seen=seen)


def _tell(row: RosterRow, verdict: roster.RowVerdict, report: Report, counts: Counter[str]) -> None:
    counts["refused" if verdict.faults else "taken"] += 1
    counts["noted"] += bool(verdict.notes)
    for found in verdict.faults:
        report.add(row.row, row.person.name, report.REFUSED, found)
    for found in verdict.notes:
        report.add(row.row, row.person.name, report.TAKEN, found)


@click.command("generate")
@click.option(
    "--residents", "count", type=click.IntRange(1, 5_000_000), required=True, help="How many people."
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31),
    default=1,
    show_default=True,
    help="The same seed, the same people.",
)
@with_appcontext
def generate(count: int, seed: int) -> None:
    """Fill the registry with made-up people (division prefix 119901); refused in production."""
    if current_app.config["PORTAL"].is_production:
        raise click.ClickException("made-up people are refused where PORTAL_ENV is production.")
    today, stored = clock.today(), 0
    with db.transaction("read"):
        grids, street = [u.id for u in list_units(kind="grid")], _street()
    people = make_people(count, seed=seed, today=today, grid_ids=grids)
    for batch in _batches(_told(people, "people", count)):
        checked = [check_person(person, today) for person in batch]
        with db.transaction():
            stored += bulk.store_people(_actor("residents.generate"), people=checked, unit_id=street)
    click.echo(
        f"{stored} residents stored" + (f", {count - stored} were there already" if stored < count else "")
    )


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch


def _told(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The same items, with a line every few seconds that says how far it is (rewritten in place on a terminal)."""
    last, count = time.monotonic(), 0
    in_place = sys.stderr.isatty()
    for count, item in enumerate(items, start=1):
        yield item
        if time.monotonic() - last >= EVERY_SECONDS:
            last = time.monotonic()
            said = f"{count} of {total} {what}" if total else f"{count} {what}"
            click.echo(f"\r{said}" if in_place else said, err=True, nl=not in_place)
    if in_place and count:
        click.echo("", err=True)
