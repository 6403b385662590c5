"""Visits after a mediation (回访): how the agreement is performed, whether people are content, what may still brew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation.actions.moves import note_event
from portal.mediation.agreements import documents
from portal.mediation.agreements.kinds import PERFORMANCES, SATISFACTIONS, SUIT_OUTCOMES, VISIT_WAYS
from portal.mediation.agreements.models import CaseVisit
from portal.mediation.agreements.queries import agreement_in_force
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.states import AGREED, WITHOUT_AGREEMENT

VISITED_IN = AGREED | WITHOUT_AGREEMENT | {"told_to_sue", "closed"}
LONGEST = 3000


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """A visit as it is typed; `sued_on` and `suit_outcome` say that the matter came to court."""

    visited_on: dt.date
    way: str
    visited: str
    visitor: Mediator
    performance: str
    satisfaction: str
    situation: str
    reason: str = ""
    danger: str = ""
    suit_outcome: str = ""
    sued_on: dt.date | None = None


def record_visit(actor: Actor, case: MediationCase, *, version: int | None, visit: NewVisit) -> CaseVisit:
    """Record a visit with the fields of paper 11, which is issued at once; also after the closing, never in an archived case.

    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.follow_agreement")
    case.expect_version(version)
    if case.state not in VISITED_IN:
        raise RuleBroken(None, N_("调解结束以后、归档以前才能登记回访。"))
    agreement = agreement_in_force(case)
    _check(case, visit, has_agreement=agreement is not None)
    _check_suit(case, visit.sued_on, visit.suit_outcome)
    row = CaseVisit(case=case, agreement=agreement, visitor=visit.visitor, entered_by=actor.account_id)
    for name in ("visited_on", "way", "performance", "satisfaction", "suit_outcome"):
        setattr(row, name, getattr(visit, name))
    row.visited = _words(visit.visited, "visited", 200, is_wanted=True)
    row.reason = _words(visit.reason, "reason", LONGEST) or None
    row.situation = _words(visit.situation, "situation", LONGEST, is_wanted=True)
    row.danger = _words(visit.danger, "danger", LONGEST) or None
    case.sued_on = visit.sued_on or case.sued_on
    case.suit_outcome = visit.suit_outcome or case.suit_outcome
    session.add(row)
    session.flush()
    kind, facts = documents.visit_paper(row)
    row.document = documents.issue(actor, case, kind, facts, day=visit.visited_on)
    session.flush()
    note_event(
        actor,
        case,
        verb="record_visit",
        day=visit.visited_on,
        note=SATISFACTIONS[visit.satisfaction],
        document=row.document,
    )
    return row


def _check(case: MediationCase, visit: NewVisit, *, has_agreement: bool) -> None:
    for field, table in (
        ("way", VISIT_WAYS),
        ("performance", PERFORMANCES),
        ("satisfaction", SATISFACTIONS),
    ):
        if getattr(visit, field) not in table:
            raise RuleBroken(field, N_("请从所列选项中选择。"))
    if has_agreement == (visit.performance == "no_agreement"):
        raise RuleBroken("performance", N_("请按协议的情况选择。"))
    first = case.agreed_on or case.accepted_on or case.applied_on
    if not first <= visit.visited_on <= clock.today():
        raise RuleBroken("visited_on", N_("回访日期不能早于调解结束的日期，也不能晚于今天。"))
    if visit.visitor.committee_id != case.committee_id:
        raise RuleBroken("visitor_id", N_("回访人须是本委员会的调解员。"))


def _check_suit(case: MediationCase, sued_on: dt.date | None, outcome: str) -> None:
    if outcome not in ("", *SUIT_OUTCOMES):
        raise RuleBroken("suit_outcome", N_("请从所列选项中选择。"))
    if outcome and sued_on is None and case.sued_on is None:
        raise RuleBroken("sued_on", N_("请填写起诉的日期。"))
    if sued_on is not None and (sued_on > clock.today() or sued_on < case.applied_on):
        raise RuleBroken("sued_on", N_("起诉的日期不能早于申请调解的日期，也不能晚于今天。"))


def _words(text: str, field: str, most: int, *, is_wanted: bool = False) -> str:
    words = text.strip()
    if is_wanted and not words:
        raise RuleBroken(field, N_("请填写这一项。"))
    if len(words) > most:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)
    return words
