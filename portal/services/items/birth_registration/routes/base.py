"""The blueprint on which the pages of birth registration hang, and the page that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("births", __name__)
FOLDER = "services/items/birth_registration"


def verb_page(form: PortalForm, act: Callable[[Any], object], *, back: str, words: dict[str, Any]) -> Answer:
    """One verb with its form: done, it leads back; `words` are title, advice, done, about, and crumbs."""
    return carry_out(
        form,
        lambda: act(form),
        show=lambda: render(f"{FOLDER}/verb.html", form=form, words=words, back=back),
        to=back,
        done=words["done"],
    )
