"""Cases as pages: the list by what they wait for, and the one page of a case, assembled of the parts of every piece."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import request, url_for

from portal import clock
from portal.disputes.kinds import DANGERS, RISKS, SIDES
from portal.disputes.queries import list_categories
from portal.documents.queries import list_documents_of
from portal.mediation import desk, documents, lists, parts, queries
from portal.mediation.actions.rights import WAYS, untold
from portal.mediation.life import EVENTS
from portal.mediation.looks import note_look
from portal.mediation.models import MediationCase
from portal.mediation.routes.blueprint import asked_day, asked_words, blueprint
from portal.mediation.states import (
    CASE_SOURCES,
    CHOSEN_BY,
    DIFFICULTIES,
    MEDIATOR_ROLES,
    NATURES,
    REFUSALS,
    RESPONDENT_WISHES,
    STATES,
    TERMINATIONS,
)
from portal.standards.amounts import figures
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import render


@blueprint.get("/mediation/cases")
@requires("mediation.read_case")
def list_cases() -> str:
    """Cases by what they wait for, by source, category, period, and by number, matter or party."""
    actor = current_actor()
    tab = request.args.get("tab", "")
    source = request.args.get("source", "")
    counts = lists.count_tabs(actor)
    filters = lists.Filters(
        tab=tab if tab in lists.TABS else "mine" if counts["mine"] else "all",
        text=asked_words("q"),
        source=source if source in CASE_SOURCES else "",
        category_id=asked_number("category"),
        committee_id=asked_number("committee"),
        first=asked_day("from"),
        last=asked_day("to"),
    )
    return render(
        "mediation/cases/list_cases.html",
        block="listing",
        page=lists.list_cases(actor, filters=filters, page=asked_page()),
        filters=filters,
        is_filtered=filters != lists.Filters(tab=filters.tab),
        counts=counts,
        tabs=lists.TABS,
        categories=list_categories(clock.today()),
        committees=queries.list_committees(actor),
        sources=CASE_SOURCES,
        states=STATES,
        tones=desk.TONES,
        is_due=desk.is_due,
    )


@blueprint.get("/mediation/cases/<int:case_id>")
@requires("mediation.read_case")
def read_case(case_id: int) -> str:
    """One case with all that belongs to it and what to do next; a look by somebody who is not on it is recorded."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    note_look(actor, case)
    return render(
        "mediation/cases/read_case.html",
        case=case,
        next=desk.next_of(case, actor),
        stages=desk.stages(case),
        verbs=desk.work_of_life(case, actor),
        work=desk.other_work(case, actor) + parts.work_of(actor, case),
        main_parts=parts.parts_of(actor, case, "main"),
        aside_parts=parts.parts_of(actor, case, "aside"),
        papers=list_documents_of(type(case).__name__, case.id),
        **words_of(case),
    )


def words_of(case: MediationCase) -> dict[str, Any]:
    """What every page of one case says about it, in words."""
    day = clock.today()
    return {
        "is_due": desk.is_due(case),
        "amount": figures(Decimal(case.dispute.amount_fen) / 100),
        "dangerous": desk.DANGEROUS,
        "untold": untold(case),
        "lines": [(party, documents.party_line(party, day)) for party in case.parties],
        "left": [party for party in case.dispute.parties if party.left_on is not None],
        "states": STATES,
        "tones": desk.TONES,
        "sides": SIDES,
        "sources": CASE_SOURCES,
        "natures": NATURES,
        "difficulties": DIFFICULTIES,
        "wishes": RESPONDENT_WISHES,
        "roles": MEDIATOR_ROLES,
        "chosen_by": CHOSEN_BY,
        "ways": WAYS,
        "risks": RISKS,
        "risk_tones": desk.RISK_TONES,
        "dangers": DANGERS,
        "refusals": REFUSALS,
        "terminations": TERMINATIONS,
        "event_words": EVENTS,
        "office_time": clock.office_time,
        "list_href": url_for("mediation.list_cases"),
    }
