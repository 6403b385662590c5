"""The pages of found hardship: the list, one report, reporting somebody, taking on or declining."""

from __future__ import annotations

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.residents.queries import get_resident
from portal.services.items.temporary_relief.definition import DEFINITION
from portal.services.items.temporary_relief.models import ReliefReport
from portal.services.items.temporary_relief.reports import actions, forms, queries
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("hardship", __name__)
KINDS = {business.code: business.name for business in DEFINITION.businesses}


@blueprint.get("/services/hardship")
@requires("services.read_hardship")
def list_reports() -> str:
    """What communities reported, what waits first."""
    return render(
        "services/items/temporary_relief/list_reports.html",
        reports=queries.list_reports(current_actor()),
        states=queries.REPORT_STATES,
        tones=queries.TONES,
        kinds=KINDS,
    )


@blueprint.route("/services/hardship/new", methods=["GET", "POST"])
@requires("services.report_hardship")
def report_hardship() -> Answer:
    """Report somebody; the resident is in the address."""
    actor = current_actor()
    person = get_resident(actor, asked_number("resident") or 0)
    form = forms.ReportHardshipForm(event_on=clock.today(), place=person.address)
    if form.accepts():
        with form.refusals():
            made = actions.report_hardship(
                actor,
                resident_id=person.id,
                kind=form.kind.data or "",
                event_on=form.event_on.data or clock.today(),
                persons=form.persons.data or 0,
                reason=form.reason.data or "",
                need=form.need.data or "",
                place=form.place.data or "",
            )
            flash(_("已上报街道，街道受理后这里会显示。"), "success")
            return go_to(url_for(".read_report", report_id=made.id))
    return render(
        "services/items/temporary_relief/report_hardship.html", person=person, form=form
    ), form.status


@blueprint.get("/services/hardship/<int:report_id>")
@requires("services.read_hardship")
def read_report(report_id: int) -> str:
    """One report and what became of it."""
    found = queries.get_report(current_actor(), report_id)
    return _shown(found, EmptyForm(version=str(found.version)))


def _shown(report: ReliefReport, form: EmptyForm) -> str:
    return render(
        "services/items/temporary_relief/read_report.html",
        report=report,
        told=report.told or {},
        states=queries.REPORT_STATES,
        tones=queries.TONES,
        kinds=KINDS,
        form=form,
    )


@blueprint.post("/services/hardship/<int:report_id>/take-on")
@requires("services.draft_application")
def take_on(report_id: int) -> Answer:
    """Turn it into a draft application and open that."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    form = EmptyForm()
    if form.accepts():
        with form.refusals():
            made = actions.take_on(actor, found, version=form.seen_version)
            flash(_("已转为临时救助申请，请继续填写和受理。"), "success")
            return go_to(url_for("services.read_application", application_id=made.id))
    return _shown(found, form), form.status


@blueprint.route("/services/hardship/<int:report_id>/decline", methods=["GET", "POST"])
@requires("services.draft_application")
def decline(report_id: int) -> Answer:
    """Say why it is not taken on."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    form = forms.DeclineForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.decline(actor, found, version=form.seen_version, answer=form.answer.data or "")
            flash(_("已回复社区。"), "success")
            return go_to(url_for(".read_report", report_id=report_id))
    return render("services/items/temporary_relief/decline.html", report=found, form=form), form.status
