"""Enquiries and small help, one line each, and entries from a paper day."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.residents.queries import get_resident
from portal.services import actions, queries
from portal.services.checklist import CheckLine
from portal.services.definitions import ItemDefinition
from portal.services.forms.drafts import form_class
from portal.services.forms.enquiries import RecordEnquiryForm, RecordPaperDayForm
from portal.services.routes.hall import Answer, asked_day, blueprint
from portal.services.states import ENQUIRY_KINDS
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.htmx import go_to, render

MOST_SHOWN = 200


@blueprint.get("/services/enquiries")
@requires("services.read_application")
def list_enquiries() -> str:
    """The enquiries of a period, today's when none is asked for."""
    first, last = asked_day("from"), asked_day("to")
    if first is None and last is None:
        first = last = clock.today()
    rows = queries.list_enquiries(current_actor(), first=first, last=last, limit=MOST_SHOWN)
    return render(
        "services/list_enquiries.html",
        block="listing",
        enquiries=rows,
        first=first,
        last=last,
        most=MOST_SHOWN,
        kinds=ENQUIRY_KINDS,
    )


@blueprint.route("/services/enquiries/new", methods=["GET", "POST"])
@requires("services.record_enquiry")
def record_enquiry() -> Answer:
    """One line about what somebody asked, with a receipt where one is wanted."""
    actor = current_actor()
    form = RecordEnquiryForm(resident=request.args.get("resident", ""))
    key = key_of(form.resident.data)
    resident = get_resident(actor, key) if key else None
    if resident is not None and request.method == "GET" and not form.is_restored:
        form.name.data = resident.name
    if form.accepts():
        with form.refusals():
            made = actions.record_enquiry(
                actor,
                unit_id=actor.unit_id or 0,
                kind=form.kind.data or "",
                name=form.name.data or "",
                phone=form.phone.data or "",
                resident_id=resident.id if resident else None,
                matter=form.matter.data or "",
                answer=form.answer.data or "",
                next_step=form.next_step.data or "",
                is_settled=bool(form.is_settled.data),
                with_receipt=bool(form.with_receipt.data),
            )
            flash(_("已登记。") if made.document is None else _("已登记，请打印回执交居民。"), "success")
            return go_to(url_for(".read_enquiry", enquiry_id=made.id))
    return render("services/record_enquiry.html", form=form, resident=resident), form.status


@blueprint.get("/services/enquiries/<int:enquiry_id>")
@requires("services.read_application")
def read_enquiry(enquiry_id: int) -> str:
    """One enquiry with its receipt."""
    found = queries.get_enquiry(current_actor(), enquiry_id)
    return render("services/read_enquiry.html", enquiry=found, kinds=ENQUIRY_KINDS)


@blueprint.route("/services/paper-day", methods=["GET", "POST"])
@requires("services.record_paper_day")
def record_paper_day() -> Answer:
    """Enter an acceptance of a paper day; which item is in the address, for its questions and materials follow it."""
    actor = current_actor()
    items = queries.list_items()
    code = request.args.get("item", "")
    version = queries.item_version_on(code) if code in {item.code for item in items} else None
    if version is None:
        return render("services/choose_paper_item.html", items=items)
    definition = version.definition
    business = request.args.get("business", "")
    if definition.business(business) is None:
        business = definition.businesses[0].code if definition.businesses else ""
    form = _paper_form(definition, business)
    if form.accepts() and form.day.data:
        with form.refusals():
            made = actions.record_paper_day(
                actor,
                unit_id=actor.unit_id or 0,
                item=code,
                day=form.day.data,
                number=form.number.data or "",
                checks=form.checks_for(business),
                resident_id=form.resident_id.data,
                household_id=form.household_id.data,
                organisation_id=form.organisation_id.data,
                agent_id=form.agent_id.data,
                agent_relation=form.agent_relation.data or "",
                business=business,
                answers=form.answers,
            )
            flash(_("已补录，受理号 %(number)s。", number=made.number or ""), "success")
            return go_to(url_for(".read_application", application_id=made.id))
    page = render(
        "services/record_paper_day.html",
        form=form,
        items=items,
        definition=definition,
        business=business,
    )
    return page, form.status


def _paper_form(definition: ItemDefinition, business: str) -> RecordPaperDayForm:
    lines = [
        CheckLine(one, None) for one in definition.materials if not one.only_for or business in one.only_for
    ]
    questions = [one for one in definition.fields_for(business) if one.kind != "file"]
    return form_class(RecordPaperDayForm, questions, lines)()
