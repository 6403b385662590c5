"""Where the power of attorney joins in: a button on the page of a case that may have an agent, and one on every guide."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import NotFound
from portal.services import queries
from portal.services.guides.actions import office_of
from portal.services.models import Application
from portal.services.powers import actions
from portal.services.routes import parts
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, repeatable, requires
from portal.web.htmx import go_to

blueprint = Blueprint("powers", __name__)


def open_doors(app: Flask) -> None:
    """Add the blueprint and the part beside the application."""
    app.register_blueprint(blueprint)
    parts.share_part("power", template="services/powers/power_part.html", load=power_part, order=295)


def power_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The button, for whoever may press it, while somebody may still act for the applicant."""
    if application.state not in actions.PRINTABLE or not actor.can(actions.RIGHT):
        return None
    return {"application": application}


@blueprint.post("/services/applications/<int:application_id>/power")
@requires(actions.RIGHT)
@repeatable
def print_power(application_id: int) -> Answer:
    """Make the power of attorney of an application, or find the one that says the same."""
    actor = current_actor()
    actions.print_power(actor, queries.get_application(actor, application_id))
    flash(_("授权委托书已生成，请打印后由委托人签名。"), "success")
    return go_to(url_for("services.read_application", application_id=application_id, _anchor="papers"))


@blueprint.post("/services/<item>/guide/power")
@requires(actions.BLANK_RIGHT)
@repeatable
def print_blank(item: str) -> Answer:
    """The blank of the item as it stands today, ready to be printed."""
    actor = current_actor()
    version = queries.item_version_on(queries.get_item(item).code, clock.today())
    if version is None:
        raise NotFound
    paper = actions.print_blank(actor, version, unit=office_of(actor))
    return go_to(url_for("documents.show_document", document_id=paper.id))
