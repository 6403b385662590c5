"""The pages of errands: the list with its limits, one errand with its lines, and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_, NotFound
from portal.services import queries as hall
from portal.services.custody.queries import originals_of
from portal.services.errands import actions, forms, queries
from portal.services.errands.models import Errand
from portal.services.errands.stages import RUNNING, STATES, TONES
from portal.services.models import Application
from portal.services.routes.hall import Answer, colleagues
from portal.services.states import OPEN
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("errands", __name__)


@dataclass(frozen=True)
class Step:
    """One verb of an errand as a page asks for it."""

    title: str
    states: frozenset[str]
    form: type[PortalForm]
    act: Callable[[Actor, Errand, Any], Errand]
    done: str


STEPS: dict[str, Step] = {
    "send": Step(
        N_("送件"),
        frozenset({"open"}),
        forms.SendErrandForm,
        lambda actor, found, form: actions.send_errand(
            actor,
            found,
            version=form.seen_version,
            original_ids=form.original_ids.data or [],
            no_originals=bool(form.no_originals.data),
            number=form.number.data or "",
        ),
        N_("送件已登记。"),
    ),
    "note": Step(
        N_("记一条进度"),
        RUNNING,
        forms.NoteProgressForm,
        lambda actor, found, form: actions.note_progress(actor, found, text=form.text.data or ""),
        N_("进度已记录。"),
    ),
    "fetch": Step(
        N_("取回结果"),
        frozenset({"sent"}),
        forms.FetchResultForm,
        lambda actor, found, form: actions.fetch_result(
            actor, found, version=form.seen_version, result=form.result.data or ""
        ),
        N_("已登记取回。请通知委托人领取。"),
    ),
    "deliver": Step(
        N_("交付签收"),
        frozenset({"fetched"}),
        forms.DeliverResultForm,
        lambda actor, found, form: actions.deliver_result(
            actor,
            found,
            version=form.seen_version,
            receiver=form.receiver.data or "",
            relation=form.relation.data or "",
            has_signed=bool(form.has_signed.data),
        ),
        N_("已交付签收，代办完成。"),
    ),
    "end": Step(
        N_("登记未办成"),
        RUNNING,
        forms.EndErrandForm,
        lambda actor, found, form: actions.end_errand(
            actor, found, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("已登记为未办成。"),
    ),
}
_LEADS_ON = {"open": "send", "sent": "fetch", "fetched": "deliver"}


@blueprint.get("/errands")
@requires("services.run_errand")
def list_errands() -> str:
    """Errands that run, or those in one state."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    return render(
        "services/errands/list_errands.html",
        errands=queries.list_errands(current_actor(), state=state),
        state=state,
        states=STATES,
        tones=TONES,
        running=RUNNING,
    )


@blueprint.route("/services/applications/<int:application_id>/errand", methods=["GET", "POST"])
@requires("services.run_errand")
def open_errand(application_id: int) -> Answer:
    """Take an errand on for an application."""
    actor = current_actor()
    found = hall.get_application(actor, application_id)
    form = forms.OpenErrandForm(runner_id=actor.account_id)
    form.runner_id.choices = colleagues(actor)
    if form.accepts():
        with form.refusals():
            errand = actions.open_errand(
                actor,
                found,
                office=form.office.data or "",
                runner_id=form.runner_id.data or 0,
                has_letter=bool(form.has_letter.data),
                due_on=form.due_on.data,
                note=form.note.data or "",
            )
            flash(_("代办已登记。"), "success")
            return go_to(url_for(".read_errand", errand_id=errand.id))
    return render("services/errands/open_errand.html", application=found, form=form), form.status


@blueprint.get("/errands/<int:errand_id>")
@requires("services.run_errand")
def read_errand(errand_id: int) -> str:
    """One errand: where it is, and every line."""
    found = queries.get_errand(current_actor(), errand_id)
    return render(
        "services/errands/read_errand.html",
        errand=found,
        originals=originals_of(found.application_id),
        steps=[(code, step) for code, step in STEPS.items() if found.state in step.states],
        primary=_LEADS_ON.get(found.state, ""),
        states=STATES,
        tones=TONES,
        running=RUNNING,
    )


@blueprint.route("/errands/<int:errand_id>/<step>", methods=["GET", "POST"])
@requires("services.run_errand")
def move_errand(errand_id: int, step: str) -> Answer:
    """One verb of the errand."""
    if step not in STEPS:
        raise NotFound
    actor, asked = current_actor(), STEPS[step]
    found = queries.get_errand(actor, errand_id)
    form = asked.form(version=str(found.version), **_given(found, step))
    if isinstance(form, forms.SendErrandForm):
        held = [one for one in originals_of(found.application_id) if one.state == "held"]
        form.original_ids.choices = [(one.id, f"{one.name} ×{one.copies}") for one in held]
    if form.accepts():
        with form.refusals():
            asked.act(actor, found, form)
            flash(_(asked.done), "success")
            return go_to(url_for(".read_errand", errand_id=errand_id))
    page = render("services/errands/move_errand.html", errand=found, form=form, step=step, asked=asked)
    return page, form.status


def _given(errand: Errand, step: str) -> dict[str, Any]:
    """What the form begins with: everything that lies here goes along, the principal takes the result."""
    if step == "deliver":
        return {"receiver": errand.principal}
    if step == "send":
        held = [one.id for one in originals_of(errand.application_id) if one.state == "held"]
        return {"original_ids": held}
    return {}


def errand_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The errand of an application for its page; None where there is none and nobody begins one here."""
    found = queries.find_errand(application.id)
    may_run = actor.can("services.run_errand")
    if found is None and not (may_run and application.state in OPEN):
        return None
    return {"errand": found, "may_run": may_run, "states": STATES, "tones": TONES, "running": RUNNING}
