"""Correcting the receipt of an acceptance: what it would say otherwise, and the reason. The register itself stays as it is."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from portal.services import actions, queries
from portal.services.forms.verbs import CorrectReceiptForm
from portal.services.routes.hall import Answer, blueprint
from portal.services.states import STATES
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.route("/services/applications/<int:application_id>/correct-receipt", methods=["GET", "POST"])
@requires("services.correct_receipt")
def correct_receipt(application_id: int) -> Answer:
    """A new edition of the receipt (or closing slip), after what it says was corrected in the register."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    here = url_for(".read_application", application_id=application_id)
    paper = actions.find_receipt(found)
    if paper is None:
        flash(_("没有可以更正的受理文书。"), "warning")
        return redirect(here, 303)
    form = CorrectReceiptForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.correct_receipt(actor, found, version=form.seen_version, reason=form.reason.data or "")
            flash(_("已更正，编号不变。请打印新的一份，收回原来的一份。"), "success")
            return go_to(here)
    body = render(
        "services/correct_receipt.html",
        application=found,
        form=form,
        paper=paper,
        changes=actions.list_corrections(found, paper),
        states=STATES,
    )
    return body, form.status
