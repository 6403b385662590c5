"""The pages of deliveries: making the receipt, one delivery, how it ended, and all that are on their way."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.documents.models import Document
from portal.documents.queries import get_document
from portal.errors import NotFound
from portal.files.actions import open_file, store_file
from portal.services.deliveries import actions, documents, forms, queries
from portal.services.deliveries.ways import METHODS, RECEIVERS, STATES, TONES
from portal.services.models import Application
from portal.services.routes.hall import Answer, colleagues
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

blueprint = Blueprint("deliveries", __name__)
PURPOSE = "services.delivery"


@blueprint.get("/deliveries")
@requires("services.record_delivery")
def list_deliveries() -> str:
    """What is on its way."""
    found = queries.list_open_deliveries(current_actor())
    return render(
        "services/deliveries/list_deliveries.html",
        deliveries=[(one, queries.deliver_by(one)) for one in found],
        methods=METHODS,
    )


@blueprint.route("/deliveries/papers/<int:document_id>", methods=["GET", "POST"])
@requires("services.record_delivery")
def prepare_delivery(document_id: int) -> Answer:
    """The receipt for a paper that is to be brought to somebody."""
    actor = current_actor()
    paper = get_document(actor, document_id)
    form = forms.PrepareDeliveryForm(
        addressee=documents.holder_of(paper), deliverer_id=actor.account_id, method="direct"
    )
    form.deliverer_id.choices = colleagues(actor)
    if form.accepts():
        with form.refusals():
            made = actions.prepare_delivery(
                actor,
                paper,
                method=form.method.data or "",
                addressee=form.addressee.data or "",
                place=form.place.data or "",
                copies=form.copies.data or 0,
                deliverer_id=form.deliverer_id.data,
                second_deliverer=form.second_deliverer.data or "",
            )
            flash(_("送达回证已开出，请打印后随文书带去。"), "success")
            return go_to(url_for(".read_delivery", delivery_id=made.id))
    page = render("services/deliveries/prepare_delivery.html", paper=paper, form=form, home=_home(paper))
    return page, form.status


@blueprint.get("/deliveries/<int:delivery_id>")
@requires("services.record_delivery")
def read_delivery(delivery_id: int) -> str:
    """One delivery: its receipt, and how it ended."""
    found = queries.get_delivery(current_actor(), delivery_id)
    return render(
        "services/deliveries/read_delivery.html",
        delivery=found,
        deliver_by=queries.deliver_by(found),
        home=_home(found.document),
        methods=METHODS,
        states=STATES,
        tones=TONES,
        receivers=RECEIVERS,
    )


@blueprint.get("/deliveries/<int:delivery_id>/scan")
@requires("services.record_delivery")
def read_scan(delivery_id: int) -> Response:
    """The signed receipt as it came back; each look is recorded."""
    actor = current_actor()
    found = queries.get_delivery(actor, delivery_id)
    if found.scan is None:
        raise NotFound
    response = Response(open_file(found.scan), mimetype=found.scan.media_type)
    response.headers["Content-Disposition"] = "inline"
    audit.record_afterwards(actor, "services.read_file", found, file=found.scan.id)
    return response


@blueprint.route("/deliveries/<int:delivery_id>/record", methods=["GET", "POST"])
@requires("services.record_delivery")
def record_delivery(delivery_id: int) -> Answer:
    """It has arrived."""
    actor = current_actor()
    found = queries.get_delivery(actor, delivery_id)
    form = forms.RecordDeliveryForm(
        version=str(found.version),
        method=found.method,
        place=found.place,
        second_deliverer=found.second_deliverer,
        on=clock.today(),
    )
    if form.accepts() and form.on.data:
        with form.refusals():
            upload = form.scan.data
            scan = (
                store_file(
                    actor, stream=upload.stream, name=upload.filename or "", purpose=PURPOSE, field="scan"
                )
                if upload
                else None
            )
            names = ("time", "receiver_kind", "receiver", "relation", "reason", "refusal", "witness")
            more = {name: form[name].data or "" for name in (*names, "second_deliverer", "place", "note")}
            outcome = actions.Outcome(form.on.data, form.method.data or "", **more)
            actions.record_delivery(actor, found, version=form.seen_version, outcome=outcome, scan=scan)
            flash(_("送达已登记。"), "success")
            return go_to(url_for(".read_delivery", delivery_id=delivery_id))
    return render("services/deliveries/record_delivery.html", delivery=found, form=form), form.status


@blueprint.route("/deliveries/<int:delivery_id>/end", methods=["GET", "POST"])
@requires("services.record_delivery")
def end_delivery(delivery_id: int) -> Answer:
    """It could not be delivered, or its receipt was made in error (`?void=1`)."""
    actor = current_actor()
    found = queries.get_delivery(actor, delivery_id)
    is_void = request.args.get("void") == "1"
    form = forms.DeliveryReasonForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            end = actions.void_delivery if is_void else actions.record_failure
            end(actor, found, version=form.seen_version, reason=form.reason.data or "")
            flash(_("已作废。") if is_void else _("已登记为未送达。"), "success")
            return go_to(url_for(".read_delivery", delivery_id=delivery_id))
    page = render("services/deliveries/end_delivery.html", delivery=found, form=form, is_void=is_void)
    return page, form.status


def _home(paper: Document) -> str:
    """The page of the record that a paper belongs to, where the hall has one."""
    if paper.subject_kind == Application.__name__:
        return url_for("services.read_application", application_id=paper.subject_id)
    return ""
