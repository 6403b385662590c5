"""The dangers that were told to the police, for whoever supervises: what nobody has seen yet stands first."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.disputes import queries, reach
from portal.disputes.actions.danger import see_danger as see
from portal.disputes.kinds import ALARM_WAYS, DANGERS
from portal.disputes.routes.base import blueprint
from portal.errors import N_
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

navigation.add("disputes.list_dangers", label=N_("涉险报告"), group=N_("人民调解"), order=360)


@blueprint.get("/disputes/dangers")
@requires("disputes.see_danger")
def list_dangers() -> str:
    """The reports within reach; with `all` also those that were seen."""
    actor = current_actor()
    with_seen = request.args.get("all") == "1"
    rows = queries.list_dangers(actor, with_seen=with_seen)
    pages = reach.find_pages_of(actor, {row.dispute for row in rows})
    return render(
        "disputes/list_dangers.html",
        rows=[(row, pages.get(row.dispute_id), reach.find_print(actor, row)) for row in rows],
        with_seen=with_seen,
        dangers=DANGERS,
        ways=ALARM_WAYS,
    )


@blueprint.post("/disputes/dangers/<int:danger_id>/see")
@requires("disputes.see_danger")
def see_danger(danger_id: int) -> Response:
    """Whoever supervises has seen it."""
    actor = current_actor()
    see(actor, queries.get_danger(actor, danger_id))
    flash(_("已登记阅知。"), "success")
    return go_to(url_for(".list_dangers"))
