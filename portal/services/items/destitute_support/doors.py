"""The doors of a destitute person's case: its pages, its steps' pages, and its part of the page of an application."""

from __future__ import annotations

from flask import Flask

from portal.services.items.destitute_support import definition, routes
from portal.services.routes import parts


def open_doors(app: Flask) -> None:
    """Add the blueprint and what it shows on the hall's pages."""
    app.register_blueprint(routes.blueprint)
    for step, view in (
        (definition.VISIT, "record_visit"),
        (definition.OPINION, "write_opinion"),
        (definition.NOTICE, "announce_opinion"),
        (definition.REPORT, "report_person"),
    ):
        parts.take_step(definition.CODE, step, f"destitute_support.{view}")
    parts.add_work(
        definition.CODE, template="services/items/destitute_support/work.html", load=routes.destitute_part
    )
