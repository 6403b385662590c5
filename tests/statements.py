"""What a test sends to the database, so that a list of many rows can be shown to cost no more statements than one of few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from portal.extensions import db


@contextmanager
def statements(engine: Engine | None = None) -> Iterator[list[str]]:
    """The SELECTs that are sent meanwhile, in their order; `engine` is wanted around a page, where no context is open."""
    engine = engine or db.engine
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
