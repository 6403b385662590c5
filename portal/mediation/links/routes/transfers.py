"""驻所 as pages: the list of transfers with their results, and a new one."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal.mediation.links import forms, queries
from portal.mediation.links.actions import transfers as actions
from portal.mediation.links.kinds import TRANSFER_STATES
from portal.mediation.links.people import street_of
from portal.mediation.links.routes.base import LISTS, Answer, about_case, blueprint, case_href, verb_page
from portal.mediation.queries import get_case
from portal.units.queries import list_units, unit_and_below
from portal.web.access import current_actor, requires
from portal.web.htmx import render

TONES = {"draft": "warn", "sent": "waiting", "agreed": "good", "failed": "bad", "withdrawn": "paused"}


@blueprint.get("/mediation/links/transfers")
@requires("mediation.read_link")
def list_transfers() -> str:
    """Transfers to the joint rooms of police stations, newest first."""
    return render(
        "mediation/links/list_transfers.html",
        rows=queries.list_transfers(current_actor()),
        states=TRANSFER_STATES,
        tones=TONES,
        lists=LISTS,
    )


@blueprint.route("/mediation/cases/<int:case_id>/transfers/new", methods=["GET", "POST"])
@requires("mediation.transfer_case")
def transfer_case(case_id: int) -> Answer:
    """Pass the case on to the joint room of the respondent's area."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = forms.TransferCaseForm(version=str(case.version), party_ids=[])
    reached = unit_and_below(street_of(actor).id)
    form.area_id.choices = [
        (unit.id, unit.name)
        for unit in list_units()
        if unit.id in reached and unit.kind in {"community", "street"}
    ]
    forms.offer_parties(form.party_ids, case.parties)
    return verb_page(
        form,
        lambda: actions.transfer_case(
            actor,
            case,
            version=form.seen_version,
            area_id=form.area_id.data or 0,
            station=form.station.data or "",
            room=form.room.data or "",
            court=form.court.data or "",
            is_unfiled=bool(form.is_unfiled.data),
            party_ids=form.party_ids.data or [],
            consented_on=form.consented_on.data,
            due_on=form.due_on.data,
        ),
        title=_("驻所移送"),
        label=_("生成移送函"),
        cancel=case_href(case),
        about=about_case(case),
        advice=_("立案前，经各方当事人同意，移送被申请人住所地派出所联合调解室调解。"),
        to=lambda found: url_for("letters.read_letter", letter_id=found.letter_id),
        done=_("移送函已拟好，请核对后发出。联合调解室的答复登记在这封函下，就是移送的结果。"),
    )
