"""The doors of birth registration: its pages in the navigation, on the resident's page, and beside its applications."""

from __future__ import annotations

from flask import Flask

from portal.errors import N_
from portal.residents import hooks
from portal.services.items.birth_registration import routes
from portal.services.items.birth_registration.definition import CODE
from portal.services.routes import parts
from portal.web import navigation

_HALL = N_("便民服务")
_FOLDER = "services/items/birth_registration"


def open_doors(app: Flask) -> None:
    """Add the blueprint, the navigation, and the parts of other pages."""
    app.register_blueprint(routes.blueprint)
    parts.add_part(CODE, template=f"{_FOLDER}/made_part.html", load=routes.made_part)
    navigation.add("births.list_registrations", label=N_("生育登记"), group=_HALL, order=205, daily=True)
    navigation.add("births.list_newborns", label=N_("出生通知"), group=_HALL, order=206)
    navigation.add("births.list_visits", label=N_("新生儿走访"), group=_HALL, order=207)
    navigation.add("births.switch_approval", label=N_("再生育审批"), group=N_("系统管理"), order=836)
    hooks.add_panel(
        "services.birth_registration",
        template=f"{_FOLDER}/resident_panel.html",
        load=routes.registrations_panel,
        order=120,
    )
