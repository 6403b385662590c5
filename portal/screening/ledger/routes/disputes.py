"""The list of disputes by what they wait for, and the one page of a dispute."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import request

from portal import clock
from portal.actor import Actor
from portal.disputes import reach, tasks
from portal.disputes.kinds import DANGERS, RISKS, SOURCES, STATES, STEPS, TASK_ROLES, TENDENCIES, WAYS
from portal.disputes.models import Dispute
from portal.disputes.queries import list_categories
from portal.screening.kinds import GRAVE_KINDS
from portal.screening.ledger import desk, queries
from portal.screening.ledger.actions.registering import list_places
from portal.screening.ledger.forms.register import SIDE_WORDS
from portal.screening.ledger.lights import light_of
from portal.screening.ledger.routes.base import asked_day, blueprint
from portal.screening.ledger.scale import levels
from portal.standards.amounts import figures
from portal.standards.phones import mask_phone
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import render

MOST_WORDS = 100


@blueprint.get("/screening/disputes")
@requires("screening.read_dispute")
def list_disputes() -> str:
    """Disputes by what they wait for, by level, category, unit and day of the find, and by number, name or party."""
    actor = current_actor()
    tab = request.args.get("tab", "")
    risk = request.args.get("risk", "")
    filters = queries.Filters(
        tab=tab if tab in queries.TABS else "open",
        text=request.args.get("q", "").strip()[:MOST_WORDS],
        risk=risk if risk in RISKS else "",
        category_id=asked_number("category"),
        unit_id=asked_number("unit"),
        first=asked_day("from"),
        last=asked_day("to"),
    )
    today, soon = clock.today(), queries.soon_days(actor.unit_id)
    page = queries.list_disputes(actor, filters=filters, page=asked_page())
    return render(
        "screening/ledger/list_disputes.html",
        block="listing",
        page=page,
        rows=[(one, care, light_of(one, care, today=today, soon=soon)) for one, care in page.rows],
        filters=filters,
        is_filtered=filters != queries.Filters(tab=filters.tab),
        counts=queries.count_tabs(actor),
        tabs=queries.TABS,
        categories=list_categories(today),
        units=list_places(actor),
        **words_of(actor),
    )


@blueprint.get("/screening/disputes/<int:dispute_id>")
@requires("screening.read_dispute")
def read_dispute(dispute_id: int) -> str:
    """One dispute with all that belongs to it, and what comes next."""
    actor = current_actor()
    dispute = queries.get_dispute(actor, dispute_id)
    it = desk.standing_of(actor, dispute)
    following = desk.next_of(actor, it)
    shown = {work.href for work in following.work} if following else set()
    return render(
        "screening/ledger/read_dispute.html",
        it=it,
        dispute=dispute,
        care=it.care,
        next=following,
        work=[one for one in desk.work_of(actor, it) if one.href not in shown],
        parties=[(party, phone_of(it, party.details)) for party in dispute.parties],
        reads_words=queries.may_read_words(dispute),
        amount=figures(Decimal(dispute.amount_fen) / 100) if dispute.amount_fen else "",
        tending=[label for code, label in TENDENCIES.items() if getattr(dispute, code)],
        standings=tasks.standings_of(dispute),
        stays=reach.find_page(actor, dispute.merged_into) if dispute.merged_into else None,
        case=reach.find_pages(actor, dispute).get("mediation"),
        prints={one.id: reach.find_print(actor, one) for one in dispute.alarms},
        progress=queries.progress_of(dispute),
        steps=[one for one in dispute.steps if one.struck_at is None],
        **words_of(actor, dispute),
    )


def phone_of(it: desk.Standing, details: Any) -> str:
    """A party's phone: whole for whoever has to call, else without its middle; its mediator calls a mediation's."""
    phone = str((details or {}).get("phone", ""))
    may_call = it.may_keep and queries.may_read_words(it.dispute)
    return phone if may_call or not phone else mask_phone(phone)


def words_of(actor: Actor, dispute: Dispute | None = None) -> dict[str, Any]:
    """The words that the pages of disputes share."""
    unit_id = dispute.unit_id if dispute is not None else actor.unit_id
    scale = levels(unit_id) if unit_id is not None else {}
    return {
        "risks": {**RISKS, **{code: level.label for code, level in scale.items()}},
        "states": STATES,
        "sources": SOURCES,
        "sides": SIDE_WORDS,
        "step_words": STEPS,
        "ways": WAYS,
        "dangers": DANGERS,
        "roles": TASK_ROLES,
        "grave_kinds": GRAVE_KINDS,
    }
