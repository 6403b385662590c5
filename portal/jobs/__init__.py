"""Long work (任务): one queue in the database itself, put there by the change that asks for it, with progress to look at.

Rooms declare what their jobs do with `registry.define_job` and ask for one with `actions.ask_for`; worker processes run
them (`worker`), any number on any machine that shares the database and the instance folder.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Say where this installation's jobs keep their files."""
    from portal.jobs import actions, models, scratch  # noqa: F401  (the table and the settings belong to the portal)

    scratch.use_folder(app.config["PORTAL"].instance / "jobs")
