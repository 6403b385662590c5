"""A hospital's notices of births, at the counter: entered or imported, the mother found, the visit sent, contact stopped."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.residents.queries import get_resident, lines_of
from portal.services.items.birth_registration.models import NewbornNotice
from portal.services.items.birth_registration.newborns import actions, forms, matching, queries
from portal.services.items.birth_registration.newborns.sheet import HEADS, read_births
from portal.services.items.birth_registration.routes.base import FOLDER, blueprint, verb_page
from portal.services.items.birth_registration.words import (
    MATCHES,
    NEED_STATES,
    NEEDS,
    NOTICE_STATES,
    NOTICE_TONES,
    STOP_REASONS,
    VISIT_RESULTS,
    VISIT_STATES,
    VISIT_TONES,
)
from portal.services.routes.hall import Answer
from portal.standards.codes import SEX
from portal.standards.identity import mask_identity
from portal.standards.phones import mask_phone
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render


@blueprint.get("/births/newborns")
@requires("services.record_newborn")
def list_newborns() -> str:
    """Notices, the newest first; those that wait for the counter unless others are asked for."""
    state = request.args.get("state", "todo")
    asked = state if state in NOTICE_STATES or state in {"todo", ""} else "todo"
    page = queries.list_notices(current_actor(), state=asked, page=asked_page())
    return render(
        f"{FOLDER}/list_newborns.html",
        block="listing",
        page=page,
        state=asked,
        states=NOTICE_STATES,
        tones=NOTICE_TONES,
        matches=MATCHES,
    )


@blueprint.route("/births/newborns/new", methods=["GET", "POST"])
@requires("services.record_newborn")
def record_newborn() -> Answer:
    """Enter one notice."""
    actor = current_actor()
    form = forms.RecordNewbornForm()
    if form.accepts():
        with form.refusals():
            made = actions.record_newborn(actor, unit_id=actor.unit_id or 0, facts=form.facts())
            flash(_("出生通知已登记。"), "success")
            return go_to(url_for(".read_newborn", notice_id=made.id))
    return render(f"{FOLDER}/record_newborn.html", form=form), form.status


@blueprint.route("/births/newborns/import", methods=["GET", "POST"])
@requires("services.record_newborn")
def import_newborns() -> Answer:
    """Read a hospital's list; with a fault, or as a trial, nothing is entered."""
    actor, found = current_actor(), None
    form = forms.ImportNewbornsForm()
    if form.accepts():
        with form.refusals():
            found = read_births(form.file.data.stream, clock.today())
            if found.births and not found.faults and not form.is_trial.data:
                made, known = actions.import_newborns(actor, unit_id=actor.unit_id or 0, births=found.births)
                flash(
                    _(
                        "已导入 %(made)s 份出生通知，另有 %(known)s 份以前登记过。",
                        made=len(made),
                        known=known,
                    ),
                    "success",
                )
                return go_to(url_for(".list_newborns"))
    page = render(f"{FOLDER}/import_newborns.html", form=form, found=found, heads=HEADS)
    return page, 422 if found is not None and found.faults else form.status


@blueprint.get("/births/newborns/<int:notice_id>")
@requires("services.record_newborn")
def read_newborn(notice_id: int) -> Answer:
    """One notice: what it says, who the mother is, and the one next step."""
    return _page(queries.get_notice(current_actor(), notice_id))


@blueprint.route("/births/newborns/<int:notice_id>/mother", methods=["GET", "POST"])
@requires("services.record_newborn")
def choose_mother(notice_id: int) -> Answer:
    """Say who the mother is."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    form = forms.ChooseMotherForm(version=str(notice.version))
    if form.accepts():
        with form.refusals():
            resident = get_resident(actor, int(form.resident.data or 0))
            actions.choose_mother(actor, notice, version=form.seen_version, resident=resident)
            flash(_("已选定产妇。"), "success")
            return go_to(url_for(".read_newborn", notice_id=notice_id))
    return _page(notice, choosing=form)


@blueprint.route("/births/newborns/<int:notice_id>/match", methods=["GET", "POST"])
@requires("services.record_newborn")
def match_again(notice_id: int) -> Answer:
    """Look in the register once more; a candidate that was pressed is chosen."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    form = EmptyForm()
    if form.accepts():
        with form.refusals():
            key = request.form.get("resident_id", "")
            if key.isdecimal() and len(key) < 10:
                resident = get_resident(actor, int(key))
                actions.choose_mother(actor, notice, version=form.seen_version, resident=resident)
            else:
                actions.match_again(actor, notice, version=form.seen_version)
            flash(_(MATCHES[notice.matching]), "success" if notice.mother else "warning")
            return go_to(url_for(".read_newborn", notice_id=notice_id))
    return _page(notice)


