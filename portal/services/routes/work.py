"""What is on somebody's desk: named steps, handing work over, later checks of what was done on the spot."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_, NotFound
from portal.services import actions, queries
from portal.services.forms.verbs import CheckSampleForm, CompleteStepForm, HandOverForm
from portal.services.routes.hall import Answer, blueprint, colleagues
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.route("/services/applications/<int:application_id>/steps/<code>", methods=["GET", "POST"])
@requires("services.read_application")
def complete_step(application_id: int, code: str) -> Answer:
    """A named step of the item is done; who may do it is said by the step itself."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    step = next((one for one in found.definition.steps if one.code == code), None)
    if step is None:
        raise NotFound
    actor.must(step.permission)
    form = CompleteStepForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.complete_step(
                actor, found, version=form.seen_version, code=code, outcome=form.outcome.data or ""
            )
            flash(_("“%(name)s”已完成。", name=step.name), "success")
            return go_to(url_for(".read_application", application_id=application_id))
    return render("services/complete_step.html", application=found, step=step, form=form), form.status


@blueprint.route("/services/applications/<int:application_id>/hand-over", methods=["GET", "POST"])
@requires("services.read_application")
def hand_over(application_id: int) -> Answer:
    """Put this application on a colleague's desk; a whole desk is handed over on the page of the accounts."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    actor.must("services.hand_over")
    form = HandOverForm(version=str(found.version))
    form.to_account_id.choices = [pair for pair in colleagues(actor) if pair[0] != found.handler_id]
    if form.accepts():
        with form.refusals():
            actions.hand_over(
                actor,
                to_account_id=form.to_account_id.data or 0,
                application_ids=[found.id],
                reason=form.reason.data or "",
            )
            flash(_("已移交。"), "success")
            return go_to(url_for(".read_application", application_id=application_id))
    return render("services/hand_over.html", application=found, form=form), form.status


@blueprint.get("/services/unanswered")
@requires("services.accept_application")
def list_unanswered() -> str:
    """Applications whose limit for an answer is near; with `show=deemed` those that nobody answered in time."""
    found = queries.list_unanswered(current_actor())
    past = [one for one in found if one.is_deemed]
    coming = [one for one in found if not one.is_deemed]
    today, is_past = clock.today(), request.args.get("show") == "deemed"
    groups = [
        (N_("今天是告知期限的最后一天"), "today", [one for one in coming if one.limit == today]),
        (N_("告知期限将到"), "soon", [one for one in coming if one.limit != today]),
    ]
    return render(
        "services/list_unanswered.html",
        groups=[(N_("已视为受理，请尽快受理"), "deemed", past)] if is_past else groups,
        is_past=is_past,
        counts={"coming": len(coming), "past": len(past)},
    )


@blueprint.get("/services/samples")
@requires("services.check_sample")
def list_samples() -> str:
    """On-the-spot applications that were drawn and wait for a check by somebody else."""
    return render("services/list_samples.html", samples=queries.list_samples(current_actor()))


@blueprint.route("/services/samples/<int:sample_id>", methods=["GET", "POST"])
@requires("services.check_sample")
def check_sample(sample_id: int) -> Answer:
    """Look at one of them."""
    actor = current_actor()
    sample = queries.get_sample(actor, sample_id)
    form = CheckSampleForm()
    if form.accepts():
        with form.refusals():
            actions.check_sample(
                actor, sample, is_sound=form.is_sound.data == "yes", finding=form.finding.data or ""
            )
            flash(_("抽查结果已保存。"), "success")
            return go_to(url_for(".list_samples"))
    return render("services/check_sample.html", sample=sample, form=form), form.status
