"""The `flask` commands: thin doors to actions. Each ends 0 on success, 1 when what it checks does not hold, 2 on wrong use."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from portal import db
from portal.migrations import runner


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the current schema."""
    click.echo(runner.to_head())


audit_group = AppGroup("audit", help="The audit chain.")


@audit_group.command("verify")
def verify_audit() -> None:
    """Check the whole chain; exit 1 and the first broken link if it is not intact."""
    from portal.audit.queries import verify_chain

    with db.transaction("read"):
        report = verify_chain()
    if report.broken_at is not None:
        raise click.ClickException(f"broken at entry {report.broken_at}: {report.reason}; restore from a backup and compare.")
    click.echo(f"{report.links} entries, intact")


def register(app: Flask) -> None:
    """Add every command to the application."""
    for command in (migrate, audit_group):
        app.cli.add_command(command)
