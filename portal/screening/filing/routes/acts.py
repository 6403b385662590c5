"""Screening acts as pages: the list with a line to add, and striking one that was a mistake."""

from __future__ import annotations

import datetime as dt

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.screening.filing import queries
from portal.screening.filing.actions.acts import record_act as record
from portal.screening.filing.actions.acts import strike_act as strike
from portal.screening.filing.forms import RecordActForm, StrikeActForm
from portal.screening.filing.routes.base import blueprint, verb_page
from portal.screening.kinds import ACT_KINDS
from portal.web.access import current_actor, requires
from portal.web.carrying_out import Answer, carry_out
from portal.web.htmx import go_to, render

SHOWN = dt.timedelta(days=34)


@blueprint.route("/screening/acts", methods=["GET", "POST"])
@requires("screening.record_act")
def record_act() -> Answer:
    """One line about a place and a day; what was entered in the last weeks stands below."""
    actor, today = current_actor(), clock.today()
    form = RecordActForm(day=today)
    if form.accepts():
        with form.refusals():
            made = record(
                actor,
                day=form.day.data,
                kind=form.kind.data or "",
                place=form.place.data or "",
                times=form.times.data,
                hands=form.hands.data,
                note=form.note.data or "",
            )
            flash(_("已登记：%(day)s %(place)s。", day=made.day, place=made.place), "success")
            return go_to(url_for(".record_act"))
    page = render(
        "screening/filing/record_act.html",
        form=form,
        acts=queries.list_acts(actor, first=today - SHOWN, last=today),
        kinds=ACT_KINDS,
    )
    return page, form.status


@blueprint.route("/screening/acts/<int:act_id>/strike", methods=["GET", "POST"])
@requires("screening.record_act")
def strike_act(act_id: int) -> Answer:
    """Strike a line that was a mistake."""
    actor = current_actor()
    act = queries.get_act(actor, act_id)
    form = StrikeActForm(version=str(act.version))
    back = url_for(".record_act")
    return carry_out(
        form,
        lambda: strike(actor, act, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: verb_page(
            form,
            _("划去排查记录"),
            f"{act.day} {act.place}",
            cancel=back,
            advice=_("划去的记录不再计数，仍然留着备查。"),
        ),
        to=back,
        done=_("已划去。"),
    )
