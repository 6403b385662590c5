"""Reading what is known about stored files. Who may see which is decided by the room that keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from portal.db import session
from portal.errors import NotFound
from portal.files import store
from portal.files.models import StoredFile
from portal.vault import KeyProblem


def get_file(file_id: int) -> StoredFile:
    """The record of a stored file; raises NotFound. The caller has made sure that the reader may see it."""
    stored = session.get(StoredFile, file_id)
    if stored is None:
        raise NotFound
    return stored


def find_damaged() -> Iterator[tuple[StoredFile, str]]:
    """Every stored file that is missing, changed or cannot be opened, with the reason; reads each one."""
    statement = select(StoredFile).order_by(StoredFile.id).execution_options(yield_per=200)
    for stored in session.scalars(statement):
        try:
            store.read(stored.key, stored.sha256)
        except (store.FileLost, KeyProblem) as error:
            yield stored, str(error)
