"""The two buttons of printed guides: one item's as it stood on a day, and the handbook."""

from __future__ import annotations

from flask import Blueprint, url_for

from portal.errors import NotFound
from portal.services import queries
from portal.services.guides import actions
from portal.services.routes.hall import Answer, asked_day
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to

blueprint = Blueprint("guides", __name__)


@blueprint.post("/services/<item>/guide/print")
@requires("services.print_guide")
def print_guide(item: str) -> Answer:
    """The paper of the guide in force on a day (`?on=`); today's when none is named."""
    version = queries.item_version_on(queries.get_item(item).code, asked_day("on"))
    if version is None:
        raise NotFound
    paper = actions.print_guide(current_actor(), version)
    return go_to(url_for("documents.show_document", document_id=paper.id))


@blueprint.post("/services/handbook")
@requires("services.print_guide")
def print_handbook() -> Answer:
    """Bind all guides as a job."""
    job = actions.print_handbook(current_actor())
    return go_to(url_for("jobs.show_job", job_id=job.id))
