"""What a reply to the sender of a case may say now, its text, and what goes along: the records and the list of evidence."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.disputes.models import DisputeParty
from portal.letters.wording import Enclosed
from portal.mediation.links import papers
from portal.mediation.links.models import Referral
from portal.mediation.links.queries import due_of
from portal.mediation.models import MediationCase
from portal.mediation.records.queries import evidence_of, sessions_of
from portal.mediation.states import REFUSALS, TERMINATIONS

MOST_NAMES = 4


def outcomes_of(referral: Referral) -> list[str]:
    """The outcomes that the case bears out today, the likeliest first; none while it runs and time is left."""
    case = referral.case
    if case.state == "refused":
        return ["refused"]
    if case.agreed_on is not None:
        return ["agreed"]
    if case.terminated_on is not None or case.withdrawn_on is not None:
        return ["failed"]
    due = due_of(referral)
    return ["time_over"] if due is not None and due < clock.today() else []


def body_of(referral: Referral, outcome: str) -> str:
    """The text of the reply."""
    case = referral.case
    ended = {
        "agreed": case.agreed_on,
        "failed": case.terminated_on or case.withdrawn_on,
        "refused": case.refused_on,
    }
    reasons = {"failed": TERMINATIONS.get(case.end_code, ""), "refused": REFUSALS.get(case.refusal_code, "")}
    told = papers.Told(
        number=case.number or "",
        parties=parties_of(case),
        category=case.dispute.category.name,
        accepted_on=case.accepted_on,
        mediators=papers.AND.join(
            dict.fromkeys(row.mediator.name for row in case.mediators if row.until is None)
        ),
        sessions=[_day(one.started_at) for one in sessions_of(case)],
        outcome=outcome,
        ended_on=ended.get(outcome),
        due_on=due_of(referral),
        reason=reasons.get(outcome, ""),
        has_evidence=bool(evidence_of(case)),
    )
    return papers.reply(
        number=referral.number,
        received_on=referral.received_on or referral.entered_on,
        entrusting=referral.entrusting,
        told=told,
    )


def enclosures_of(referral: Referral, outcome: str) -> list[Enclosed]:
    """What goes along: each session's record, the list of evidence, and the paper that says the outcome."""
    case = referral.case
    found: list[Enclosed] = []
    sessions = len(sessions_of(case))
    if sessions:
        found.append((papers.RECORDS, sessions))
    if evidence_of(case):
        found.append(papers.EVIDENCE)
    last = {"agreed": papers.AGREEMENT, "failed": papers.TERMINATION, "refused": papers.REFUSAL}
    if outcome in last:
        found.append(last[outcome])
    return found


def parties_of(case: MediationCase) -> str:
    """The parties as a letter names them: 张三与李四."""
    sides = [
        _names([p for p in case.parties if p.side == side]) for side in ("applicant", "respondent", "third")
    ]
    return papers.BETWEEN.join(side for side in sides if side)


def _names(parties: list[DisputeParty]) -> str:
    names = papers.AND.join(party.name for party in parties[:MOST_NAMES])
    return names + (papers.MORE.format(count=len(parties)) if len(parties) > MOST_NAMES else "")


def _day(instant: dt.datetime) -> dt.date:
    return clock.office_time(instant).date()
