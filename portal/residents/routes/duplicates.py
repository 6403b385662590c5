"""Numbers that two people have: asking a second person, and the second person's decision."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _

from portal.errors import N_
from portal.residents import actions, queries
from portal.residents.forms import DecideDuplicateForm, RegisterResidentForm
from portal.residents.models import PendingDuplicate
from portal.residents.person import Person
from portal.residents.routes import Answer, blueprint
from portal.residents.routes.people import registration_page
from portal.standards.codes import SEX, label_of
from portal.standards.identity import mask_identity
from portal.standards.papers import PAPERS
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

navigation.add(
    "residents.list_duplicates",
    label=N_("重号报批"),
    group=N_("便民服务"),
    order=295,
    permission="residents.approve_duplicate",
)


@blueprint.route("/duplicates/new", methods=["GET", "POST"])
@requires("residents.request_duplicate")
def request_duplicate() -> Answer:
    """Ask a second person to approve somebody whose number another name has."""
    form = RegisterResidentForm()
    if form.accepts():
        with form.refusals():
            made = actions.request_duplicate(
                current_actor(), person=form.to_person(), reason=form.other_person_reason.data or ""
            )
            flash(_("已报审核人批准，批准后即完成登记。"), "success")
            return go_to(url_for(".show_duplicate", duplicate_id=made.id))
    return registration_page(form), form.status


@blueprint.get("/duplicates")
@requires("residents.read_resident")
def list_duplicates() -> str:
    """What waits for a second person, and what was decided lately."""
    return render(
        "residents/list_duplicates.html",
        waiting=queries.list_duplicates(),
        decided=queries.list_duplicates(waiting=False, limit=20),
        name_of=lambda duplicate: Person.from_facts(duplicate.person).name,
    )


@blueprint.get("/duplicates/<int:duplicate_id>")
@requires("residents.read_resident")
def show_duplicate(duplicate_id: int) -> Answer:
    """One request with both people side by side."""
    found = queries.get_duplicate(current_actor(), duplicate_id)
    return _page(found, DecideDuplicateForm(version=found.version))


@blueprint.post("/duplicates/<int:duplicate_id>/approve")
@requires("residents.approve_duplicate")
def approve_duplicate(duplicate_id: int) -> Answer:
    """Approve: the person is registered."""
    found = queries.get_duplicate(current_actor(), duplicate_id)
    form = DecideDuplicateForm()
    if form.accepts():
        with form.refusals():
            made = actions.approve_duplicate(
                current_actor(), found, version=form.seen_version, note=form.note.data or ""
            )
            flash(_("已批准并登记 %(name)s。", name=made.name), "success")
            return go_to(url_for(".show_resident", resident_id=made.id))
    return _page(found, form)


@blueprint.post("/duplicates/<int:duplicate_id>/refuse")
@requires("residents.refuse_duplicate")
def refuse_duplicate(duplicate_id: int) -> Answer:
    """Refuse with a reason."""
    found = queries.get_duplicate(current_actor(), duplicate_id)
    form = DecideDuplicateForm()
    if form.accepts():
        with form.refusals():
            actions.refuse_duplicate(
                current_actor(), found, version=form.seen_version, note=form.note.data or ""
            )
            flash(_("已退回，不予登记。"), "success")
            return go_to(url_for(".show_duplicate", duplicate_id=found.id))
    return _page(found, form)


def _page(found: PendingDuplicate, form: DecideDuplicateForm) -> Answer:
    actor, person = current_actor(), Person.from_facts(found.person)
    widths = queries.mask_widths(actor)
    return render(
        "residents/show_duplicate.html",
        duplicate=found,
        person=person,
        kind=PAPERS[person.kind].label,
        number=mask_identity(person.number, widths.first, widths.last),
        sex=label_of(SEX, person.sex),
        existing=queries.lines_of(actor, [found.existing_id])[0],
        is_mine=found.asked_by == actor.account_id,
        form=form,
    ), form.status
