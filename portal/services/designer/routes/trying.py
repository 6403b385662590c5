"""Looking at a draft as residents and clerks will see it: the guide, the application form, a test run and its papers."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request

from portal import clock
from portal.documents.render import PaperOrder
from portal.errors import NotFound
from portal.services.checklist import CheckLine
from portal.services.definitions import FORMS, KINDS, NECESSITY, SUBJECTS
from portal.services.designer import actions, queries
from portal.services.designer.actions.trying import Trial
from portal.services.designer.routes.base import Answer, Desk, blueprint, desk_of
from portal.services.designer.specimens import specimen
from portal.services.documents import guide_phones
from portal.services.forms.drafts import DraftForm, form_class
from portal.services.guides.actions import office_of
from portal.web.access import current_actor, repeatable, requires
from portal.web.htmx import render

PAPER = "paper:"


@blueprint.get("/services/items/drafts/<int:draft_id>/guide")
@requires("services.read_item_draft")
def preview_guide(draft_id: int) -> str:
    """The guide as residents will read it."""
    desk = desk_of(queries.get_draft(draft_id))
    return render(
        "services/designer/preview_guide.html",
        desk=desk,
        draft=desk.draft,
        definition=desk.definition,
        phones=guide_phones(office_of(current_actor()), clock.today(), desk.definition),
        kinds=KINDS,
        subjects=SUBJECTS,
        forms=FORMS,
        necessity=NECESSITY,
    )


@blueprint.route("/services/items/drafts/<int:draft_id>/trial", methods=["GET", "POST"])
@requires("services.draft_item")
@repeatable
def test_item(draft_id: int) -> Answer:
    """The application form, and a run through the whole life with what is typed there; nothing of it is kept."""
    desk = desk_of(queries.get_draft(draft_id))
    if not desk.is_open:
        raise NotFound
    business = _business(desk)
    form = _form(desk, business)
    trial: Trial | None = None
    if not desk.problems and form.accepts():
        with form.refusals():
            actor = current_actor()
            answers = {code: value for code, value in form.answers.items() if value not in (None, "", [])}
            trial = actions.try_item(actor, desk.definition, business=business, answers=answers)
            wanted = request.form.get("do", "")
            if wanted.startswith(PAPER):
                return _paper(trial, wanted.removeprefix(PAPER))
            if trial.stopped is None:
                actions.note_trial(actor, desk.draft)
    page = render(
        "services/designer/test_item.html",
        desk=desk,
        draft=desk.draft,
        form=form,
        business=business,
        trial=trial,
    )
    return page, form.status


def _business(desk: Desk) -> str:
    known = [one.code for one in desk.definition.businesses]
    asked = request.values.get("business", "")
    return asked if asked in known else (known[0] if known else "")


def _form(desk: Desk, business: str) -> DraftForm:
    """The form that the counter will have, with the materials as a list to look at."""
    definition = desk.definition
    lines = [
        CheckLine(one, None) for one in definition.materials if not one.only_for or business in one.only_for
    ]
    questions = definition.fields_for(business) if not desk.problems else ()
    return form_class(DraftForm, questions, lines if not desk.problems else ())()


def _paper(trial: Trial, key: str) -> Answer:
    found = trial.paper(key)
    if found is None:
        raise NotFound
    response = Response(_drawn(found.order), mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=specimen.pdf"
    return response


def _drawn(order: PaperOrder) -> Iterator[bytes]:
    """Drawn only when it is sent: the request's transaction, and with it the writers' lock, has ended by then."""
    yield specimen(order)
