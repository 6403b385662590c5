"""How Alembic meets this database: batch mode on SQLite with foreign keys off around it, so that no child row is lost."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import text

from portal.db import Model

target = current_app.extensions["migrate"].db
engine = target.engine


def run() -> None:
    """Run the migrations in one transaction; on SQLite check that no child lost its parent before it is kept.

    SQLite rebuilds a table to change it, which would delete the children by cascade; hence foreign keys are off
    meanwhile, on the raw connection before the transaction begins.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(portal_intent="write") as connection:
        raw = connection.connection.driver_connection
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
            orphans = connection.execute(text("PRAGMA foreign_key_check")).fetchall() if is_sqlite else []
            if orphans:
                raise RuntimeError(f"the migration would leave rows without their parent: {orphans[:5]}")
        connection.commit()
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=ON")


run()
