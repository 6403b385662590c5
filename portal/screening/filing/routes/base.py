"""The blueprint of filing, and what its modules need of a request and an answer."""

from __future__ import annotations

from flask import Blueprint

from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("filing", __name__)
STATE_TONES = {
    "coming": "neutral",
    "expected": "waiting",
    "drafted": "waiting",
    "reported": "good",
    "nothing_new": "good",
    "zero": "good",
    "unreported": "warn",
    "missing": "bad",
}
REPORT_TONES = {
    "draft": "waiting",
    "filed": "good",
    "sent": "good",
    "superseded": "neutral",
    "withdrawn": "neutral",
}


def verb_page(form: PortalForm, label: str, cancel: str, advice: str, narrow: tuple[str, ...] = ()) -> str:
    """The page of one verb."""
    return render("screening/verb.html", form=form, label=label, cancel=cancel, advice=advice, narrow=narrow)
