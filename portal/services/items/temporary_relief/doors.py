"""The doors of temporary relief: its pages, its step's page, and its part of the page of an application."""

from __future__ import annotations

from flask import Flask

from portal.services.items.temporary_relief import definition, routes
from portal.services.routes import parts


def open_doors(app: Flask) -> None:
    """Add the blueprint and what it shows on the hall's pages."""
    app.register_blueprint(routes.blueprint)
    parts.take_step(definition.CODE, definition.ASSESS, "temporary_relief.assess_relief")
    parts.take_step(definition.CODE, definition.DISTRICT, "temporary_relief.enter_relief_answer")
    parts.add_work(
        definition.CODE, template="services/items/temporary_relief/work.html", load=routes.relief_part
    )
