"""The pages of a change of shift: the sheets, writing one, and signing for it."""

from __future__ import annotations

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.actor import Actor
from portal.services.routes.hall import Answer, colleagues
from portal.services.shifts import actions, queries
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("shifts", __name__)


class HandOverShiftForm(PortalForm):
    """To whom, and what else is to be known."""

    to_account_id = SelectField(_l("接班人"), [InputRequired()], choices=[], coerce=key_of)
    note = TextAreaField(
        _l("交接说明"), [Optional(), Length(max=500)], description=_l("设备、印章、等电话的事等")
    )


class TakeOverShiftForm(PortalForm):
    """Looked through; what was found otherwise."""

    remark = TextAreaField(
        _l("接班说明"), [Optional(), Length(max=300)], description=_l("有不符的写明，可不填")
    )


@blueprint.get("/shifts")
@requires("services.hand_over_shift")
def list_shifts() -> str:
    """The sheets, and those that wait for this reader's signature."""
    actor = current_actor()
    return render(
        "services/shifts/list_shifts.html",
        handovers=queries.list_handovers(actor),
        waiting=queries.list_to_take_over(actor.account_id),
    )


@blueprint.route("/shifts/new", methods=["GET", "POST"])
@requires("services.hand_over_shift")
def hand_over_shift() -> Answer:
    """Write a sheet and sign it."""
    actor = current_actor()
    form = HandOverShiftForm()
    others = [pair for pair in colleagues(actor, actions.RIGHT) if pair[0] != actor.account_id]
    form.to_account_id.choices = [("", _("请选择")), *others]
    if form.accepts():
        with form.refusals():
            made = actions.hand_over_shift(
                actor, to_account_id=form.to_account_id.data or 0, note=form.note.data or ""
            )
            flash(_("交接班表已开出，请打印签名，请接班人在系统里接班。"), "success")
            return go_to(url_for(".take_over_shift", handover_id=made.id))
    page = render(
        "services/shifts/hand_over_shift.html",
        form=form,
        cases=queries.open_cases(actor.account_id),
        originals=queries.kept_originals(actor),
    )
    return page, form.status


@blueprint.route("/shifts/<int:handover_id>", methods=["GET", "POST"])
@requires("services.take_over_shift")
def take_over_shift(handover_id: int) -> Answer:
    """One sheet; whom it names signs for it here."""
    actor = current_actor()
    found = queries.get_handover(actor, handover_id)
    form = TakeOverShiftForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.take_over_shift(actor, found, version=form.seen_version, remark=form.remark.data or "")
            flash(_("已接班。"), "success")
            return go_to(_back(actor))
    return render(
        "services/shifts/take_over_shift.html", handover=found, form=form, back=_back(actor)
    ), form.status


def _back(actor: Actor) -> str:
    """The sheets, for a counter; the workbench for whoever holds another post just now."""
    return url_for(".list_shifts") if actor.can(actions.RIGHT) else url_for("dashboard.workbench")
