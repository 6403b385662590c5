"""The `flask` commands: thin doors to actions. Each ends 0 on success, 1 when what it checks does not hold, 2 on wrong use."""

from __future__ import annotations

import os

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from portal import db
from portal.migrations import runner


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the current schema, fill the calendar and the catalogue, make the first signing key."""
    from portal.almanac.seed import seed_calendar
    from portal.documents.signing import current_key
    from portal.services.actions import seed_items

    click.echo(runner.to_head())
    with db.transaction():
        years = seed_calendar()
        items = seed_items()
        current_key()  # makes the first key that signs papers
    for version in items:
        click.echo(f"service item {version.item.code}: version {version.number}")
    if years:
        click.echo(f"calendar: {years[0]} to {years[-1]}")


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="End quietly where there is nothing to fill.")
@with_appcontext
def fill_demo(if_empty: bool) -> None:
    """Fill an empty instance with the synthetic street and print its accounts."""
    from portal import demo

    settings = current_app.config["PORTAL"]
    try:
        password = demo.fill(settings, os.environ.get("PORTAL_DEMO_PASSWORD"))
    except demo.DemoRefused as error:
        if if_empty:
            return
        raise click.ClickException(str(error)) from error
    click.echo("the demo is filled")
    if not if_empty:  # the server, which asks like this, prints the accounts itself
        click.echo("\n".join(["accounts:", *demo.account_lines(password)]))


audit_group = AppGroup("audit", help="The audit chain.")


@audit_group.command("verify")
def verify_audit() -> None:
    """Check the whole chain; exit 1 and the first broken link if it is not intact."""
    from portal.audit.queries import verify_chain

    with db.transaction("read"):
        report = verify_chain()
    if report.broken_at is not None:
        raise click.ClickException(
            f"broken at entry {report.broken_at}: {report.reason}; restore from a backup and compare."
        )
    click.echo(f"{report.links} entries, intact")


def register(app: Flask) -> None:
    """Add every command to the application."""
    from portal.backup.commands import backup, restore
    from portal.explain import explain_group
    from portal.scheduler import due

    for command in (migrate, fill_demo, audit_group, explain_group, backup, restore, due):
        app.cli.add_command(command)
