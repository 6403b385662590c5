"""The pages of bundles: what is on offer, beginning a case, its one page to the end, and the administrator's definitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.files.actions import store_file
from portal.residents.models import Resident
from portal.residents.queries import get_resident, lines_of
from portal.services import queries as hall
from portal.services.actions import MaterialCheck
from portal.services.bundles import actions, queries
from portal.services.bundles.forms import LeaveOutForm, start_form
from portal.services.bundles.models import Bundle, BundleCase
from portal.services.bundles.queries import Shared
from portal.services.checklist import CheckLine
from portal.services.forms.answers import PREFIX
from portal.services.forms.drafts import DraftForm, form_class
from portal.services.forms.verbs import AttachFileForm
from portal.services.items import Asked, hooks_of
from portal.services.models import ApplicationMaterial
from portal.services.routes.hall import Answer
from portal.services.routes.intake import applicant_page
from portal.services.states import RESULTS, STATES, TONES
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import asked_number
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("bundles", __name__)
PURPOSE = "services.application"


@dataclass
class View:
    """A case as its draft form reads it: one answer for each shared question, one state for each shared material."""

    version: int
    answers: dict[str, Any] = field(default_factory=dict)
    materials: list[ApplicationMaterial] = field(default_factory=list)


@dataclass(frozen=True)
class Offer:
    """One item of a bundle as the first page shows it; `advice` says why it may not be for this person."""

    code: str
    name: str
    condition: str
    is_offered: bool
    is_proposed: bool
    advice: str = ""
    params: Any = None
    subject: str = "resident"


@blueprint.get("/bundles")
@requires("services.read_bundle")
def list_bundles() -> str:
    """The bundles on offer, and the cases that run."""
    key = asked_number("resident")
    return render(
        "services/bundles/list_bundles.html",
        bundles=queries.list_bundles(),
        cases=queries.list_cases(current_actor()),
        resident=get_resident(current_actor(), key) if key else None,
        is_finished=queries.is_finished,
        states=STATES,
    )


@blueprint.route("/bundles/start/<bundle>/find-applicant", methods=["GET", "POST"])
@requires("services.draft_application")
@reads
def find_applicant(bundle: str) -> Answer:
    """Find whom the bundle is for; it stays in the address while they are searched for, and registered."""
    found = queries.get_bundle(bundle)
    if not found.is_offered:
        raise NotFound
    return applicant_page(
        found.name,
        partial(url_for, "bundles.start_bundle", bundle=bundle),
        back=(_("一件事"), url_for(".list_bundles")),
    )


@blueprint.route("/bundles/start/<bundle>", methods=["GET", "POST"])
@requires("services.draft_application")
def start_bundle(bundle: str) -> Answer:
    """Which items of the bundle this person applies for, and why not the others."""
    actor = current_actor()
    found = queries.get_bundle(bundle)
    if not found.is_offered:
        raise NotFound
    key = asked_number("resident")
    if key is None:
        return redirect(url_for(".find_applicant", bundle=bundle), 303)
    resident = get_resident(actor, key)
    resident = resident.merged_into or resident
    offers = _offers(found, resident)
    form = start_form(
        [(one.code, one.name) for one in offers], [one.code for one in offers if one.is_proposed]
    )
    if form.accepts():
        with form.refusals():
            case = actions.start_bundle(
                actor,
                bundle=bundle,
                unit_id=actor.unit_id or 0,
                resident_id=resident.id,
                items=form.chosen,
                reasons=form.reasons,
                organisation_id=form.organisation_id.data,
                agent_id=form.agent_id.data,
                agent_relation=form.agent_relation.data or "",
                channel=form.channel.data or "counter",
            )
            return go_to(url_for(".read_case", case_id=case.id))
    page = render(
        "services/bundles/start_bundle.html",
        bundle=found,
        definition=found.definition,
        resident=resident,
        line=lines_of(actor, [resident.id])[0],
        offers=offers,
        for_organisation=any(one.subject == "organisation" for one in offers),
        form=form,
    )
    return page, form.status


def _offers(bundle: Bundle, resident: Resident) -> list[Offer]:
    found = []
    unit_id = current_actor().unit_id or 0
    for one in bundle.definition.items:
        today = queries.definition_today(one.item)
        if today is None:
            found.append(Offer(one.item, one.item, one.condition, False, False, _("现在不办理")))
            continue
        advice, params = "", None
        if today.subject == "resident":
            eligible = hooks_of(today).eligible(Asked(resident, one.business, clock.today(), unit_id))
            if not eligible.ok:
                advice, params = eligible.message, eligible.params
        found.append(
            Offer(
                one.item,
                today.name,
                one.condition,
                True,
                one.proposed and not advice,
                advice,
                params,
                today.subject,
            )
        )
    return found


@blueprint.get("/bundles/<int:case_id>")
@requires("services.read_bundle")
def read_case(case_id: int) -> Answer:
    """One case: the form that is filled in once, and how far each item is."""
    case = queries.get_case(current_actor(), case_id)
    return _page(case, _form(case))


@blueprint.route("/bundles/<int:case_id>/draft", methods=["GET", "POST"])
@requires("services.draft_application")
def save_case(case_id: int) -> Answer:
    """Keep answers and materials for all items; the button may lead on to the acceptance of all, or of those ready."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    here = url_for(".read_case", case_id=case_id)
    form = _form(case)
    if (request.method == "GET" and not request.args.get("restore")) or form is None:
        return go_to(here)
    if form.accepts():
        with form.refusals():
            verb = request.form.get("do", "")
            checks = form.checks(rest_received=verb == "rest")
            _save(case, form, checks)
            if verb == "accept":
                actions.accept_case(actor, case, version=None, later=request.form.getlist("later"))
                flash(_("已受理，请打印一件事受理回执交申请人。"), "success")
            else:
                flash(_("已保存。"), "success")
            return go_to(here)
    return _page(case, form)


