"""Triggers that make a table append only, on both databases. A migration that rebuilds such a table must call this again."""

from __future__ import annotations

from alembic import op

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append only'; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"""


def protect(table: str) -> None:
    """Refuse UPDATE and DELETE on `table` from now on."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(_POSTGRESQL_FUNCTION.format(table=table))
    for verb in ("update", "delete"):
        statement = _SQLITE if is_sqlite else _POSTGRESQL
        op.execute(statement.format(table=table, verb=verb, VERB=verb.upper()))


def release(table: str) -> None:
    """Lift the protection, before the table is dropped or rebuilt."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" + ("" if is_sqlite else f" ON {table}"))
    if not is_sqlite:
        op.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")
