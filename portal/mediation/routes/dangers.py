"""Printing the record of a danger that was told to the police, from the case and from the list of who supervises."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from portal.errors import NotFound
from portal.mediation import danger_paper, queries
from portal.mediation.routes.blueprint import blueprint
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to


@blueprint.post("/mediation/cases/<int:case_id>/dangers/<int:danger_id>/print")
@requires("mediation.read_case")
def print_danger(case_id: int, danger_id: int) -> Response:
    """The paper of one report, made when it is first asked for."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    report = next((one for one in case.dispute.alarms if one.id == danger_id), None)
    if report is None:
        raise NotFound
    document = danger_paper.print_danger(actor, case, report)
    return go_to(url_for("documents.show_document", document_id=document.id))
