"""Trying something out in the running portal and undoing all of it: rows, numbers and the lines of the trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portal.db import session


@contextmanager
def rehearsal() -> Iterator[None]:
    """Everything inside is undone at its end, whichever way it ends.

    The rows and the counts of the number books go back to a savepoint; what was gathered for the commit (trail, workers to
    wake) is forgotten. What the caller did before stays.
    """
    gathered = {name: list(things) for name, things in session.info.get("gathered", {}).items()}
    afterwards = list(session.info.get("afterwards", []))
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        if savepoint.is_active:
            savepoint.rollback()
        session.expire_all()
        session.info["gathered"], session.info["afterwards"] = gathered, afterwards
