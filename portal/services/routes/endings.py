"""The notice of a result (办结通知): made from the case's page, when there is something to fetch or a refusal to tell."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.services import actions, queries
from portal.services.ends.papers import PickUp, proposed_pick_up
from portal.services.forms.verbs import TellResultForm
from portal.services.routes.hall import Answer, blueprint
from portal.services.states import STATES
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.route("/services/applications/<int:application_id>/tell-result", methods=["GET", "POST"])
@requires("services.tell_result")
def tell_result(application_id: int) -> Answer:
    """Where, by when and with what the result is fetched; a refusal tells its reasons and what can be done."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    home = url_for(".read_application", application_id=application_id)
    if request.method == "GET" and not actions.may_be_told(found):
        flash(_("这一办件现在没有要通知的结果。"), "warning")
        return redirect(home, 303)
    form = TellResultForm(version=str(found.version), data=vars(proposed_pick_up(found, clock.today())))
    if form.accepts():
        with form.refusals():
            pick_up = PickUp(
                place=form.place.data or "",
                hours=form.hours.data or "",
                fetch_by=form.fetch_by.data,
                bring=form.bring.data or "",
                mail_number=form.mail_number.data or "",
            )
            actions.tell_result(actor, found, version=form.seen_version, pick_up=pick_up)
            flash(_("办结通知书已出具，请打印后交申请人或者寄送。"), "success")
            return go_to(home)
    page = render("services/tell_result.html", application=found, form=form, states=STATES)
    return page, form.status
