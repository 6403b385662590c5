"""What a case says in each column of the register, and the words of its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from portal.disputes.models import DisputeParty
from portal.errors import N_
from portal.mediation.agreements.kinds import CONFIRMATION_STATES, FORMS, SATISFACTIONS
from portal.mediation.models import MediationCase
from portal.mediation.states import CASE_SOURCES, DIFFICULTIES, STATES
from portal.standards.phones import mask_phone

YES, NO = N_("是"), N_("否")
ORAL_WAY, WRITTEN_WAY = N_("口头"), N_("书面")
RESULTS = {
    "settled": N_("调解成功"),
    "terminated": N_("调解不成"),
    "withdrawn": N_("撤回"),
    "refused": N_("不予受理"),
    "open": N_("未结"),
}
RESULT_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "settled": MediationCase.agreed_on.is_not(None),
    "terminated": MediationCase.terminated_on.is_not(None),
    "withdrawn": MediationCase.withdrawn_on.is_not(None),
    "refused": MediationCase.refused_on.is_not(None),
    "open": MediationCase.state.in_(("draft", "reviewing", "accepted", "mediating", "suspended")),
}
_PERFORMED, _PERFORMING, _BREACHED, _TO_COURT = (
    N_("已履行"),
    N_("履行中"),
    N_("未履行"),
    N_("已告知诉讼"),
)
_STANDINGS = {"performing": _PERFORMING, "breached": _BREACHED, "told_to_sue": _TO_COURT}


def result_of(case: MediationCase) -> str:
    """How a case ended, as a code of RESULTS: what came last holds, with an agreement before all."""
    if case.agreed_on is not None:
        return "settled"
    for code, day in (
        ("terminated", case.terminated_on),
        ("withdrawn", case.withdrawn_on),
        ("refused", case.refused_on),
    ):
        if day is not None:
            return code
    return "open"


def ended_on(case: MediationCase) -> dt.date | None:
    """The day of the agreement, or on which the case ended without one."""
    return case.agreed_on or case.terminated_on or case.withdrawn_on or case.refused_on


def masked_phones(text: str) -> str:
    """Phones parted by 、, each with its middle hidden."""
    return "、".join(mask_phone(one) for one in text.split("、"))


def plain_values(found: Any) -> Mapping[str, Any]:
    """The columns of one case that everybody with the register may read."""
    case: MediationCase = found[0]
    agreement, confirmation, visit = found[1], found[2], found[3]
    dispute = case.dispute
    return {
        "number": case.number or dispute.number,
        "accepted": case.accepted_on,
        "applicants": _names(case, "applicant"),
        "respondents": _names(case, "respondent"),
        "people": dispute.people,
        "category": dispute.category.name,
        "source": CASE_SOURCES[case.source],
        "way": ORAL_WAY if case.is_oral_application else WRITTEN_WAY,
        "difficulty": DIFFICULTIES[case.difficulty],
        "lead": _mediators(case, "lead"),
        "joint": _mediators(case, "joint"),
        "recorder": _mediators(case, "recorder"),
        "bodies": "、".join(text for text in (found.bodies, found.guests) if text),
        "place": case.place,
        "sessions": found.sessions,
        "result": RESULTS[result_of(case)],
        "ended": ended_on(case),
        "form": FORMS.get(case.agreement_form, ""),
        "agreement": (agreement.number or "") if agreement else "",
        "amount": agreement.amount_fen if agreement else 0,
        "until": found.last_due,
        "performance": _performance(case),
        "confirmation": CONFIRMATION_STATES[confirmation.state] if confirmation else "",
        "visited": visit.visited_on if visit else None,
        "satisfaction": SATISFACTIONS[visit.satisfaction] if visit else "",
        "criminal": YES if dispute.tends_criminal else NO,
        "mass": YES if dispute.is_mass else NO,
        "closed": case.closed_on,
        "archived": case.archived_on,
        "volume": found.volume or "",
        "state": STATES[case.state],
        "remark": case.remark,
    }


def whole_values(found: Any) -> Mapping[str, Any]:
    """The same with what parties said; phones are masked by their column."""
    case, agreement = found[0], found[1]
    phones = [(party.details or {}).get("phone", "") for party in _parties(case)]
    return {
        **plain_values(found),
        "phones": "、".join(dict.fromkeys(phone for phone in phones if phone)),
        "story": case.dispute.story or "",
        "manner": (agreement.manner or "") if agreement else "",
    }


def _parties(case: MediationCase) -> list[DisputeParty]:
    return [party for party in case.dispute.parties if party.left_on is None]


def _names(case: MediationCase, side: str) -> str:
    return "、".join(party.name for party in _parties(case) if party.side == side)


def _mediators(case: MediationCase, role: str) -> str:
    rows = [row for row in case.mediators if row.role == role]
    return "、".join(dict.fromkeys(row.mediator.name for row in rows if row.until is None))


def _performance(case: MediationCase) -> str:
    if case.agreed_on is None:
        return ""
    return _PERFORMED if case.performed_on is not None else _STANDINGS.get(case.state, _PERFORMING)
