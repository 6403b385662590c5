"""`backup DIR` and `restore DIR`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.backup import BackupRefused, making, restoring
from portal.backup.manifest import Manifest
from portal.migrations import runner
from portal.vault import KeyProblem


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--without-keys", is_flag=True, help="Leave the keys out, for an office that keeps them elsewhere."
)
@with_appcontext
def backup(folder: Path, without_keys: bool) -> None:
    """Copy the database, files, settings and keys into FOLDER while the server runs."""
    try:
        manifest = making.make_copy(
            current_app.config["PORTAL"], folder.absolute(), with_keys=not without_keys
        )
    except BackupRefused as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"the copy could not be written: {error}; free some room and try again."
        ) from error
    click.echo(f"{folder}: {_words(manifest)}")
    if any(name.startswith("keys/") for name in manifest.files):
        click.echo(
            "This copy holds the keys of the residents' numbers: keep it under lock, as you keep the seal."
        )


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@with_appcontext
def restore(folder: Path) -> None:
    """Make this empty instance what the copy in FOLDER holds, and prove it."""
    try:
        manifest = restoring.restore_copy(current_app.config["PORTAL"], folder.absolute())
    except (BackupRefused, KeyProblem) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"the copy could not be brought back: {error}; mend that and try again."
        ) from error
    click.echo(f"restored and proven: {_words(manifest)}")
    if manifest.revision != runner.head():
        click.echo(f"The copy is of an older program ({manifest.revision}); run scripts/portal migrate now.")


def _words(manifest: Manifest) -> str:
    return (
        f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, {len(manifest.files)} files,"
        f" {manifest.audit_sequence} links of the audit chain, as of {manifest.made_at}"
    )
