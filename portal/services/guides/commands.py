"""`services handbook`: every guide in force bound into one file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from portal import db
from portal.errors import RuleBroken
from portal.services.guides import actions, handbook
from portal.units.queries import list_units

services_group = AppGroup("services", help="The catalogue of services.")


@services_group.command("handbook")
@click.option(
    "--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A PDF."
)
@click.option("--unit", "code", default="", help="The office on the cover; the first street if left out.")
@with_appcontext
def make_handbook(target: Path, code: str) -> None:
    """Write the handbook of services (便民服务手册) to a file."""
    with db.transaction("read"):
        named = [unit for unit in list_units() if unit.code == code]
        if code and not named:
            raise click.UsageError(f"no unit has the code {code}")
        try:
            found = handbook.collect(named[0] if named else actions.office_of(None))
        except RuleBroken as error:
            raise click.ClickException(error.message) from error
    made = handbook.lay_out(found)
    target.write_bytes(made.content)
    click.echo(f"{target}: {len(found.guides)} guides, {made.pages} pages")
