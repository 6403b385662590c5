"""The list of what follows agreements: due soon, overdue, to be confirmed, to be visited."""

from __future__ import annotations

from flask import request

from portal import clock
from portal.mediation.agreements import work
from portal.mediation.agreements.kinds import STANDINGS
from portal.mediation.agreements.queries import standing_of
from portal.mediation.agreements.routes.desk import blueprint
from portal.mediation.states import STATES
from portal.web.access import current_actor, requires
from portal.web.htmx import render


@blueprint.get("/mediation/following")
@requires("mediation.read_case")
def list_following() -> str:
    """What waits after agreements, in four lists."""
    actor, today = current_actor(), clock.today()
    tab = request.args.get("tab", "")
    counts = work.counts(actor, today)
    tab = tab if tab in work.TABS else next((name for name in work.TABS if counts[name]), "due")
    return render(
        "mediation/agreements/list_following.html",
        tab=tab,
        tabs=work.TABS,
        counts=counts,
        rows=work.rows(actor, today, tab),
        standings=STANDINGS,
        standing_of=standing_of,
        states=STATES,
    )
