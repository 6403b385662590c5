"""The blueprint on which the pages of birth registration hang, and the page that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash

from portal.services.routes.hall import Answer
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("births", __name__)
FOLDER = "services/items/birth_registration"


def verb_page(form: PortalForm, act: Callable[[Any], object], *, back: str, words: dict[str, Any]) -> Answer:
    """One verb with its form: done, it leads back; `words` are title, advice, done, about, and crumbs."""
    if form.accepts():
        with form.refusals():
            act(form)
            flash(words["done"], "success")
            return go_to(back)
    return render(f"{FOLDER}/verb.html", form=form, words=words, back=back), form.status
