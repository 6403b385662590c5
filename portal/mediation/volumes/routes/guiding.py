"""The judicial office's guidance notes and the committees' answers."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.queries import get_committee, list_committees
from portal.mediation.volumes import queries
from portal.mediation.volumes.actions import checking
from portal.mediation.volumes.forms import AnswerForm, GuidanceForm
from portal.mediation.volumes.routes.desk import Answer, blueprint, verb_page
from portal.web.access import current_actor, requires
from portal.web.htmx import render


@blueprint.get("/mediation/guidance-notes")
@requires("mediation.read_case")
def list_guidance() -> str:
    """What the judicial office told the committees in sight."""
    actor = current_actor()
    return render(
        "mediation/volumes/list_guidance.html",
        notes=queries.list_notes(actor),
        may_note=actor.can("mediation.guide_committees"),
        may_answer=actor.can("mediation.bind_volume"),
    )


@blueprint.route("/mediation/guidance-notes/new", methods=["GET", "POST"])
@requires("mediation.guide_committees")
def note_guidance() -> Answer:
    """Tell a committee something."""
    actor = current_actor()
    form = GuidanceForm(on=clock.today())
    form.committee_id.choices = [(one.id, one.unit.name) for one in list_committees(actor)]
    return verb_page(
        form,
        lambda: checking.note_guidance(
            actor,
            committee=get_committee(actor, form.committee_id.data or 0),
            title=form.title.data or "",
            note=form.note.data or "",
            on=form.on.data,
        ),
        title=_("写指导意见"),
        action=url_for(".note_guidance"),
        crumbs=[(_("司法所指导意见"), url_for(".list_guidance"))],
        label=_("登记"),
        to=url_for(".list_guidance"),
        done=_("指导意见已登记，调委会可以看到。"),
    )


@blueprint.route("/mediation/guidance-notes/<int:note_id>/answer", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def answer_guidance(note_id: int) -> Answer:
    """The committee answers."""
    actor = current_actor()
    note = queries.get_note(actor, note_id)
    form = AnswerForm(version=str(note.version))
    return verb_page(
        form,
        lambda: checking.answer_guidance(
            actor, note, version=form.seen_version, answer=form.answer.data or ""
        ),
        title=_("答复指导意见"),
        action=url_for(".answer_guidance", note_id=note_id),
        crumbs=[(_("司法所指导意见"), url_for(".list_guidance"))],
        label=_("答复"),
        facts=[(note.title, note.note or "", True)],
        to=url_for(".list_guidance"),
        done=_("已答复。"),
    )
