"""A consistent copy of an installation while it serves, and a proven way back from it. For SQLite; PostgreSQL has its own tools.

A copy is a folder: `portal.db`, `files/`, `settings/` and `keys/`, and the manifest that proves each of them unchanged.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url

from portal import config
from portal.errors import PortalError


class BackupRefused(PortalError):
    """The copy cannot be made, or must not be used; the sentence says what to do instead."""


def database_path(settings: config.Config) -> Path:
    """The SQLite file of this installation; raises BackupRefused for PostgreSQL, naming its own tools."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupRefused(
            "this installation keeps its data in PostgreSQL, which has its own tools: take the copy with"
            " `pg_dump --format=custom --file=FILE DATABASE` and bring it back with `pg_restore`; keep the instance folder"
            " (keys and files) beside it."
        )
    return Path(url.database)
