"""The blueprint of payments, what all its pages know, and the page of one verb about a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for

from portal.actor import Actor
from portal.ledgers.wording import yuan
from portal.services.assistance.months import month_text
from portal.services.assistance.payments import queries, states
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.practice import CHECKS
from portal.services.assistance.schemes import DECISION_KINDS, DUE_KINDS, SCHEMES
from portal.web.access import current_actor
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("payments", __name__)
FOLDER = "services/assistance/payments/"
WORDS: dict[str, Any] = {
    "yuan": yuan,
    "month_text": month_text,
    "schemes": SCHEMES,
    "kinds": states.KINDS,
    "month_states": states.MONTH_STATES,
    "month_tones": states.MONTH_TONES,
    "line_states": states.LINE_STATES,
    "line_tones": states.LINE_TONES,
    "difference_kinds": states.DIFFERENCES,
    "decision_kinds": DECISION_KINDS | DUE_KINDS,
    "checks": CHECKS,
    "weights": states.WEIGHTS,
    "settled_words": states.SETTLED,
    "return_states": states.RETURN_STATES,
    "return_tones": states.RETURN_TONES,
    "return_reasons": states.RETURN_REASONS,
}


def page(template: str, block: str | None = None, **context: Any) -> str:
    """A page of payments, with the words that they all use."""
    return render(FOLDER + template, block, **WORDS, **context)


def verb_page(
    month_id: int,
    form_class: type[PortalForm],
    act: Callable[[Actor, PaymentMonth, Any], Any],
    words: dict[str, str],
    **fields: Any,
) -> Answer:
    """One verb about a batch: asked for on a page of its own, then back to the batch. `words`: title, advice, button, done."""
    actor = current_actor()
    batch = queries.get_batch(actor, month_id)
    form = form_class(version=str(batch.version), **fields)
    return carry_out(
        form,
        lambda: act(actor, batch, form),
        show=lambda: page("verb.html", batch=batch, form=form, words=words),
        to=url_for(".read_month", month_id=month_id),
        done=words["done"],
    )