@blueprint.route("/births/newborns/<int:notice_id>/dispatch", methods=["GET", "POST"])
@requires("services.dispatch_visit")
def dispatch_visit(notice_id: int) -> Answer:
    """Send the visit to the community of the mother's address."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    form = forms.DispatchVisitForm(version=str(notice.version))
    if form.accepts():
        with form.refusals():
            made = actions.dispatch_visit(
                actor, notice, version=form.seen_version, unit_id=form.unit_id.data or 0
            )
            flash(_("已派给%(unit)s，%(day)s 前走访。", unit=made.unit.name, day=made.due_on), "success")
            return go_to(url_for(".read_newborn", notice_id=notice_id))
    return _page(notice, dispatching=form)


@blueprint.route("/births/newborns/<int:notice_id>/refer", methods=["GET", "POST"])
@requires("services.record_newborn")
def refer_newborn(notice_id: int) -> Answer:
    """Pass a notice on to where the mother lives."""
    return _verb(
        notice_id,
        forms.ReferNewbornForm,
        lambda actor, notice, form: actions.refer_newborn(
            actor, notice, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("转出"),
            "advice": _("产妇不住在本辖区的，写明转给哪里，本街道不再派单。"),
            "done": _("已转出。"),
        },
    )


@blueprint.route("/births/newborns/<int:notice_id>/stop", methods=["GET", "POST"])
@requires("services.stop_visit")
def stop_visit(notice_id: int) -> Answer:
    """Stop every contact with the family at once."""
    return _verb(
        notice_id,
        forms.StopVisitForm,
        lambda actor, notice, form: actions.stop_visit(
            actor, notice, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("停止联系"),
            "advice": _("走访任务立刻从社区的名单中消失。社区只看到“任务已取消”，看不到原因。"),
            "done": _("已停止联系。"),
            "kind": "danger",
        },
    )


@blueprint.route("/births/newborns/<int:notice_id>/restore", methods=["GET", "POST"])
@requires("services.stop_visit")
def restore_visit(notice_id: int) -> Answer:
    """Contact was stopped by mistake."""
    return _verb(
        notice_id,
        forms.RestoreVisitForm,
        lambda actor, notice, form: actions.restore_visit(
            actor, notice, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("恢复联系"),
            "advice": _("只有确属误登记时才恢复；恢复后须重新派单。"),
            "done": _("已恢复，请重新派单。"),
        },
    )


def _verb(notice_id: int, form_class: Any, act: Any, words: dict[str, Any]) -> Answer:
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    about = {
        "about": f"{notice.mother_name} {notice.event_number}",
        "crumbs": [(_("出生通知"), url_for(".list_newborns"))],
    }
    form = form_class(version=str(notice.version))
    return verb_page(
        form,
        lambda sent: act(actor, notice, sent),
        back=url_for(".read_newborn", notice_id=notice_id),
        words=about | words,
    )


def _page(notice: NewbornNotice, *, choosing: Any = None, dispatching: Any = None) -> Answer:
    actor = current_actor()
    waits = notice.state in queries.NOT_DISPATCHED
    returned = notice.visit is not None and notice.visit.state == "returned" and notice.state == "dispatched"
    if choosing is None and waits:
        choosing = forms.ChooseMotherForm(formdata=None, version=str(notice.version))
    sends = notice.state == "matched" or returned
    if dispatching is None and sends and actor.can("services.dispatch_visit"):
        unit = matching.community_of(notice.mother) if notice.mother else None
        dispatching = forms.DispatchVisitForm(
            formdata=None, version=str(notice.version), unit_id=unit.id if unit else None
        )
    candidates = [one.id for one in matching.candidates_of(notice)] if notice.state == "received" else []
    page = render(
        f"{FOLDER}/read_newborn.html",
        notice=notice,
        mother=lines_of(actor, [notice.mother_id])[0] if notice.mother_id else None,
        candidates=lines_of(actor, candidates),
        number=mask_identity(notice.number) if notice.number else "",
        phone=mask_phone(notice.phone) if notice.phone else "",
        choosing=choosing,
        dispatching=dispatching if sends else None,
        is_returned=returned,
        states=NOTICE_STATES,
        tones=NOTICE_TONES,
        matches=MATCHES,
        sexes=SEX,
        visit_states=VISIT_STATES,
        visit_tones=VISIT_TONES,
        results=VISIT_RESULTS,
        stop_reasons=STOP_REASONS,
        needs=NEEDS,
        need_states=NEED_STATES,
    )
    status = next((one.status for one in (choosing, dispatching) if one is not None and one.errors), 200)
    return page, status
