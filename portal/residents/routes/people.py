"""Registering a person, and the page of one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import audit, clock
from portal.residents import actions, hooks, queries
from portal.residents.forms import RegisterResidentForm, RevealNumberForm
from portal.residents.history import describe
from portal.residents.models import Resident
from portal.residents.person import age_warnings
from portal.residents.routes import Answer, blueprint, load
from portal.residents.routes.onward import asked_then, with_resident
from portal.standards.ages import age_on
from portal.standards.codes import ETHNIC_GROUPS, SEX, label_of
from portal.standards.invalid import Invalid
from portal.standards.papers import check_paper
from portal.units.queries import list_units
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import as_key
from portal.web.htmx import go_to, is_fragment_request, render


@blueprint.route("/new", methods=["GET", "POST"])
@requires("residents.register_resident")
def register_resident() -> Answer:
    """Register a person; a possible match is shown before a second record is made."""
    form = RegisterResidentForm()
    if form.accepts():
        with form.refusals():
            made = actions.register_resident(
                current_actor(),
                person=form.to_person(),
                other_person_reason=form.other_person_reason.data or "",
            )
            flash(_("已登记 %(name)s。", name=made.name), "success")
            then = asked_then()
            return go_to(
                with_resident(then, made.id) if then else url_for(".show_resident", resident_id=made.id)
            )
    return registration_page(form), form.status


def registration_page(form: RegisterResidentForm) -> str:
    """The form of a registration with what its number tells, and with people who may be the same."""
    check = queries.check_document(current_actor(), kind=form.kind.data or "", number=form.number.data or "")
    return render(
        "residents/register_resident.html",
        form=form,
        check=check,
        sexes=SEX,
        then=asked_then(),
        with_resident=with_resident,
    )


@blueprint.post("/check")
@requires("residents.register_resident")
@reads
def check_document() -> str:
    """What the number that is being typed tells, as a part of the registration form."""
    kind, number = request.form.get("kind", ""), request.form.get("number", "")[:60]
    check = queries.check_document(current_actor(), kind=kind, number=number)
    form = RegisterResidentForm()
    return render(
        "residents/register_resident.html", block="checked", form=form, check=check, sexes=SEX, then=""
    )


@blueprint.get("/<int:resident_id>")
@requires("residents.read_resident")
def show_resident(resident_id: int) -> Answer | Response:
    """One person; a merged record leads to the one that was kept. Reading is recorded."""
    actor, resident = current_actor(), load(resident_id)
    if resident.merged_into_id:
        return redirect(
            url_for(".show_resident", resident_id=resident.merged_into_id, merged=resident.id), 303
        )
    audit.record_afterwards(actor, "residents.read_resident", resident)
    return render(
        "residents/show_resident.html",
        resident=resident,
        merged=request.args.get("merged", type=as_key),
        numbers=_numbers(resident),
        phone=queries.masked_phone(resident),
        sex=label_of(SEX, resident.sex),
        ethnic_group=label_of(ETHNIC_GROUPS, resident.ethnic_group),
        age=_age(resident),
        warnings=_warnings(resident),
        memberships=queries.list_memberships(resident),
        merge=queries.find_merge(resident),
        reasons=reveal_reasons(),
        parts=_parts(resident),
        tasks=_tasks(resident),
    )


def reveal_reasons() -> list[tuple[str, str]]:
    """The reasons that need no further words, for the short form beside a masked number."""
    return [(code, label) for code, label in RevealNumberForm().reason.choices if code != "other"]


def _numbers(resident: Resident) -> list[tuple[Any, str]]:
    actor = current_actor()
    widths = queries.mask_widths(actor)
    return [(paper, queries.masked_number(actor, paper, widths)) for paper in resident.papers]


def _age(resident: Resident) -> int | None:
    until = resident.death_date or clock.today()
    return (
        age_on(resident.birth_date, until) if resident.birth_date and resident.birth_date <= until else None
    )


def _warnings(resident: Resident) -> list[str]:
    """What a clerk should look at again: an impossible age, a document that today's rules would not take."""
    paper, today = resident.primary_paper, clock.today()
    found = list(age_warnings(resident.birth_date, today))
    try:
        checked = check_paper(paper.kind, paper.number or "", today) if paper else None
    except (Invalid, KeyError) as error:
        return [*found, str(error)]
    return list(dict.fromkeys([*found, *(checked.warnings if checked else ())]))


def _parts(resident: Resident) -> list[dict[str, Any]]:
    actor = current_actor()
    loaded = [(panel.template, panel.load(actor, resident)) for panel in hooks.panels()]
    return [{"template": template, "context": context} for template, context in loaded if context is not None]


def _tasks(resident: Resident) -> list[tuple[str, str]]:
    tasks = hooks.tasks_for(current_actor())
    return [(task.label, url_for(task.endpoint, **_place(task, resident))) for task in tasks]


def _place(task: hooks.Task, resident: Resident) -> dict[str, Any]:
    return {task.parameter: resident.id}


@blueprint.get("/<int:resident_id>/history")
@requires("residents.read_resident")
def show_history(resident_id: int) -> str:
    """Everything that was changed about a person, by whom and why. Reading is recorded, as that of the record itself."""
    actor, resident = current_actor(), load(resident_id)
    audit.record_afterwards(actor, "residents.read_resident", resident)
    grids = {u.id: u.name for u in list_units(kind="grid", ended=True)}
    lines = describe(queries.list_revisions(actor, resident), widths=queries.mask_widths(actor), grids=grids)
    return render("residents/show_history.html", resident=resident, lines=lines)


@blueprint.route("/<int:resident_id>/reveal", methods=["GET", "POST"])
@requires("residents.reveal_number")
def reveal_number(resident_id: int) -> Answer:
    """Show a whole number (`?paper=`) or the phone once, for a reason that is recorded."""
    actor, resident = current_actor(), load(resident_id)
    paper_id = request.args.get("paper", type=as_key)
    paper = queries.get_paper(resident, paper_id) if paper_id is not None else None
    form, value = RevealNumberForm(), ""
    if form.accepts():
        with form.refusals():
            value = actions.reveal_number(
                actor, resident, reason=form.reason.data or "", note=form.note.data or "", paper_id=paper_id
            )
    page = render(
        "residents/reveal_number.html", block="value", resident=resident, paper=paper, form=form, value=value
    )
    return page, 422 if is_fragment_request() and not value else form.status
