"""Where application forms join in: one button on the page of every application that is not decided yet."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.services import queries
from portal.services.application_forms import actions
from portal.services.models import Application
from portal.services.routes import parts
from portal.services.routes.hall import Answer, blueprint
from portal.web.access import current_actor, repeatable, requires


def open_doors() -> None:
    """Add the part beside the application."""
    parts.share_part("application_form", template="services/print_form_part.html", load=form_part, order=290)


def form_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The button, for whoever may press it."""
    if application.state not in actions.PRINTABLE or not actor.can(actions.RIGHT):
        return None
    return {"application": application, "is_outdated": actions.is_outdated(application)}


@blueprint.post("/services/applications/<int:application_id>/form")
@requires(actions.RIGHT)
@repeatable
def print_form(application_id: int) -> Answer:
    """Make the form of an application, or find the one that says the same, and show where it is printed."""
    actor = current_actor()
    document = actions.print_form(actor, queries.get_application(actor, application_id))
    flash(_("%(title)s已生成，请打印后交申请人核对签名。", title=document.title), "success")
    return redirect(
        url_for("services.read_application", application_id=application_id, _anchor="papers"), 303
    )
