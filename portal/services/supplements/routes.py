"""The pages of requests to complete: asking, the answer, no answer, and all that wait. They hang on the hall's blueprint."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal.services import queries
from portal.services.life import TRANSITIONS
from portal.services.models import Application
from portal.services.routes import desk
from portal.services.routes.hall import Answer, blueprint
from portal.services.routes.verbs import not_now
from portal.services.states import STATES
from portal.services.supplements import actions, forms
from portal.services.supplements.queries import find_open_request, get_request, list_waiting, requests_of
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

_BASE = "/services/applications/<int:application_id>"


@blueprint.get("/services/supplements")
@requires("services.ask_supplement")
def list_supplements() -> str:
    """What applicants were asked to complete and have not yet, the earliest last day first."""
    return render(
        "services/supplements/list_supplements.html",
        requests=list_waiting(current_actor()),
    )


@blueprint.get("/services/supplements/<int:request_id>")
@requires("services.read_application")
def read_supplement(request_id: int) -> Answer:
    """The case of a request, whose page shows it."""
    return _home(get_request(current_actor(), request_id).application)


@blueprint.route(f"{_BASE}/ask-supplement", methods=["GET", "POST"])
@requires("services.ask_supplement")
def ask_supplement(application_id: int) -> Answer:
    """What is missing after acceptance, all at once; another request needs its reason."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    stale = not_now(found, "ask_supplement", actor) if request.method == "GET" else None
    if stale is not None:
        return stale
    form = forms.ask_form(found)
    earlier = requests_of(found)
    if form.accepts():
        with form.refusals():
            made = actions.ask_supplement(
                actor,
                found,
                version=form.seen_version,
                defects=form.defects,
                again_because=form.again_because.data or "",
                was_knowable=form.was_knowable.data != "no",
            )
            flash(
                _("已通知补正，期限 %(day)s。请打印补正通知书交申请人。", day=made.due_on.isoformat()),
                "success",
            )
            return _home(found)
    page = render(
        "services/supplements/ask_supplement.html",
        application=found,
        form=form,
        states=STATES,
        earlier=earlier,
        is_again=bool(earlier) or found.notified_on is not None,
        obstacle=desk.obstacle(TRANSITIONS["ask_supplement"], found, actor)
        if request.method == "GET"
        else "",
    )
    return page, form.status


@blueprint.route(f"{_BASE}/answer-supplement", methods=["GET", "POST"])
@requires("services.answer_supplement")
def answer_supplement(application_id: int) -> Answer:
    """What of it has come; the clock runs on."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    waiting = find_open_request(found)
    if waiting is None:
        flash(_("没有等待答复的补正通知。"), "warning")
        return _home(found)
    form = forms.answer_form(found, waiting)
    if form.accepts():
        with form.refusals():
            actions.answer_supplement(
                actor, found, version=form.seen_version, came=form.came, note=form["note"].data or ""
            )
            flash(_("补正材料已登记，办理期限继续计算。"), "success")
            return _home(found)
    page = render(
        "services/supplements/answer_supplement.html",
        application=found,
        form=form,
        states=STATES,
        waiting=waiting,
    )
    return page, form.status


@blueprint.route(f"{_BASE}/miss-supplement", methods=["GET", "POST"])
@requires("services.miss_supplement")
def miss_supplement(application_id: int) -> Answer:
    """Nothing came: the clock runs on; decide on what there is, or end the procedure."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    waiting = find_open_request(found)
    if waiting is None:
        flash(_("没有等待答复的补正通知。"), "warning")
        return _home(found)
    form = forms.MissSupplementForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.miss_supplement(actor, found, version=form.seen_version, note=form.note.data or "")
            flash(_("已登记逾期未补正。请按现有材料审核决定，或者终止办理。"), "success")
            return _home(found)
    page = render(
        "services/supplements/miss_supplement.html",
        application=found,
        form=form,
        states=STATES,
        waiting=waiting,
    )
    return page, form.status


def _home(application: Application) -> Answer:
    return go_to(url_for("services.read_application", application_id=application.id))
