"""Changing what is registered of a person: corrections, documents, death, merges."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_, NotFound, RuleBroken
from portal.residents import actions, queries
from portal.residents.forms import (
    AddPaperForm,
    CorrectResidentForm,
    FindOtherRecordForm,
    MergeResidentsForm,
    ReasonForm,
    RecordDeathForm,
)
from portal.residents.models import Resident
from portal.residents.person import CheckedPerson, Number, Person
from portal.residents.routes import Answer, blueprint, load
from portal.web.access import current_actor, requires
from portal.web.addresses import as_key, key_of
from portal.web.htmx import go_to, render

MOST_FOUND = 10


def _back_to(resident: Resident, said: str) -> Answer:
    flash(said, "success")
    return go_to(url_for(".show_resident", resident_id=resident.id))


@blueprint.route("/<int:resident_id>/correct", methods=["GET", "POST"])
@requires("residents.correct_resident")
def correct_resident(resident_id: int) -> Answer:
    """Correct what is registered, with a reason."""
    resident = load(resident_id)
    form = CorrectResidentForm(resident)
    if form.accepts():
        with form.refusals():
            actions.correct_resident(
                current_actor(),
                resident,
                version=form.seen_version,
                correction=form.to_correction(),
                reason=form.reason.data or "",
            )
            return _back_to(resident, _("已更正。"))
    return render("residents/correct_resident.html", form=form, resident=resident), form.status


@blueprint.route("/<int:resident_id>/papers/new", methods=["GET", "POST"])
@requires("residents.add_paper")
def add_paper(resident_id: int) -> Answer:
    """Add a document, or put one in another's place."""
    actor, resident = current_actor(), load(resident_id)
    widths = queries.mask_widths(actor)
    current = [
        (p.id, f"{_(p.label)} {queries.masked_number(actor, p, widths)}")
        for p in resident.papers
        if not p.former
    ]
    form = AddPaperForm(current, version=resident.version)
    if form.accepts():
        with form.refusals():
            actions.add_paper(
                actor,
                resident,
                version=form.seen_version,
                paper=form.to_paper(),
                reason=form.reason.data or "",
            )
            return _back_to(resident, _("已登记证件。"))
    return render("residents/add_paper.html", form=form, resident=resident), form.status


@blueprint.route("/<int:resident_id>/death", methods=["GET", "POST"])
@requires("residents.record_death")
def record_death(resident_id: int) -> Answer:
    """Record a death."""
    resident = load(resident_id)
    form = RecordDeathForm(version=resident.version)
    if form.accepts():
        with form.refusals():
            actions.record_death(
                current_actor(),
                resident,
                version=form.seen_version,
                death_date=form.death_date.data,
                source=form.source.data or "",
            )
            return _back_to(resident, _("已登记死亡。"))
    return render("residents/record_death.html", form=form, resident=resident), form.status


@blueprint.route("/<int:resident_id>/death/cancel", methods=["GET", "POST"])
@requires("residents.cancel_death")
def cancel_death(resident_id: int) -> Answer:
    """Take back a death that was recorded by mistake."""
    resident = load(resident_id)
    form = ReasonForm(version=resident.version)
    if form.accepts():
        with form.refusals():
            actions.cancel_death(
                current_actor(), resident, version=form.seen_version, reason=form.reason.data or ""
            )
            return _back_to(resident, _("已撤销死亡登记。"))
    return render("residents/cancel_death.html", form=form, resident=resident), form.status


@blueprint.route("/<int:resident_id>/merge", methods=["GET", "POST"])
@requires("residents.merge_residents")
def merge_residents(resident_id: int) -> Answer:
    """Let this record take the place of another one of the same person: one that looks alike, or one that is searched for.

    Nobody types a key: the other record is chosen, and both are shown side by side before anything happens.
    """
    resident = load(resident_id)
    form = MergeResidentsForm(version=resident.version, gone=request.args.get("gone", type=as_key))
    finder, found = FindOtherRecordForm(), None
    gone = _other(key_of(form.gone.data))
    if request.form.get("do") == "find":
        if finder.accepts():
            lines = queries.search_residents(current_actor(), finder.q.data or "", MOST_FOUND).lines
            found = [line for line in lines if line.id != resident.id]
    elif form.accepts():
        with form.refusals():
            if gone is None:
                raise RuleBroken(None, N_("请先选择要并入的那条记录。"))
            actions.merge_residents(
                current_actor(), resident, gone=gone, version=form.seen_version, reason=form.reason.data or ""
            )
            return _back_to(resident, _("已合并。两条记录的证件和办件都在这里。"))
    pair = queries.lines_of(current_actor(), [resident.id, gone.id]) if gone and not gone.is_merged else []
    page = render(
        "residents/merge_residents.html",
        form=form,
        finder=finder,
        found=found,
        resident=resident,
        pair=pair,
        likely=_likely(resident),
    )
    return page, max(form.status, finder.status if request.form.get("do") == "find" else 200)


def _other(resident_id: int | None) -> Resident | None:
    try:
        return load(resident_id) if resident_id else None
    except NotFound:
        return None


def _likely(resident: Resident) -> list[queries.Match]:
    """Records that may be of the same person: the same number, or the same name and birth date."""
    person = Person(name=resident.name, kind="none", birth_date=resident.birth_date)
    numbers = tuple(Number(p.kind, p.number or "", p.former) for p in resident.papers)
    return queries.find_matches(current_actor(), CheckedPerson(person, numbers), but=resident.id)


@blueprint.route("/<int:resident_id>/merge/undo", methods=["GET", "POST"])
@requires("residents.undo_merge")
def undo_merge(resident_id: int) -> Answer:
    """Undo the newest merge into this record."""
    resident = load(resident_id)
    merge = queries.find_merge(resident)
    if merge is None:
        raise NotFound
    form = ReasonForm(version=resident.version)
    if form.accepts():
        with form.refusals():
            gone = actions.undo_merge(current_actor(), merge, reason=form.reason.data or "")
            return _back_to(gone, _("已撤销合并，这条记录恢复为单独的档案。"))
    return render(
        "residents/undo_merge.html", form=form, resident=resident, merge=merge, today=clock.today()
    ), form.status
