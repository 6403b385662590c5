"""Storing many rows of one table in portions, past the unit of work: none of them is read back as a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from portal.db import Model, session

PORTION = 2000


def store(kind: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert plain values by column; each row names the same columns."""
    for start in range(0, len(rows), PORTION):
        session.connection().execute(insert(kind.__table__), rows[start : start + PORTION])
