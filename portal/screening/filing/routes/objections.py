"""Objections as pages: raised beside a period's list of disputes, listed, read, decided by the street."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.disputes.models import Dispute
from portal.disputes.reach import find_page
from portal.screening.filing import queries
from portal.screening.filing.actions import objecting
from portal.screening.filing.forms import DecideObjectionForm, ObjectForm
from portal.screening.filing.routes.base import blueprint, verb_page
from portal.screening.kinds import GROUNDS, OBJECTION_STATES
from portal.screening.models import ReportDuty
from portal.screening.rollup.units import units_of
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.carrying_out import Answer, carry_out
from portal.web.htmx import render

NARROW = ("other_unit_id", "other_number")
STATE_TONES = {"open": "waiting", "upheld": "good", "refused": "neutral"}


@blueprint.route("/screening/duties/<int:duty_id>/object/<int:dispute_id>", methods=["GET", "POST"])
@requires("screening.object")
def object_to(duty_id: int, dispute_id: int) -> Answer:
    """Say that a dispute does not belong into this period's finds."""
    actor = current_actor()
    duty = queries.get_duty(actor, duty_id)
    dispute = queries.get_dispute(duty, dispute_id)
    form = ObjectForm(version=str(dispute.version))
    form.other_unit_id.choices = _units(duty, _l("不知道"))
    here = url_for(".read_duty", duty_id=duty_id)
    advice = _("由街道决定。决定以前这件纠纷仍算本期新增，不影响先上报；异议成立的，报告自动更正。")
    return carry_out(
        form,
        lambda: objecting.raise_objection(
            actor,
            duty,
            dispute=dispute,
            version=form.seen_version,
            ground=form.ground.data or "",
            reason=form.reason.data or "",
            other_unit_id=key_of(form.other_unit_id.data),
            other_number=form.other_number.data or "",
        ),
        show=lambda: verb_page(
            form, _("提出异议"), _about(dispute), cancel=here, advice=advice, narrow=NARROW
        ),
        to=here,
        done=_("异议已提出，等街道决定。本期仍可先上报。"),
    )


@blueprint.get("/screening/objections")
@requires("screening.read_dispute")
def list_objections() -> str:
    """What units object to; what waits for the street stands first."""
    return render(
        "screening/filing/list_objections.html",
        objections=queries.list_objections(current_actor()),
        grounds=GROUNDS,
        states=OBJECTION_STATES,
        tones=STATE_TONES,
    )


@blueprint.get("/screening/objections/<int:objection_id>")
@requires("screening.read_dispute")
def read_objection(objection_id: int) -> str:
    """One objection: what it says, and what became of it."""
    actor = current_actor()
    found = queries.get_objection(actor, objection_id)
    return render(
        "screening/filing/read_objection.html",
        objection=found,
        place=find_page(actor, found.dispute),
        grounds=GROUNDS,
        states=OBJECTION_STATES,
        tones=STATE_TONES,
    )


@blueprint.route("/screening/objections/<int:objection_id>/decide", methods=["GET", "POST"])
@requires("screening.decide_objection")
def decide_objection(objection_id: int) -> Answer:
    """The street's decision."""
    actor = current_actor()
    found = queries.get_objection(actor, objection_id)
    form = DecideObjectionForm(
        version=str(found.version),
        other_unit_id=str(found.other_unit_id or ""),
        other_number=found.other_dispute.number if found.other_dispute else "",
    )
    form.other_unit_id.choices = _units(found.duty, _l("请选择"))
    if found.ground != "not_ours":
        del form.other_unit_id
    if found.ground != "duplicate":
        del form.other_number
    here = url_for(".read_objection", objection_id=objection_id)
    advice = _("异议成立的，这件纠纷改属别的单位、并入另一件或者不再计，已报的各期自动更正并标明。")
    return carry_out(
        form,
        lambda: objecting.decide_objection(
            actor,
            found,
            version=form.seen_version,
            is_upheld=form.verdict.data == "upheld",
            answer=form.answer.data or "",
            other_unit_id=key_of(form.other_unit_id.data) if "other_unit_id" in form else None,
            other_number=(form.other_number.data or "") if "other_number" in form else "",
        ),
        show=lambda: verb_page(
            form, _("决定异议"), _about(found.dispute), cancel=here, advice=advice, narrow=NARROW
        ),
        to=here,
        done=_("已决定。"),
    )


def _about(dispute: Dispute) -> str:
    return f"{dispute.number} {dispute.title}"


def _units(duty: ReportDuty, none: Any) -> list[SelectChoice]:
    """The other units of the duty's street at that time."""
    others = [unit for unit in units_of(duty.street_id, duty.first, duty.last) if unit.id != duty.unit_id]
    return [SelectChoice("", none), *(SelectChoice(str(unit.id), unit.name) for unit in others)]
