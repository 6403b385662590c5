"""Registrations: their list, one with its history, a new copy or a correction, and their parts of other pages."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.residents.queries import lines_of
from portal.services.items.birth_registration import actions, forms, queries, rules
from portal.services.items.birth_registration.definition import CHANGE, CODE
from portal.services.items.birth_registration.routes.base import FOLDER, blueprint, verb_page
from portal.services.items.birth_registration.words import STATUSES, TONES
from portal.services.models import Application
from portal.services.queries import get_application
from portal.services.queries.catalogue import get_item
from portal.services.routes.hall import Answer, asked_words
from portal.services.states import BEFORE_ACCEPTANCE
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render


@blueprint.get("/births")
@requires("services.read_application")
def list_registrations() -> str:
    """Registrations by status, and by a parent's name or the number."""
    status = request.args.get("status", "")
    asked = {"status": status if status in STATUSES else "", "text": asked_words("q")}
    page = queries.list_registrations(
        current_actor(),
        status=asked["status"],
        text=asked["text"],
        page=asked_page(),
    )
    return render(
        f"{FOLDER}/list_registrations.html",
        block="listing",
        page=page,
        asked=asked,
        is_filtered=any(asked.values()),
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.get("/births/<int:registration_id>")
@requires("services.read_application")
def read_registration(registration_id: int) -> str:
    """One registration: parents, certificate, and those before it."""
    actor = current_actor()
    found = queries.get_registration(actor, registration_id)
    sides = {
        side: lines_of(actor, [key])[0]
        for side, key in (("mother", found.mother_id), ("father", found.father_id))
        if key is not None
    }
    return render(
        f"{FOLDER}/read_registration.html",
        registration=found,
        sides=sides,
        chain=queries.chain_of(found),
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.route("/births/<int:registration_id>/correct", methods=["GET", "POST"])
@requires("services.correct_registration")
def correct_registration(registration_id: int) -> Answer:
    """Hand out the certificate again."""
    actor = current_actor()
    found = queries.get_registration(actor, registration_id)
    form = forms.CorrectRegistrationForm(version=str(found.version))
    return verb_page(
        form,
        lambda sent: actions.correct_registration(
            actor,
            found,
            version=sent.seen_version,
            kind=sent.kind.data or "",
            reason=sent.reason.data or "",
        ),
        back=url_for(".read_registration", registration_id=registration_id),
        words={
            "title": _("补发或更正凭证"),
            "about": found.number,
            "advice": _("姓名、证件等先在居民档案中更正；怀孕和子女情况的变化请办“变更”。"),
            "done": _("新的凭证已出具，请打印。"),
            "crumbs": [(_("生育登记"), url_for(".list_registrations"))],
        },
    )


@blueprint.post("/births/applications/<int:application_id>/promise")
@requires("services.check_materials")
def take_promise(application_id: int) -> Answer:
    """Let a written promise stand for the materials that are missing."""

    def act(actor: Actor, found: Application, version: int) -> str:
        actions.take_promise(actor, found, version=version)
        return _("承诺书已出具，请打印后由申请人签名；缺的材料已标为免交。")

    return _draft_verb(application_id, act)


@blueprint.post("/births/applications/<int:application_id>/carry-over")
@requires("services.draft_application")
def carry_over(application_id: int) -> Answer:
    """Fill a change with what was registered before."""

    def act(actor: Actor, found: Application, version: int) -> str:
        actions.carry_over(actor, found, version=version)
        return _("已带入原登记的内容，请改有变化的地方。")

    return _draft_verb(application_id, act)


def _draft_verb(application_id: int, act: Any) -> Answer:
    actor = current_actor()
    found = get_application(actor, application_id)
    if found.item.code != CODE:
        raise NotFound
    form = EmptyForm()
    if form.accepts():
        with form.refusals():
            flash(act(actor, found, form.seen_version), "success")
    for message in form.form_errors:
        flash(message, "warning")
    return redirect(url_for("services.read_application", application_id=application_id), 303)


@blueprint.route("/births/approval", methods=["GET", "POST"])
@requires("services.publish_item")
def switch_approval() -> Answer:
    """Publish the item with or without 再生育审批."""
    actor, is_on = current_actor(), actions.has_approval()
    form = forms.SwitchApprovalForm(version=str(get_item(CODE).version))
    if form.accepts():
        with form.refusals():
            if actions.switch_approval(actor, is_on=not is_on, version=form.seen_version) is None:
                flash(_("已提出，须由另一人同意后才生效。"), "success")
            else:
                flash(_("已停办再生育审批。") if is_on else _("已开办再生育审批。"), "success")
            return go_to(url_for("services.list_items"))
    asked = actions.find_asked()
    return render(
        f"{FOLDER}/switch_approval.html",
        form=form,
        is_on=is_on,
        asked=asked,
        is_own=asked is not None and asked.account_id == actor.account_id,
    ), form.status


@blueprint.post("/births/approval/drop")
@requires("services.publish_item")
def drop_switch() -> Answer:
    """Take back, or not agree to, a switch of 再生育审批."""
    form = EmptyForm()
    if form.accepts():
        with form.refusals():
            actions.drop_switch(current_actor(), version=form.seen_version)
            flash(_("没有改变再生育审批。"), "success")
    for message in form.form_errors:
        flash(message, "warning")
    return redirect(url_for(".switch_approval"), 303)


def registrations_panel(actor: Actor, resident: Resident) -> dict[str, Any] | None:
    """This person's registrations within the reader's scope, for the resident's page; nothing where there is none."""
    if not actor.can("services.read_application"):
        return None
    rows = queries.visible_registrations_of(actor, resident.id)
    return {"rows": rows, "statuses": STATUSES, "tones": TONES} if rows else None


def made_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """What follows from the answers, the promise, and the registration that an application made, for its page."""
    day, answers = clock.today(), application.answers or {}
    found = rules.rules_on(day, application.unit_id)
    is_draft = application.state in BEFORE_ACCEPTANCE
    return {
        "application": application,
        "made": queries.registrations_of_application(application.id),
        "order": rules.birth_order(answers.get("children") or [], found),
        "due": rules.due_date(answers),
        "weeks": rules.gestation(answers, day) if is_draft else None,
        "may_promise": is_draft and found.promise and actor.can("services.check_materials"),
        "promise": queries.find_promise(application),
        "may_carry": is_draft and application.business == CHANGE and actor.can("services.draft_application"),
        "statuses": STATUSES,
        "tones": TONES,
    }
