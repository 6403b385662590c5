"""What parties agree on and what follows: written and oral agreements, what is owed by them, judicial confirmation, visits, the
closing of a case; and the case that is settled at the door in two minutes."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the life of a case, and add the pages."""
    from portal.mediation.agreements import models  # noqa: F401  (its tables)
