"""Working days, make-up days and opening hours, as tables that an administrator keeps; the arithmetic is in `standards`."""

from __future__ import annotations

from flask import Flask

from portal.almanac.changes import on_change

__all__ = ["on_change", "register"]


def register(app: Flask) -> None:
    """Add the calendar's pages."""
    from portal.almanac import routes

    app.register_blueprint(routes.blueprint)
