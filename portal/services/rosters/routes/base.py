"""The blueprint of rosters, the words of their pages, and the page that every verb with one reason shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, url_for
from werkzeug.wrappers import Response

from portal.services.rosters import words
from portal.services.rosters.models import Roster, RosterLine
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("rosters", __name__, url_prefix="/rosters")
Answer = Response | tuple[str, int] | str


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
    if form.accepts():
        with form.refusals():
            do()
            flash(done, "success")
            return go_to(url_for(".read_roster", roster_id=roster.id))
    return render(
        "services/rosters/verb.html",
        form=form,
        roster=roster,
        line=line,
        label=label,
        advice=advice,
        kind=kind,
        **worded(),
    ), form.status
