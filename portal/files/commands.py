"""The commands of stored files: clear away what no record knows, and prove that every one is whole."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal import db
from portal.files import actions, queries

files = AppGroup("files", help="Attachments and scans.")


@files.command("clean")
def clean() -> None:
    """Delete files older than a day that no record knows."""
    with db.transaction("read"):
        removed = actions.remove_orphans()
    click.echo(f"{removed} files without a record deleted")


@files.command("verify")
def verify() -> None:
    """Open every stored file; exit 1 when one is missing or changed."""
    with db.transaction("read"):
        damaged = [(stored.id, reason) for stored, reason in queries.find_damaged()]
    for key, reason in damaged:
        click.echo(f"file {key}: {reason}", err=True)
    if damaged:
        raise click.ClickException(f"{len(damaged)} files are damaged; restore them from the backup.")
    click.echo("every stored file is whole")
