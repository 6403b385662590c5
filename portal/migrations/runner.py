"""Bringing a database up or down, for the command, the server's start and the tests."""

from __future__ import annotations

import logging

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal import config, db
from portal.extensions import db as database
from portal.vault import actions as vault_actions


def _alembic() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(config.ROOT / "portal" / "migrations"))
    settings.set_main_option("path_separator", "os")
    return settings


def head() -> str:
    """The newest revision that this code knows."""
    return ScriptDirectory.from_config(_alembic()).get_current_head() or ""


def current() -> str | None:
    """The revision that the database is at, or None for an empty one."""
    db.session.rollback()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def to(revision: str) -> None:
    """Bring the database to a revision, up or down."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    db.session.remove()
    before = current()
    known = [r.revision for r in ScriptDirectory.from_config(_alembic()).walk_revisions()][::-1]
    if revision == "base" or (
        before in known and revision in known and known.index(revision) < known.index(before)
    ):
        command.downgrade(_alembic(), revision)
    else:
        command.upgrade(_alembic(), revision)


def to_head() -> str:
    """Bring the database to the current schema and note its key; gives one line that says what was done.

    Raises RuntimeError when the database is newer than this code, KeyProblem when the data key is another's.
    """
    before, newest = current(), head()
    if before and before not in {
        r.revision for r in ScriptDirectory.from_config(_alembic()).walk_revisions()
    }:
        raise RuntimeError(
            f"the database is at revision {before}, newer than this program; install the newer program."
        )
    if before != newest:
        to("head")
    with db.transaction():
        vault_actions.adopt_key()
    return f"database at {newest}" + ("" if before == newest else f" (was {before or 'empty'})")


def is_current() -> bool:
    """Whether the database has the schema that this code expects."""
    return current() == head()
