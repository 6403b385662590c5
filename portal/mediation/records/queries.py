"""Finding the records of a case, and what of them overlaps."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeParty
from portal.errors import NotFound
from portal.mediation.models import Committee, MediationCase, Mediator
from portal.mediation.queries import LARGEST_KEY, get_case
from portal.mediation.records.models import (
    CaseAgent,
    CaseParticipant,
    ClauseTemplate,
    EvidenceItem,
    EvidenceScan,
    Investigation,
    MediationSession,
    SessionAttendance,
    Signature,
)

Record = TypeVar("Record", MediationSession, Investigation, EvidenceItem, CaseAgent, CaseParticipant)
# A session that nobody has ended is taken to last so long, for what overlaps.
UNFINISHED = dt.timedelta(hours=3)


def get_record(actor: Actor, model: type[Record], record_id: int) -> Record:
    """A record of a case that this actor may see; raises Forbidden or NotFound."""
    if not 0 < record_id <= LARGEST_KEY:
        raise NotFound
    found = session.get(model, record_id)
    if found is None:
        raise NotFound
    get_case(actor, found.case_id)
    return found


def get_signature(actor: Actor, signature_id: int) -> Signature:
    """A signature under a record of a case that this actor may see; raises Forbidden or NotFound."""
    found = session.get(Signature, signature_id) if 0 < signature_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_case(actor, found.case_id)
    return found


def get_scan(actor: Actor, item_id: int, scan_id: int) -> EvidenceScan:
    """A scan of a piece of evidence in this actor's sight; raises Forbidden or NotFound."""
    item = get_record(actor, EvidenceItem, item_id)
    for scan in item.scans:
        if scan.id == scan_id:
            return scan
    raise NotFound


def sessions_of(case: MediationCase) -> list[MediationSession]:
    """The sessions of a case, by number."""
    return _of(MediationSession, case, MediationSession.position)


def count_sessions(case_id: int) -> int:
    """How often the parties sat at the table in this case (调解次数)."""
    query = select(func.count(MediationSession.id)).where(MediationSession.case_id == case_id)
    return session.scalar(query) or 0


def investigations_of(case: MediationCase) -> list[Investigation]:
    """The investigation records of a case, by number."""
    return _of(Investigation, case, Investigation.position)


def evidence_of(
    case: MediationCase, purpose: str = "evidence", *, with_struck: bool = False
) -> list[EvidenceItem]:
    """The evidence or the identity proofs of a case, by number; struck lines only when asked."""
    query = select(EvidenceItem).where(EvidenceItem.case_id == case.id, EvidenceItem.purpose == purpose)
    if not with_struck:
        query = query.where(EvidenceItem.struck_because == "")
    return list(session.scalars(query.order_by(EvidenceItem.position)))


def without_identity(case: MediationCase) -> list[DisputeParty]:
    """The parties of whom no identity proof is in the file."""
    proven = {item.party_id for item in evidence_of(case, "identity")}
    return [party for party in case.parties if party.id not in proven]


def agents_of(case: MediationCase) -> list[CaseAgent]:
    """The agents of a case, those in force and those of before."""
    return _of(CaseAgent, case, CaseAgent.id)


def participants_of(case: MediationCase, *, only_present: bool = False) -> list[CaseParticipant]:
    """Who was invited to take part."""
    found = _of(CaseParticipant, case, CaseParticipant.id)
    return [one for one in found if not only_present or one.left_on is None]


def _of(model: Any, case: MediationCase, order: Any) -> list[Any]:
    return list(session.scalars(select(model).where(model.case_id == case.id).order_by(order)))


def next_position(model: Any, *conditions: Any) -> int:
    """The next number within a case."""
    return (session.scalar(select(func.max(model.position)).where(*conditions)) or 0) + 1


def end_of(one: MediationSession) -> dt.datetime:
    """When a session ended, or is taken to end."""
    return one.ended_at or one.started_at + UNFINISHED


def overlapping_sessions(
    mediator_id: int, start: dt.datetime, end: dt.datetime, *, but: int | None = None
) -> list[MediationSession]:
    """The sessions at which this mediator sat within a time, of every case, in order; `but` leaves one out."""
    query = (
        select(MediationSession)
        .join(SessionAttendance)
        .where(
            SessionAttendance.mediator_id == mediator_id,
            MediationSession.started_at < end,
            or_(
                MediationSession.ended_at > start,
                MediationSession.ended_at.is_(None) & (MediationSession.started_at > start - UNFINISHED),
            ),
        )
        .order_by(MediationSession.started_at, MediationSession.id)
    )
    return [one for one in session.scalars(query) if one.id != but]


def list_clauses(committee_id: int, *, with_retired: bool = False) -> list[ClauseTemplate]:
    """The common clauses of a committee, in the chair's order."""
    query = select(ClauseTemplate).where(ClauseTemplate.committee_id == committee_id)
    if not with_retired:
        query = query.where(ClauseTemplate.retired_on.is_(None))
    return list(session.scalars(query.order_by(ClauseTemplate.position, ClauseTemplate.id)))


def get_clause(actor: Actor, committee: Committee, clause_id: int) -> ClauseTemplate:
    """A clause of this committee; raises NotFound."""
    found = session.get(ClauseTemplate, clause_id) if 0 < clause_id <= LARGEST_KEY else None
    if found is None or found.committee_id != committee.id:
        raise NotFound
    return found


def mediators_to_choose(case: MediationCase) -> list[Mediator]:
    """Who may sit at the table or ask: the mediators of the case now."""
    found: list[Mediator] = []
    for row in case.mediators:
        if row.until is None and row.mediator not in found:
            found.append(row.mediator)
    return found


def agents_now(case: MediationCase, day: dt.date | None = None) -> list[CaseAgent]:
    """The agents whose power is in force on a day."""
    return [one for one in agents_of(case) if one.acts_on(day or clock.today())]


def list_unsigned(actor: Actor) -> list[MediationSession]:
    """For the workbench: finished sessions of the last sixty days in which this person sat and nobody has signed yet."""
    since = clock.now() - dt.timedelta(days=60)
    signed = select(Signature.subject_id).where(
        Signature.subject_type == "MediationSession", Signature.struck_at.is_(None)
    )
    query = (
        select(MediationSession)
        .join(SessionAttendance)
        .join(Mediator, Mediator.id == SessionAttendance.mediator_id)
        .where(
            Mediator.account_id == actor.account_id,
            MediationSession.finished_at > since,
            MediationSession.id.not_in(signed),
        )
        .order_by(MediationSession.id)
    )
    return list(session.scalars(query))


def list_running(actor: Actor) -> list[MediationSession]:
    """For the workbench: sessions in which this person sits and that nobody has finished."""
    query = (
        select(MediationSession)
        .join(SessionAttendance)
        .join(Mediator, Mediator.id == SessionAttendance.mediator_id)
        .where(Mediator.account_id == actor.account_id, MediationSession.finished_at.is_(None))
        .order_by(MediationSession.id)
    )
    return list(session.scalars(query))
