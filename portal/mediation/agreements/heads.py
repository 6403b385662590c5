"""Who is head of a committee and may give the opinion (领导意见) on a closing report: its chair and deputies, never who mediated
the case while another head is there. Nothing here writes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.mediation.agreements.limits import HEAD_OPINION
from portal.mediation.agreements.models import ClosingReport
from portal.mediation.models import Committee, CommitteeMember, MediationCase, Mediator
from portal.mediation.queries import visible

HEADS = ("chair", "deputy")
MOST_ROWS = 200


def list_heads(committee: Committee) -> list[CommitteeMember]:
    """The chair and the deputies of today, the chair first."""
    today = clock.today()
    rows = [
        row
        for row in committee.members
        if row.role in HEADS and row.since <= today and (row.until is None or today <= row.until)
    ]
    return sorted(rows, key=lambda row: (HEADS.index(row.role), row.id))


def heads_for(case: MediationCase) -> list[CommitteeMember]:
    """Who may give the opinion on this case: the heads who did not mediate it; all where each of them did."""
    heads = list_heads(case.committee)
    return [row for row in heads if not mediated(case, row)] or heads


def mediated(case: MediationCase, head: CommitteeMember) -> bool:
    """Whether a head is mediator of the case."""
    own = {row.mediator_id for row in case.mediators if row.role != "recorder" and row.until is None}
    return head.mediator_id in own


def head_of(actor: Actor, case: MediationCase) -> CommitteeMember | None:
    """The seat by which the actor may give the opinion on this case; None for anybody else."""
    if not actor.can("mediation.give_opinion"):
        return None
    seats = heads_for(case)
    return next((row for row in seats if row.mediator.account_id == actor.account_id), None)


def find_report(case: MediationCase) -> ClosingReport | None:
    """The closing report of a case."""
    return session.scalars(select(ClosingReport).where(ClosingReport.case_id == case.id)).first()


def wants_opinion(case: MediationCase) -> bool:
    """Whether the case is closed, its report must have a head's opinion here, and has none."""
    if case.state != "closed" or not _is_asked(case.unit_id, case.is_simple):
        return False
    report = find_report(case)
    return report is not None and report.opinion_on is None


def _is_asked(unit_id: int, is_simple: bool) -> bool:
    asked = settings.value(HEAD_OPINION.key, unit_id=unit_id)
    return bool(asked == "all" or (asked == "ordinary" and not is_simple))


def list_waiting(actor: Actor) -> list[MediationCase]:
    """The closed cases that wait for this actor's opinion, the oldest first; empty for who is no head."""
    if actor.unit_id is None or not actor.can("mediation.give_opinion"):
        return []
    statement = (
        select(MediationCase)
        .join(ClosingReport, ClosingReport.case_id == MediationCase.id)
        .where(
            MediationCase.state == "closed",
            ClosingReport.opinion_on.is_(None),
            MediationCase.committee_id.in_(_headed(actor)),
            _is_asked_of(actor.unit_id),
            visible(actor),
        )
        .options(
            selectinload(MediationCase.mediators),
            joinedload(MediationCase.committee)
            .selectinload(Committee.members)
            .joinedload(CommitteeMember.mediator),
        )
        .order_by(MediationCase.closed_on, MediationCase.id)
        .limit(MOST_ROWS)
    )
    return [case for case in session.scalars(statement) if head_of(actor, case) is not None]


def _headed(actor: Actor) -> Any:
    today = clock.today()
    return (
        select(CommitteeMember.committee_id)
        .join(Mediator, Mediator.id == CommitteeMember.mediator_id)
        .where(
            Mediator.account_id == actor.account_id,
            CommitteeMember.role.in_(HEADS),
            CommitteeMember.since <= today,
            or_(CommitteeMember.until.is_(None), CommitteeMember.until >= today),
        )
    )


def _is_asked_of(unit_id: int) -> ColumnElement[bool]:
    asked = settings.value(HEAD_OPINION.key, unit_id=unit_id)
    if asked == "none":
        return and_(MediationCase.id < 0)
    return MediationCase.is_simple.is_(False) if asked == "ordinary" else MediationCase.id > 0
