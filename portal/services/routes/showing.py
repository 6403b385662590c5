"""The page of one application: everything that it shows, gathered once, whichever view answers with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal import clock
from portal.accounts.queries import get_account
from portal.documents.models import Document
from portal.documents.queries import kept_from
from portal.residents.queries import masked_number, masked_phone
from portal.services import actions, limits, queries
from portal.services.checklist import CheckLine, checklist
from portal.services.definitions import FORMS
from portal.services.forms.answers import shown
from portal.services.forms.drafts import DraftForm, draft_form
from portal.services.items import Asked, Eligibility, hooks_of
from portal.services.life import EVENTS
from portal.services.models import Application
from portal.services.next_steps import is_for, next_of
from portal.services.routes import desk, parts, verbs
from portal.services.routes.hall import Answer
from portal.services.states import (
    BEFORE_ACCEPTANCE,
    CHANNELS,
    COLLECTORS,
    MATERIAL_STATES,
    OPINIONS,
    RESULTS,
    STATES,
    TONES,
)
from portal.services.supplements.queries import find_open_request
from portal.standards.codes import SEX
from portal.web.access import current_actor
from portal.web.htmx import render

MATERIAL_TONES = {
    "unchecked": "neutral",
    "received": "good",
    "waived": "neutral",
    "missing": "bad",
    "promised": "warn",
    "not_needed": "neutral",
}


def lines_of(application: Application) -> list[CheckLine]:
    """The checklist as it counts today."""
    return checklist(application, clock.today())


def form_of(application: Application, *, with_questions: bool = True) -> DraftForm:
    """The form that a draft is worked in."""
    questions = desk.questions_of(application) if with_questions else ()
    return draft_form(application, questions, lines_of(application))


def may_draft(application: Application) -> bool:
    """Whether this reader sees the form of the draft, and not only what stands in it."""
    return application.state in BEFORE_ACCEPTANCE and current_actor().can("services.draft_application")


def page_of(application: Application, form: DraftForm | None, *, number: str = "") -> Answer:
    """The page, with the draft's form as it stands, and a number that was asked for."""
    page = render(
        "services/read_application.html",
        block="identity" if number else None,
        application=application,
        form=form,
        number=number,
        **_record(application),
        **_next(application),
        **_words(),
    )
    return page, form.status if form is not None else 200


def _record(application: Application) -> dict[str, Any]:
    answers = application.answers or {}
    papers = queries.papers_of(application)
    return {
        "definition": desk.definition_of(application),
        "lines": lines_of(application),
        "answers": [(one, answers.get(one.code)) for one in desk.questions_of(application)],
        "papers": papers,
        "kept_papers": kept_from(current_actor(), papers),
        "result_papers": result_papers(application),
        "siblings": _siblings(application),
        "left": queries.days_left([application]).get(application.id),
        "notice_limit": limits.notice_limit(application) if application.state == "draft" else None,
        "may_be_told": actions.may_be_told(application),
        "supplement": find_open_request(application),
        "deemed": limits.deemed_accepted_on(application),
        "eligibility": _eligibility(application),
        "doubt": _doubt(application),
        "receipt": _receipt(application),
        "parts": parts.parts_of(current_actor(), application),
        "work": parts.work_of(current_actor(), application),
        "sex": SEX.get(application.resident.sex, "") if application.resident else "",
    }


def result_papers(application: Application) -> Sequence[Document]:
    """What is handed over now, with its printings; empty while nothing waits to be collected."""
    return (
        hooks_of(application.definition).result_papers(application) if application.state == "issued" else ()
    )


def _eligibility(application: Application) -> Eligibility | None:
    """What the item says of the applicant today, as long as it can still be refused."""
    if application.state not in BEFORE_ACCEPTANCE:
        return None
    return hooks_of(desk.definition_of(application)).eligible(Asked.about(application, clock.today()))


def _doubt(application: Application) -> tuple[str, Mapping[str, Any]] | None:
    """What the item would look at twice in the answers, as long as they can be changed."""
    if application.state not in BEFORE_ACCEPTANCE:
        return None
    return hooks_of(desk.definition_of(application)).doubt_answers(
        application.business, application.answers or {}
    )


def _receipt(application: Application) -> Document | None:
    """The paper that this reader may correct."""
    return actions.find_receipt(application) if current_actor().can("services.correct_receipt") else None


def _siblings(application: Application) -> Sequence[Application]:
    """The other applications of the same visit."""
    return [a for a in application.visit.applications if a.id != application.id and a.state != "discarded"]


def _next(application: Application) -> dict[str, Any]:
    actor = current_actor()
    steps = desk.next_steps(application, actor)
    need = next_of(application)
    primary = desk.primary_for(steps, need)
    return {
        "need": need,
        "is_for_me": need is not None and is_for(actor, application, need),
        "steps": steps,
        "primary": primary,
        "primary_page": verbs.PAGES[primary.verb] if primary else None,
        "primary_form": verbs.blank_form(primary.verb, application) if primary else None,
        "stages": desk.stages(application),
        "named_steps": desk.named_steps(application, actor, need),
        "is_handling": desk.is_handling(application, actor),
    }


def _words() -> dict[str, Any]:
    return {
        "states": STATES,
        "tones": TONES,
        "results": RESULTS,
        "opinions": OPINIONS,
        "channels": CHANNELS,
        "collectors": COLLECTORS,
        "material_states": MATERIAL_STATES,
        "material_tones": MATERIAL_TONES,
        "forms": FORMS,
        "event_words": EVENTS,
        "office_time": clock.office_time,
        "shown": shown,
        "masked_number": masked_number,
        "masked_phone": masked_phone,
        "name_of": lambda key: get_account(key).name if key else "",
    }
