"""The doors of temporary relief: its pages, its step's page, and its part of the page of an application."""

from __future__ import annotations

from flask import Flask

from portal.errors import N_
from portal.residents import hooks
from portal.services.items.temporary_relief import definition, routes
from portal.services.items.temporary_relief.reports import routes as hardship
from portal.services.routes import parts
from portal.web import navigation


def open_doors(app: Flask) -> None:
    """Add the blueprint and what it shows on the hall's pages."""
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(hardship.blueprint)
    navigation.add("hardship.list_reports", label=N_("主动发现"), group=N_("社会救助"), order=345)
    hooks.add_task(
        "hardship.report_hardship",
        label=N_("上报突发困难"),
        permission="services.report_hardship",
        parameter="resident",
        order=210,
    )
    parts.take_step(definition.CODE, definition.ASSESS, "temporary_relief.assess_relief")
    parts.take_step(definition.CODE, definition.DISTRICT, "temporary_relief.enter_relief_answer")
    parts.add_work(
        definition.CODE, template="services/items/temporary_relief/work.html", load=routes.relief_part
    )
