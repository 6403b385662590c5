"""The workbench at `/`, and the page of those who watch over deadlines."""

from __future__ import annotations

from flask import Blueprint

from portal import clock
from portal.dashboard import queries, shortcuts
from portal.dashboard.desk import desk_of
from portal.dashboard.elsewhere import other_piles
from portal.dashboard.mediation_piles import mediation_piles
from portal.dashboard.screening_piles import screening_piles
from portal.errors import N_
from portal.services import queries as services
from portal.services.queries.work import LONGEST
from portal.services.states import STATES, TONES
from portal.web import navigation
from portal.web.access import current_actor, requires, signed_in
from portal.web.htmx import render

blueprint = Blueprint("dashboard", __name__)

navigation.add("dashboard.workbench", label=N_("工作台"), group=N_("工作"), order=10, key="w", daily=True)
navigation.add("dashboard.supervise", label=N_("督办"), group=N_("查询与统计"), order=610, key="d")


@blueprint.get("/")
@signed_in
def workbench() -> str:
    """What is due, overdue and waiting for this person at this post."""
    actor, today = current_actor(), clock.today()
    desk = desk_of(actor, today)
    return render(
        "dashboard/workbench.html",
        desk=desk,
        others=other_piles(actor, today),
        mediation=mediation_piles(actor, today),
        screening=screening_piles(actor),
        figures=queries.count_counter(actor, today) if desk else None,
        beginnings=shortcuts.beginnings(actor),
        provisional_years=queries.list_provisional_years(today)
        if actor.can("almanac.manage_calendar")
        else [],
        failed_papers=queries.count_papers("failed") if actor.can("documents.read_numbers") else 0,
        states=STATES,
        tones=TONES,
    )


@blueprint.get("/supervision")
@requires("dashboard.supervise")
def supervise() -> str:
    """What runs late, by unit and item; nothing is counted by person."""
    actor, today = current_actor(), clock.today()
    overdue = services.list_overdue(actor, today)
    return render(
        "dashboard/supervise.html",
        lines=queries.list_late(actor, today),
        overdue=overdue,
        due_today=services.list_due_today(actor, today),
        left=services.days_left(overdue, today),
        longest=LONGEST,
        states=STATES,
        tones=TONES,
    )
