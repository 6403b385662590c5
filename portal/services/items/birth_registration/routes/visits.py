"""The visits to newborns as the community sees them, on a desk or on a phone: the list, one visit, its result, what is needed."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.services.items.birth_registration.models import NewbornVisit
from portal.services.items.birth_registration.newborns import actions, forms, queries
from portal.services.items.birth_registration.routes.base import FOLDER, blueprint, verb_page
from portal.services.items.birth_registration.words import (
    NEED_STATES,
    NEEDS,
    STOPPED,
    VISIT_RESULTS,
    VISIT_STATES,
    VISIT_TONES,
)
from portal.services.routes.hall import Answer
from portal.standards.codes import SEX
from portal.standards.phones import mask_phone
from portal.web.access import current_actor, repeatable, requires
from portal.web.forms import EmptyForm
from portal.web.htmx import render


@blueprint.get("/births/visits")
@requires("services.read_visit")
def list_visits() -> str:
    """What is to be visited and followed up, soonest due first; or what has ended."""
    ended = request.args.get("ended") == "1"
    return render(
        f"{FOLDER}/list_visits.html",
        visits=queries.list_visits(current_actor(), ended=ended),
        ended=ended,
        most=queries.LONGEST,
        states=VISIT_STATES,
        tones=VISIT_TONES,
        results=VISIT_RESULTS,
        needs=NEEDS,
    )


@blueprint.get("/births/visits/<int:visit_id>")
@requires("services.read_visit")
def read_visit(visit_id: int) -> Answer:
    """One visit; a stopped one says one neutral sentence and nothing else."""
    return _page(queries.get_visit(current_actor(), visit_id))


@blueprint.route("/births/visits/<int:visit_id>/contact", methods=["GET", "POST"])
@requires("services.reveal_contact")
@repeatable
def reveal_contact(visit_id: int) -> Answer:
    """The mother's phone, for whoever goes there; it is noted who looked."""
    actor = current_actor()
    visit = queries.get_visit(actor, visit_id)
    form = EmptyForm()
    phone = ""
    if form.accepts():
        with form.refusals():
            phone = actions.reveal_contact(actor, visit)
    return _page(visit, phone=phone)


@blueprint.route("/births/visits/<int:visit_id>/record", methods=["GET", "POST"])
@requires("services.record_visit")
def record_visit(visit_id: int) -> Answer:
    """What came of the visit."""

    def act(form: Any) -> object:
        return actions.record_visit(
            actor,
            visit,
            version=form.seen_version,
            result=form.result.data or "",
            visited_on=form.visited_on.data,
            needs=form.needs.data or [],
            note=form.note.data or "",
        )

    actor = current_actor()
    visit = queries.get_visit(actor, visit_id)
    if visit.state != "open" and request.method == "GET":
        return _page(visit)
    form = forms.RecordVisitForm(version=str(visit.version), visited_on=clock.today())
    words = {
        "title": _("登记走访结果"),
        "advice": _("搬走或者不住在本辖区的，会退回街道。家里没人的不用登记，改天再去。"),
        "done": _("走访结果已登记。"),
    }
    return _verb(form, act, visit, words)


@blueprint.route("/births/visits/<int:visit_id>/needs/<code>", methods=["GET", "POST"])
@requires("services.settle_need")
def settle_need(visit_id: int, code: str) -> Answer:
    """One thing that the family needed is done, or no longer wanted."""

    def act(form: Any) -> object:
        return actions.settle_need(
            actor,
            visit,
            version=form.seen_version,
            code=code,
            state=form.state.data or "",
            on=form.done_on.data,
            note=form.note.data or "",
        )

    actor = current_actor()
    visit = queries.get_visit(actor, visit_id)
    if code not in NEEDS:
        raise NotFound
    if visit.state != "visited" and request.method == "GET":
        return _page(visit)
    form = forms.SettleNeedForm(version=str(visit.version), done_on=clock.today())
    return _verb(form, act, visit, {"title": _(NEEDS[code]), "advice": "", "done": _("办理结果已登记。")})


@blueprint.route("/births/visits/<int:visit_id>/close", methods=["GET", "POST"])
@requires("services.settle_need")
def close_visit(visit_id: int) -> Answer:
    """End the follow-up although something is still open."""
    actor = current_actor()
    visit = queries.get_visit(actor, visit_id)
    if visit.state != "visited" and request.method == "GET":
        return _page(visit)
    return _verb(
        forms.CloseVisitForm(version=str(visit.version)),
        lambda form: actions.close_visit(actor, visit, version=form.seen_version, note=form.note.data or ""),
        visit,
        {"title": _("提前办结"), "advice": _("还没有办的事项记为“不需要了”。"), "done": _("已办结。")},
    )


@blueprint.post("/births/visits/<int:visit_id>/print")
@requires("services.record_visit")
@repeatable
def print_visit(visit_id: int) -> Answer:
    """Count a printing of the form, then show it."""
    actor = current_actor()
    visit = queries.get_visit(actor, visit_id)
    actions.print_visit(actor, visit)
    return redirect(url_for("documents.open_for_print", document_id=visit.document_id), 303)


def _verb(form: Any, act: Any, visit: NewbornVisit, words: dict[str, Any]) -> Answer:
    if visit.state == "stopped":
        return _page(visit)
    about = {
        "about": visit.notice.mother_name,
        "crumbs": [(_("新生儿走访"), url_for(".list_visits"))],
    }
    return verb_page(form, act, back=url_for(".read_visit", visit_id=visit.id), words=about | words)


def _page(visit: NewbornVisit, *, phone: str = "") -> Answer:
    if visit.state == "stopped":
        return render(f"{FOLDER}/stopped_visit.html", sentence=STOPPED)
    notice = visit.notice
    return render(
        f"{FOLDER}/read_visit.html",
        visit=visit,
        notice=notice,
        phone=phone,
        masked_phone=mask_phone(notice.phone) if notice.phone else "",
        states=VISIT_STATES,
        tones=VISIT_TONES,
        results=VISIT_RESULTS,
        needs=NEEDS,
        need_states=NEED_STATES,
        sexes=SEX,
    )
