"""Visits after a mediation (回访): how the agreement is performed, whether people are content, what may still brew."""

from __future__ import annotations

import datetime as dt

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


def record_visit(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    visited_on: dt.date,
    way: str,
    visited: str,
    visitor: Mediator,
    performance: str,
    satisfaction: str,
    situation: str,
    reason: str = "",
    danger: str = "",
    suit_outcome: str = "",
    sued_on: dt.date | None = None,
) -> CaseVisit:
    """Record a visit with the fields of paper 11, which is issued at once; also after the closing, never in an archived case.

    `sued_on` and `suit_outcome` say that the matter came to court. Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.follow_agreement")
    case.expect_version(version)
    if case.state not in VISITED_IN:
        raise RuleBroken(None, N_("调解结束以后、归档以前才能登记回访。"))
    agreement = agreement_in_force(case)
    _check(case, visited_on, way, performance, satisfaction, has_agreement=agreement is not None)
    _check_suit(case, sued_on, suit_outcome)
    if visitor.committee_id != case.committee_id:
        raise RuleBroken("visitor_id", N_("回访人须是本委员会的调解员。"))
    row = CaseVisit(
        case=case,
        agreement=agreement,
        visited_on=visited_on,
        way=way,
        visited=_words(visited, "visited", 200, is_wanted=True),
        visitor=visitor,
        performance=performance,
        satisfaction=satisfaction,
        suit_outcome=suit_outcome,
        entered_by=actor.account_id,
    )
    row.reason = _words(reason, "reason", LONGEST) or None
    row.situation = _words(situation, "situation", LONGEST, is_wanted=True)
    row.danger = _words(danger, "danger", LONGEST) or None
    if sued_on is not None:
        case.sued_on = sued_on
    if suit_outcome:
        case.suit_outcome = suit_outcome
    session.add(row)
    session.flush()
    kind, facts = documents.visit_paper(row)
    row.document = documents.issue(actor, case, kind, facts, day=visited_on)
    session.flush()
    note_event(
        actor,
        case,
        verb="record_visit",
        day=visited_on,
        note=SATISFACTIONS[satisfaction],
        document=row.document,
    )
    return row


def _check(
    case: MediationCase, on: dt.date, way: str, performance: str, satisfaction: str, *, has_agreement: bool
) -> None:
    for field, code, table in (
        ("way", way, VISIT_WAYS),
        ("performance", performance, PERFORMANCES),
        ("satisfaction", satisfaction, SATISFACTIONS),
    ):
        if code not in table:
            raise RuleBroken(field, N_("请从所列选项中选择。"))
    if has_agreement == (performance == "no_agreement"):
        raise RuleBroken("performance", N_("请按协议的情况选择。"))
    first = case.agreed_on or case.accepted_on or case.applied_on
    if not first <= on <= clock.today():
        raise RuleBroken("visited_on", N_("回访日期不能早于调解结束的日期，也不能晚于今天。"))


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
