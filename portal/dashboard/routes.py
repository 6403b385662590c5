"""The workbench at `/`."""

from __future__ import annotations

from flask import Blueprint

from portal.dashboard import queries, shortcuts
from portal.errors import N_
from portal.web import navigation
from portal.web.access import current_actor, signed_in
from portal.web.htmx import render

blueprint = Blueprint("dashboard", __name__)

navigation.add("dashboard.workbench", label=N_("工作台"), group=N_("工作"), order=10, key="w")


@blueprint.get("/")
@signed_in
def workbench() -> str:
    """What is due, overdue and waiting for this person at this post."""
    actor = current_actor()
    keeps_calendar = actor.can("almanac.manage_calendar")
    return render(
        "dashboard/workbench.html",
        beginnings=shortcuts.beginnings(actor),
        elsewhere=shortcuts.elsewhere(actor),
        provisional_years=queries.list_provisional_years() if keeps_calendar else [],
        calendar=next((s.href for s in shortcuts.elsewhere(actor) if s.label == N_("工作日历")), ""),
    )
