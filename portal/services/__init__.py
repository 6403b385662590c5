"""The one-stop hall: a catalogue of public services (事项) and the life of an application from the counter to the archive."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the floors below, and add the hall's pages."""
    from portal.services import doors, joins, ledgers  # noqa: F401  (the ledger declares itself)
    from portal.services.assistance import models  # noqa: F401  (its tables)

    joins.join()
    doors.open_doors(app)
