"""Long work (任务): one queue in the database itself, put there by the change that asks for it, with progress to look at.

Rooms declare what their jobs do with `registry.define_job` and ask for one with `actions.ask_for`.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Make the table part of the schema."""
    from portal.jobs import models  # noqa: F401  (the table belongs to the schema)
