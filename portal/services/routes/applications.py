"""Applications as pages: the list, the one page that a clerk lives on, why it is due when it is, its attachments and numbers."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import audit
from portal.errors import Forbidden, NotFound
from portal.files.actions import open_file
from portal.files.models import StoredFile
from portal.files.queries import get_file
from portal.residents.actions import reveal_number as reveal
from portal.services import queries
from portal.services.models import Application
from portal.services.routes import desk, showing
from portal.services.routes.hall import (
    Answer,
    asked_day,
    asked_words,
    blueprint,
    colleagues,
)
from portal.services.states import DUE, STATES, TONES
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import render


@blueprint.get("/services/applications")
@requires("services.read_application")
def list_applications() -> str:
    """Applications by state, item, clerk, period, and by name or number."""
    actor = current_actor()
    state = request.args.get("state", "")
    filters = queries.Filters(
        state=state if state in {"open", *DUE, *STATES} else "",
        item=request.args.get("item", "")[:40],
        clerk_id=asked_number("clerk"),
        first=asked_day("from"),
        last=asked_day("to"),
        text=asked_words("q"),
    )
    page = queries.list_applications(actor, filters=filters, page=asked_page())
    return render(
        "services/list_applications.html",
        block="listing",
        page=page,
        filters=filters,
        is_filtered=filters != queries.Filters(),
        left=queries.days_left(page.rows),
        items=queries.list_items(offered=False),
        clerks=colleagues(actor),
        due_states=DUE,
        states=STATES,
        tones=TONES,
    )


@blueprint.get("/services/applications/<int:application_id>")
@requires("services.read_application")
def read_application(application_id: int) -> Answer:
    """One application with all that belongs to it, and what can be done next."""
    found = queries.get_application(current_actor(), application_id)
    return showing.page_of(found, showing.form_of(found) if showing.may_draft(found) else None)


@blueprint.get("/services/applications/<int:application_id>/due")
@requires("services.read_application")
def explain_due(application_id: int) -> str:
    """Why it is due when it is: each day counted or passed over."""
    found = queries.get_application(current_actor(), application_id)
    due = queries.explain_due(found)
    if due is None:
        raise NotFound
    return render("services/explain_due.html", application=found, due=due)


@blueprint.route("/services/applications/<int:application_id>/number", methods=["GET", "POST"])
@requires("residents.reveal_number")
def reveal_number(application_id: int) -> Answer:
    """The applicant's whole document number, for whoever works on the case: the case is the reason, and it is recorded."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    if request.method == "GET":
        return redirect(url_for(".read_application", application_id=application_id), 303)
    paper = found.resident.primary_paper if found.resident else None
    if found.resident is None or paper is None:
        raise NotFound
    if not desk.is_handling(found, actor):
        raise Forbidden("residents.reveal_number")
    number = reveal(actor, found.resident, reason="handling", paper_id=paper.id)
    audit.record(actor, "services.reveal_number", found, number=found.number or "")
    form = showing.form_of(found) if showing.may_draft(found) else None
    return showing.page_of(found, form, number=number)


@blueprint.get("/services/applications/<int:application_id>/files/<int:file_id>")
@requires("services.read_application")
def read_file(application_id: int, file_id: int) -> BaseResponse:
    """An attachment, in the browser's own viewer; each look is recorded."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    stored = _attachment(found, file_id)
    response = Response(open_file(stored), mimetype=stored.media_type)
    name = quote(stored.original_name, safe="")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    audit.record_afterwards(actor, "services.read_file", found, file=stored.id)
    return response


def _attachment(application: Application, file_id: int) -> StoredFile:
    """A file of one of its materials, or one that answers a question."""
    questions = [one.code for one in application.definition.fields if one.kind == "file"]
    if file_id in {(application.answers or {}).get(code) for code in questions}:
        return get_file(file_id)
    return queries.get_attachment(application, file_id)
