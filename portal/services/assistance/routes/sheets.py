"""Printing the calculation sheet of a decision."""

from __future__ import annotations

from flask import redirect, url_for

from portal.services.assistance import queries
from portal.services.assistance.actions.sheets import print_sheet as make_sheet
from portal.services.assistance.routes.base import Answer, blueprint
from portal.web.access import current_actor, repeatable, requires


@blueprint.post("/assistance/decisions/<int:decision_id>/sheet")
@requires("assistance.print_form")
@repeatable
def print_sheet(decision_id: int) -> Answer:
    """Make the calculation sheet of a decision, and show it for printing."""
    actor = current_actor()
    decision = queries.get_decision(decision_id)
    queries.get_file(actor, decision.file_id)
    document = make_sheet(actor, decision)
    return redirect(url_for("documents.show_document", document_id=document.id), 303)
