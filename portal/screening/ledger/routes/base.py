"""The blueprint of screened disputes, and what its modules need of a request and an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.disputes.models import Dispute
from portal.screening.ledger import queries
from portal.screening.ledger.scale import Level
from portal.web.access import current_actor
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("screened", __name__)


def found(dispute_id: int) -> tuple[Actor, Dispute]:
    """Who asks, and the dispute, if he carries it on; raises Forbidden or NotFound."""
    actor = current_actor()
    dispute = queries.get_dispute(actor, dispute_id)
    queries.must_keep(actor, dispute)
    return actor, dispute


def page_of(dispute: Dispute) -> str:
    """The address of a dispute's page."""
    return url_for("screened.read_dispute", dispute_id=dispute.id)


def verb_answer(
    dispute: Dispute,
    form: PortalForm,
    act: Callable[[], Any],
    *,
    label: str,
    advice: str,
    done: str | Callable[[Any], str],
    narrow: tuple[str, ...] = (),
    kind: str = "primary",
) -> Answer:
    """The page of one verb: its form, one button, and a sentence that says what pressing it does; then back to the dispute."""
    here = page_of(dispute)
    return carry_out(
        form,
        act,
        show=lambda: render(
            "screening/ledger/verb.html",
            form=form,
            dispute=dispute,
            label=label,
            cancel=here,
            advice=advice,
            narrow=narrow,
            kind=kind,
        ),
        to=here,
        done=done,
    )


def duty_words(level: Level) -> str:
    """What a level asks for, in a sentence: by when, how often to visit, whether a leader is named."""
    found = _("%(level)s：%(days)s 天内化解。", level=_(level.label), days=level.days)
    if level.visit_every:
        found += _("每 %(n)s 天走访一次。", n=level.visit_every)
    if level.wants_leader:
        found += _("须有包案领导。")
    return found


def asked_day(name: str) -> dt.date | None:
    """A day that stands behind the question mark; None for anything that is none."""
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
