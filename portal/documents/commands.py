"""The commands of paper: make any paper, prove that the books of numbers are whole, run the worker. Proving papers and
changing keys are in `key_commands`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal import db
from portal.documents import actions, books, key_commands, queries, worker
from portal.documents.kinds import all_kinds

documents = AppGroup("documents", help="Issued papers.")
numbers = AppGroup("numbers", help="The books of numbers.")


@documents.command("make")
@click.argument("kind")
@click.argument("number")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
def make(kind: str, number: str, target: Path) -> None:
    """Write the paper of a KIND that carries NUMBER, or belongs to the record that does, to a file."""
    if kind not in {known.code for known in all_kinds()}:
        raise click.UsageError(
            f"unknown kind; choose one of {', '.join(known.code for known in all_kinds())}"
        )
    with db.transaction("read"):
        document = queries.find_by_number(kind, number)
        key = document.id if document else None
    if key is None:
        raise click.ClickException(f"no {kind} carries or belongs to the number {number}")
    actions.make_document(key)
    with db.transaction("read"):
        master = queries.wait_for_master(key, 0)
        if master is None:
            raise click.ClickException("the paper could not be made; look at its record for the reason")
        content = master.content
    target.write_bytes(content)
    click.echo(f"{target}: {len(content)} bytes")


@documents.command("work")
def work() -> None:
    """Run the render worker until it is told to end."""
    worker.run(current_app.config["PORTAL"].instance)


@numbers.command("verify")
@with_appcontext
def verify_numbers() -> None:
    """Check every book: exit 1 on a gap or a repeat."""
    with db.transaction("read"):
        reports = books.verify_numbers()
    broken = [report for report in reports if not report.is_whole]
    for report in broken:
        found = [f"missing {', '.join(map(str, report.gaps[:10]))}"] if report.gaps else []
        found += [f"repeated {', '.join(report.repeats[:10])}"] if report.repeats else []
        found += [f"beyond the last {', '.join(map(str, report.beyond[:10]))}"] if report.beyond else []
        click.echo(f"unit {report.unit_id} {report.kind} {report.year}: {'; '.join(found)}", err=True)
    if broken:
        raise click.ClickException(
            f"{len(broken)} of {len(reports)} books are not whole; compare with the last backup."
        )
    voided = sum(report.void for report in reports)
    used = sum(report.used for report in reports)
    click.echo(f"{len(reports)} books, {used} numbers used, {voided} void, no gap, no repeat")


for _command in key_commands.ALL:
    documents.add_command(_command)
ALL = (documents, numbers)
