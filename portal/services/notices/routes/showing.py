"""Reading notices: what is to be done today, the list, one notice with its photographs and papers."""

from __future__ import annotations

from flask import Response, request

from portal import audit, clock
from portal.errors import N_
from portal.files.actions import open_file
from portal.services.notices import queries
from portal.services.notices.routes.base import blueprint, shown
from portal.services.notices.states import STATES, TONES
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import render

navigation.add("notices.list_work", label=N_("公示张贴"), group=N_("便民服务"), order=240, daily=True)


@blueprint.get("/services/notices")
@requires("services.read_notice")
def list_work() -> str:
    """What the boards want today: to be posted, to be taken down, slips to bring back, objections to settle."""
    actor, today = current_actor(), clock.today()
    return render("services/notices/list_work.html", work=queries.list_work(actor, today), states=STATES)


@blueprint.get("/services/notices/all")
@requires("services.read_notice")
def list_notices() -> str:
    """Every notice, the newest first."""
    actor = current_actor()
    filters = queries.Filters(
        state=request.args.get("state", ""),
        unit_id=asked_number("unit") or None,
        text=request.args.get("q", "").strip()[:80],
    )
    return render(
        "services/notices/list_notices.html",
        block="listing",
        page=queries.list_notices(actor, filters=filters, page=asked_page()),
        filters=filters,
        communities=[(unit.id, unit.name) for unit in queries.list_communities(actor)],
        states=STATES,
        tones=TONES,
    )


@blueprint.get("/services/notices/<int:notice_id>")
@requires("services.read_notice")
def read_notice(notice_id: int) -> str:
    """One notice: where it stands, what hangs, its photographs, its papers, its objections."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    if found.objections and queries.may_read_objections(actor):
        audit.record_afterwards(actor, "services.read_objection", found, count=len(found.objections))
    return render("services/notices/read_notice.html", **shown(actor, found))


@blueprint.get("/services/notices/<int:notice_id>/pictures/<which>")
@requires("services.read_notice")
def read_picture(notice_id: int, which: str) -> Response:
    """A photograph of the board, or the scanned slip."""
    stored = queries.get_picture(current_actor(), notice_id, which)
    return Response(open_file(stored), mimetype=stored.media_type)
