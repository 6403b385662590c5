"""The blueprint of the records' pages, and what all of them need: the page of one form, the case around it, uploads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, url_for

from portal.actor import Actor
from portal.errors import RuleBroken
from portal.files.actions import open_file, store_file
from portal.files.models import StoredFile
from portal.mediation import desk
from portal.mediation.looks import note_look
from portal.mediation.models import MediationCase
from portal.mediation.states import STATES
from portal.web.access import current_actor
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("mediation_records", __name__)
PURPOSE = "mediation.record"


def case_href(case: MediationCase, anchor: str = "") -> str:
    """The page of the case."""
    return url_for("mediation.read_case", case_id=case.id, _anchor=anchor or None)


def around(case: MediationCase) -> dict[str, Any]:
    """What every page of a case's record says about the case; a look by somebody who is not on it is recorded."""
    note_look(current_actor(), case)
    return {"case": case, "states": STATES, "tones": desk.TONES}


def form_page(
    form: PortalForm,
    case: MediationCase,
    act: Callable[[], Any],
    *,
    title: str,
    action: str,
    label: str,
    cancel: str,
    to: str | Callable[[Any], str],
    done: str | Callable[[Any], str] = "",
    advice: str = "",
    kind: str = "primary",
) -> Answer:
    """A page that is one form about a case: asked for, carried out, or refused."""
    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/records/form.html",
            form=form,
            title=title,
            action=action,
            label=label,
            cancel=cancel,
            advice=advice,
            kind=kind,
            **around(case),
        ),
        to=to,
        done=done,
    )


def keep_uploads(actor: Actor, uploads: Iterable[Any], field: str = "files") -> list[StoredFile]:
    """Check, turn upright, size and keep what was chosen; an empty choice is none. Raises RuleBroken at the field."""
    return [
        store_file(actor, stream=one.stream, name=one.filename or "", purpose=PURPOSE, field=field)
        for one in uploads
        if one and one.filename
    ]


def file_answer(stored: StoredFile) -> Response:
    """A stored file as the browser shows it."""
    return Response(
        open_file(stored), mimetype=stored.media_type, headers={"X-Content-Type-Options": "nosniff"}
    )


def people(rows: Sequence[Any], *, empty: str = "") -> list[tuple[int, str]]:
    """Choices of a field by key and name; with a first one for nobody."""
    return ([(0, empty)] if empty else []) + [(one.id, one.name) for one in rows]


def sentence_of(error: RuleBroken) -> str:
    """A refusal in the reader's words, where no form is there to show it."""
    from portal.web.wording import in_words

    return in_words(error)
