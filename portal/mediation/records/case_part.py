"""What the records add to a case's page: sessions, questionings, evidence, and who takes part besides the parties."""

from __future__ import annotations

from typing import Any

from flask import url_for

from portal import clock
from portal.actor import Actor
from portal.errors import N_
from portal.mediation.models import MediationCase
from portal.mediation.parts import Work
from portal.mediation.records import queries
from portal.mediation.records.kinds import AUTHORITIES, OUTCOMES, PARTICIPANT_KINDS
from portal.mediation.records.signing import missing_signers
from portal.mediation.states import OPEN


def load(actor: Actor, case: MediationCase) -> tuple[str, dict[str, Any]] | None:
    """The part beside a case that was accepted."""
    if case.accepted_on is None and not queries.agents_of(case) and not queries.evidence_of(case):
        return None
    writes = actor.can("mediation.mediate")
    context = {
        "sessions": [(one, _missing(one)) for one in queries.sessions_of(case)],
        "investigations": [(one, _missing(one)) for one in queries.investigations_of(case)],
        "evidence": len(queries.evidence_of(case)),
        "identity": len(queries.evidence_of(case, "identity")),
        "without": [party.name for party in queries.without_identity(case)],
        "agents": queries.agents_of(case),
        "participants": queries.participants_of(case),
        "outcomes": OUTCOMES,
        "authorities": AUTHORITIES,
        "kinds": PARTICIPANT_KINDS,
        "may_open": writes and case.state == "mediating",
        "may_ask": writes and case.state in OPEN and case.accepted_on is not None,
        "may_enter": writes and case.state in OPEN,
        "office_time": clock.office_time,
    }
    return "mediation/records/case_part.html", context


def offer_session(actor: Actor, case: MediationCase) -> Work | None:
    """The button that sits down at the table, or leads back to the session that nobody has ended."""
    if case.state != "mediating" or not actor.can("mediation.mediate"):
        return None
    running = next((one for one in queries.sessions_of(case) if not one.is_finished), None)
    if running is not None:
        return Work(N_("继续调解记录"), url_for("mediation_records.write_session", session_id=running.id))
    return Work(N_("开始一次调解"), url_for("mediation_records.open_session", case_id=case.id))


def _missing(one: Any) -> int:
    return len(missing_signers(one.case, one)) if one.is_finished else 0
