"""What a reader chooses for this browser alone: language, type size, single-letter keys. Kept in the signed cookie."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from portal.web.access import local_path, public, reads
from portal.web.filters import LANGUAGES

blueprint = Blueprint("preferences", __name__)

_SWITCHES = ("large_type", "no_keys")


@blueprint.post("/preferences")
@public
@reads
def change_preferences() -> BaseResponse:
    """Take the choices that were sent, leave the others, and go back to the page they were made on."""
    language = request.form.get("language")
    if language in LANGUAGES:
        session["language"] = language
    for name in _SWITCHES:
        choice = request.form.get(name)
        if choice in {"on", "off"}:
            session[name] = choice == "on"
    return redirect(local_path(request.form.get("next")) or "/", 303)
