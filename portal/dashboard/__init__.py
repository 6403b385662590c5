"""The workbench and the supervision page: what waits for whom, across the rooms. It owns no records and changes none."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the page that a sign-in opens on."""
    from portal.dashboard import routes

    app.register_blueprint(routes.blueprint)
