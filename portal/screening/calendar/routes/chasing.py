"""The reports that are missing or soon due, and the chase lists that were printed."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal.screening.calendar import grid as grids
from portal.screening.calendar.actions import chasing as actions
from portal.screening.calendar.queries import list_chase_lists
from portal.screening.calendar.routes.base import TONES, blueprint
from portal.screening.kinds import DUTY_STATES
from portal.screening.models import ChaseList
from portal.units.queries import list_units
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render


@blueprint.route("/screening/chasing", methods=["GET", "POST"])
@requires("screening.draw_chase_list")
def chase() -> Answer:
    """Who is silent, and one button that prints the chase list of this moment."""
    actor = current_actor()
    street = grids.find_street(actor, asked_number("street"))
    form = PortalForm()

    def show() -> str:
        units = {unit.id: unit.name for unit in list_units(ended=True)}
        cells = actions.list_chased(actor, street)
        return render(
            "screening/calendar/chase.html",
            street=street,
            form=form,
            cells=[(cell, units[cell.unit_id]) for cell in cells],
            lists=list_chase_lists(actor),
            states=DUTY_STATES,
            tones=TONES,
        )

    return carry_out(
        form,
        lambda: actions.draw_chase_list(actor, street=street),
        show=show,
        to=_paper,
        done=_("催报单已生成。"),
    )


def _paper(made: ChaseList) -> str:
    return url_for("documents.show_document", document_id=made.document_id)