def _save(case: BundleCase, form: DraftForm, checks: dict[str, MaterialCheck]) -> None:
    actor = current_actor()
    answers = form.answers
    kept = _view(case, queries.shared_of(case)).answers
    for one, upload in form.answer_fields:
        if one.kind == "file":
            answers[one.code] = kept.get(one.code)
            if upload.data:
                stored = store_file(
                    actor,
                    stream=upload.data.stream,
                    name=upload.data.filename or "",
                    purpose=PURPOSE,
                    field=PREFIX + one.code,
                )
                answers[one.code] = stored.id
    actions.save_case(actor, case, version=form.seen_version, answers=answers, checks=checks)


@blueprint.route("/bundles/<int:case_id>/materials/<key>/attach", methods=["GET", "POST"])
@requires("services.attach_file")
def attach_shared(case_id: int, key: str) -> Answer:
    """A scan of a material that is handed in once; it stands in the case of every item that asks for it."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    shared = next((one for one in queries.shared_of(case).materials if one.key == key), None)
    if shared is None:
        raise NotFound
    form = AttachFileForm(version=str(case.version))
    if form.accepts():
        with form.refusals():
            upload = form.file.data
            stored = store_file(actor, stream=upload.stream, name=upload.filename or "", purpose=PURPOSE)
            actions.attach_shared(actor, case, version=form.seen_version, key=key, file=stored)
            flash(_("附件已存入 %(n)s 个事项。", n=len(shared.parts)), "success")
            return go_to(url_for(".read_case", case_id=case_id))
    page = render("services/bundles/attach_shared.html", case=case, shared=shared, form=form)
    return page, form.status


@blueprint.route("/bundles/<int:case_id>/items/<item>/leave-out", methods=["GET", "POST"])
@requires("services.draft_application")
def leave_out(case_id: int, item: str) -> Answer:
    """Take an item out of the case, with the reason."""
    case = queries.get_case(current_actor(), case_id)
    line = next((one for one in case.lines if one.item_code == item), None)
    if line is None:
        raise NotFound
    form = LeaveOutForm(version=str(case.version))
    if form.accepts():
        with form.refusals():
            actions.leave_out(
                current_actor(), case, version=form.seen_version, item=item, reason=form.reason.data or ""
            )
            flash(_("“%(item)s”不再办理。", item=line.item_name), "success")
            return go_to(url_for(".read_case", case_id=case_id))
    return render("services/bundles/leave_out.html", case=case, line=line, form=form), form.status


@blueprint.post("/bundles/<int:case_id>/items/<item>/take-in")
@requires("services.draft_application")
def take_in(case_id: int, item: str) -> Answer:
    """Take an item into the case after all."""
    case = queries.get_case(current_actor(), case_id)
    actions.take_in(current_actor(), case, version=EmptyForm().seen_version, item=item)
    flash(_("已加入，请补填它的内容和材料。"), "success")
    return go_to(url_for(".read_case", case_id=case_id))


def _form(case: BundleCase) -> DraftForm | None:
    """The one form of all drafts; None once everything is accepted, or for a reader who may not draft."""
    if not queries.drafts_of(case) or not current_actor().can("services.draft_application"):
        return None
    shared = queries.shared_of(case)
    view = _view(case, shared)
    records = {one.code: one for one in view.materials}
    lines = [CheckLine(one.asked, records.get(one.key)) for one in shared.materials]
    form = form_class(DraftForm, [one.asked for one in shared.questions], lines)
    return form(obj=view)  # type: ignore[arg-type]


def _view(case: BundleCase, shared: Shared) -> View:
    """What is kept, by the keys of the bundle: the first item's answer, the first item's check."""
    drafts = {one.item.code: one for one in queries.drafts_of(case)}
    answers = {code: one.answers or {} for code, one in drafts.items()}
    view = View(case.version)
    for question in shared.questions:
        found = question.answer_from(answers)
        if found is not None:
            view.answers[question.key] = found
    for material in shared.materials:
        records = [
            record
            for item, wanted in material.parts
            for record in drafts[item].materials
            if record.code == wanted.code
        ]
        checked = [one for one in records if one.state != "unchecked"] or records
        if checked:
            first = checked[0]
            view.materials.append(
                ApplicationMaterial(
                    code=material.key,
                    name=material.asked.name,
                    state=first.state,
                    form=first.form,
                    copies=first.copies,
                    note=first.note,
                    promised_by=first.promised_by,
                    file=next((one.file for one in records if one.file is not None), None),
                )
            )
    return view


def _page(case: BundleCase, form: DraftForm | None) -> Answer:
    applications = case.applications
    shared = queries.shared_of(case)
    page = render(
        "services/bundles/read_case.html",
        case=case,
        form=form,
        drafts=queries.drafts_of(case),
        merged=sum(len(one.parts) - 1 for one in shared.questions)
        + sum(len(one.parts) - 1 for one in shared.materials),
        left=hall.days_left(applications),
        is_finished=queries.is_finished(case),
        states=STATES,
        tones=TONES,
        results=RESULTS,
    )
    return page, form.status if form is not None else 200
