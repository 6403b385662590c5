"""Staff, roles and sign-in: who works here, with which rights, and how the portal knows who sits at the desk."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add sign-in, the loader of signed-in staff and the administrator's pages."""
    from portal.accounts import gates, routes

    gates.register(app)
    app.register_blueprint(routes.blueprint)
