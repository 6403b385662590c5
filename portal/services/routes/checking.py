"""Working a draft: questions and checklist saved together, and from there to acceptance; attachments and what comes later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import NotFound
from portal.files.actions import store_file
from portal.services import actions, life, queries
from portal.services.definitions import FORMS
from portal.services.forms import verbs as forms
from portal.services.forms.answers import PREFIX
from portal.services.forms.drafts import DraftForm
from portal.services.models import Application, ApplicationMaterial
from portal.services.routes import showing
from portal.services.routes.hall import Answer, blueprint
from portal.services.routes.verbs import done_words, not_now
from portal.web.access import current_actor, repeatable, requires
from portal.web.htmx import go_to, render

PURPOSE = "services.application"


@blueprint.route("/services/applications/<int:application_id>/draft", methods=["GET", "POST"])
@requires("services.draft_application")
def save_draft(application_id: int) -> Answer:
    """Keep answers and checklist; the button that was pressed may lead on to acceptance in the same step."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    here = url_for(".read_application", application_id=application_id)
    if request.method == "GET" and not request.args.get("restore"):
        return go_to(here)
    if not showing.may_draft(found):
        life.allow(found, "accept_application", actor)
    form = showing.form_of(found)
    if form.accepts():
        with form.refusals():
            verb = request.form.get("do", "")
            keep(actor, found, form, rest_received=verb == "rest")
            if verb in _LEADS_ON:
                _LEADS_ON[verb](actor, found)
            flash(done_words(verb, found) if verb in _LEADS_ON else _("已保存。"), "success")
            return go_to(here)
    return showing.page_of(found, form)


@blueprint.post("/services/applications/<int:application_id>/draft/autosave")
@requires("services.draft_application")
@repeatable
def autosave_draft(application_id: int) -> str:
    """Keep the draft while its clerk pauses; a newer version is never overwritten. The answer is a line for the form."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    form = showing.form_of(found)
    if showing.may_draft(found) and form.accepts():
        with form.refusals():
            keep(actor, found, form)
    saved_at = clock.office_time(clock.now()).strftime("%H:%M:%S")
    return render("services/autosaved.html", application=found, form=form, saved_at=saved_at)


def keep(actor: Actor, application: Application, form: DraftForm, *, rest_received: bool = False) -> None:
    """Store the answers, then how the materials were found; both or neither."""
    version: int | None = form.seen_version
    if form.questions:
        answers = form.answers | _uploads(actor, application, form)
        actions.save_answers(actor, application, version=version, answers=answers)
        version = None
    checks = form.checks(rest_received=rest_received)
    actions.check_materials(actor, application, version=version, checks=checks)


def _uploads(actor: Actor, application: Application, form: DraftForm) -> dict[str, Any]:
    """The questions that a file answers: a new one is stored, else the one before stays."""
    kept = application.answers or {}
    found = {}
    for one, field in form.answer_fields:
        if one.kind == "file":
            found[one.code] = kept.get(one.code)
            if field.data:
                stored = store_file(
                    actor,
                    stream=field.data.stream,
                    name=field.data.filename or "",
                    purpose=PURPOSE,
                    field=PREFIX + one.code,
                )
                found[one.code] = stored.id
    return found


def _accept(actor: Actor, application: Application) -> None:
    if application.state == "supplementing":
        actions.supplement_application(actor, application, version=None, checks={})
    actions.accept_application(actor, application, version=None)


_LEADS_ON: dict[str, Callable[[Actor, Application], Any]] = {
    "accept_application": _accept,
    "complete_on_the_spot": lambda actor, found: actions.complete_on_the_spot(actor, found, version=None),
    "notify_missing": lambda actor, found: actions.notify_missing(actor, found, version=None),
}


@blueprint.route("/services/applications/<int:application_id>/materials", methods=["GET", "POST"])
@requires("services.check_materials")
def check_materials(application_id: int) -> Answer:
    """The checklist by itself."""

    def act(actor: Actor, found: Application, form: DraftForm) -> str:
        checks = form.checks(rest_received=request.form.get("do") == "rest")
        actions.check_materials(actor, found, version=form.seen_version, checks=checks)
        return _("核对结果已保存。")

    return _checklist_page(application_id, "check_materials", _("核对材料"), act)


@blueprint.route("/services/applications/<int:application_id>/supplement", methods=["GET", "POST"])
@requires("services.supplement_application")
def supplement_application(application_id: int) -> Answer:
    """What was told to be missing has come; the application can be accepted again."""

    def act(actor: Actor, found: Application, form: DraftForm) -> str:
        checks = form.checks(rest_received=request.form.get("do") == "rest")
        actions.supplement_application(actor, found, version=form.seen_version, checks=checks)
        return _("已登记补正，可以受理了。")

    return _checklist_page(application_id, "supplement_application", _("收到补正"), act)


def _checklist_page(
    application_id: int, view: str, title: str, act: Callable[[Actor, Application, DraftForm], str]
) -> Answer:
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    if request.method == "GET":
        stale = not_now(found, "accept_application" if view == "check_materials" else view, actor)
        if stale is not None:
            return stale
    form = showing.form_of(found, with_questions=False)
    if form.accepts():
        with form.refusals():
            flash(act(actor, found, form), "success")
            return go_to(url_for(".read_application", application_id=application_id))
    page = render("services/check_materials.html", application=found, form=form, title=title, view=view)
    return page, form.status


@blueprint.route("/services/applications/<int:application_id>/materials/<code>/file", methods=["GET", "POST"])
@requires("services.attach_file")
def attach_file(application_id: int, code: str) -> Answer:
    """A scan or photograph of one material."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    name = _name_of(found, code)
    form = forms.AttachFileForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            upload = form.file.data
            stored = store_file(actor, stream=upload.stream, name=upload.filename or "", purpose=PURPOSE)
            actions.attach_file(actor, found, version=form.seen_version, code=code, file=stored)
            flash(_("“%(name)s”的附件已保存。", name=name), "success")
            return go_to(url_for(".read_application", application_id=application_id, _anchor="materials"))
    page = render("services/attach_file.html", application=found, code=code, name=name, form=form)
    return page, form.status


def _name_of(application: Application, code: str) -> str:
    """What a material is called, whether or not the list was saved with it; raises NotFound."""
    for line in showing.lines_of(application):
        if line.definition.code == code:
            return line.definition.name
    raise NotFound


@blueprint.route(
    "/services/applications/<int:application_id>/materials/<code>/receive", methods=["GET", "POST"]
)
@requires("services.check_materials")
def receive_promised(application_id: int, code: str) -> Answer:
    """A material that was promised has come."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    record = _record_of(found, code)
    form = forms.ReceivePromisedForm(version=str(found.version))
    wanted = next((m for m in found.definition.materials if m.code == code), None)
    form.form.choices = [(one, _(FORMS[one])) for one in (wanted.forms if wanted else FORMS)]
    if form.accepts():
        with form.refusals():
            actions.receive_promised(
                actor,
                found,
                version=form.seen_version,
                code=code,
                form=form.form.data or "",
                copies=form.copies.data or 1,
                note=form.note.data or "",
            )
            flash(_("已收到“%(name)s”。", name=record.name), "success")
            return go_to(url_for(".read_application", application_id=application_id, _anchor="materials"))
    page = render("services/receive_promised.html", application=found, record=record, form=form)
    return page, form.status


def _record_of(application: Application, code: str) -> ApplicationMaterial:
    """A material of the saved list; raises NotFound."""
    for record in application.materials:
        if record.code == code:
            return record
    raise NotFound
