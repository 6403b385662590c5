"""The blueprint of rosters, the words of their pages, and the page that every verb with one reason shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for

from portal.services.rosters import words
from portal.services.rosters.models import Roster, RosterLine
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("rosters", __name__, url_prefix="/rosters")


def worded() -> dict[str, Any]:
    """The codes of these pages in words."""
    return {
        "states": words.ROSTER_STATES,
        "tones": words.TONES,
        "kinds": words.KINDS,
        "outcomes": words.OUTCOMES,
        "outcome_tones": words.OUTCOME_TONES,
        "origins": words.ORIGINS,
        "item_kinds": words.ITEM_KINDS,
    }


def verb_page(
    form: PortalForm,
    roster: Roster,
    *,
    label: str,
    advice: str,
    done: str,
    do: Callable[[], object],
    line: RosterLine | None = None,
    kind: str = "primary",
) -> Answer:
    """Ask, do, and go back to the roster; what is refused stays on the page."""
    return carry_out(
        form,
        do,
        show=lambda: render(
            "services/rosters/verb.html",
            form=form,
            roster=roster,
            line=line,
            label=label,
            advice=advice,
            kind=kind,
            **worded(),
        ),
        to=url_for(".read_roster", roster_id=roster.id),
        done=done,
    )
