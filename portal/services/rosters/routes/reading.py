"""Reading rosters: the list, one with its lines, a line of the ledger, a workbook that was tried."""

from __future__ import annotations

from flask import request, url_for

from portal import signoffs
from portal.services.rosters import queries
from portal.services.rosters.ledger import columns_for
from portal.services.rosters.models import CHAIN
from portal.services.rosters.papers import goods_text
from portal.services.rosters.routes.base import Answer, blueprint, worded
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render


@blueprint.get("")
@requires("rosters.read_roster")
def list_rosters() -> str:
    """Every roster that this reader may see, newest first."""
    return render(
        "services/rosters/list_rosters.html", found=queries.list_rosters(current_actor()), **worded()
    )


@blueprint.get("/<int:roster_id>")
@requires("rosters.read_roster")
def read_roster(roster_id: int) -> str:
    """One roster: what it comes to, what comes next, and its people."""
    actor = current_actor()
    roster = queries.get_roster(actor, roster_id)
    tab = request.args.get("tab", "all")
    tab = tab if tab in queries.TABS else "all"
    unit_id = asked_number("unit")
    totals, goods = queries.totals_of(actor, roster), goods_text(roster.items)
    return render(
        "services/rosters/read_roster.html",
        block="listing",
        roster=roster,
        tab=tab,
        unit_id=unit_id,
        page=queries.list_lines(actor, roster, tab=tab, unit_id=unit_id, page=asked_page()),
        counts=queries.count_tabs(actor, roster),
        units=queries.list_units_of(actor, roster),
        shared=queries.shared_households(roster.id),
        totals=totals,
        goods=goods,
        sheet_columns=columns_for(has_money=bool(totals.planned.money_fen), has_goods=bool(goods)),
        chain=signoffs.chain_view(actor, roster, CHAIN),
        sees_street=queries.sees_street(actor, roster),
        **worded(),
    )


@blueprint.get("/lines/<int:line_id>")
@requires("rosters.read_roster")
def read_line(line_id: int) -> Answer:
    """Where a line of the ledger leads: its roster."""
    line = queries.get_line(current_actor(), line_id)
    return go_to(url_for(".read_roster", roster_id=line.roster_id))


@blueprint.get("/sheets/<int:sheet_id>")
@requires("rosters.prepare_roster")
def read_sheet(sheet_id: int) -> str:
    """A workbook that was tried: what is wrong at which cell, and who can come in."""
    found = queries.get_sheet(current_actor(), sheet_id)
    return render(
        "services/rosters/read_sheet.html", sheet=found, roster=found.roster, form=EmptyForm(), **worded()
    )
