"""The blueprint of the agreements' pages, and what all of them need: the page of one form, the case around it, uploads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from flask import Blueprint, url_for

from portal.mediation import desk
from portal.mediation.looks import note_look
from portal.mediation.models import MediationCase
from portal.mediation.states import STATES
from portal.web.access import current_actor
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("mediation_agreements", __name__)


def case_href(case: MediationCase, anchor: str = "") -> str:
    """The page of the case."""
    return url_for("mediation.read_case", case_id=case.id, _anchor=anchor or None)


def around(case: MediationCase) -> dict[str, Any]:
    """What every page about a case says of it; a look by somebody who is not on it is recorded."""
    note_look(current_actor(), case)
    return {"case": case, "states": STATES, "tones": desk.TONES}


def form_page(
    form: PortalForm,
    case: MediationCase,
    act: Callable[[], Any],
    *,
    title: str,
    action: str,
    to: str | Callable[[Any], str],
    done: str | Callable[[Any], str] = "",
    label: str = "",
    advice: str = "",
    back: str = "",
    kind: str = "primary",
    facts: list[tuple[str, str]] | None = None,
) -> Answer:
    """A page that is one form about a case: asked for, carried out, or refused; `facts` stand above it."""
    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/agreements/form.html",
            form=form,
            title=title,
            action=action,
            label=label or title,
            advice=advice,
            back=back or case_href(case, "agreement"),
            kind=kind,
            facts=facts or [],
            **around(case),
        ),
        to=to,
        done=done,
    )


def upload_of(field: Any) -> tuple[BinaryIO, str] | None:
    """What was chosen in a file field, as actions take it."""
    chosen = field.data
    return (chosen.stream, chosen.filename or "") if chosen and chosen.filename else None
