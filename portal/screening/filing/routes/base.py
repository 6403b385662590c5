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


def verb_page(
    form: PortalForm, verb: str, about: str, *, cancel: str, advice: str, narrow: tuple[str, ...] = ()
) -> str:
    """The page of one verb about one thing: both stand in the heading, the button says the verb alone."""
    return render(
        "screening/filing/verb.html",
        form=form,
        button=verb,
        label=f"{verb}：{about}",
        cancel=cancel,
        advice=advice,
        narrow=narrow,
    )
