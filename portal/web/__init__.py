"""How HTTP works in this house: the life of a request, access marks, forms, errors, headers. It knows no room."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages that belong to no room: health, preferences, patterns."""
    from portal.web import health, logs, metrics, navigation, patterns, preferences

    navigation.register(app)
    logs.register(app)
    metrics.register(app)
    for module in (health, metrics, preferences, patterns):
        app.register_blueprint(module.blueprint)
