"""The answer to an application: accepted with its number (人调字) and a last day, or refused with a reason and other ways."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.numbering import allocate_number
from portal.errors import N_, RuleBroken
from portal.mediation import documents, life, limits
from portal.mediation.actions.moves import move, read_reason
from portal.mediation.models import MediationCase
from portal.mediation.numbers import CASE
from portal.mediation.states import REFUSALS, RESPONDENT_WISHES

MAY_MEDIATE = frozenset({"agrees", "not_refused"})


def accept_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    on: dt.date | None = None,
    respondent_wish: str | None = None,
    bring: str = "",
) -> MediationCase:
    """Accept (受理): the number is taken, the last day counted, the form 受理登记表 frozen, and the notice where one is used.

    `respondent_wish` answers what was open until now; a clear refusal that stands on record is not answered here. `bring` says
    what the parties bring along. Raises RuleBroken with the guard that does not hold, Conflict.
    """
    case.expect_version(version)
    day = on or clock.today()
    life.allow(case, "accept_case", actor)
    if respondent_wish is not None:
        _answer_wish(case, respondent_wish)
    if day > clock.today() or day < case.applied_on:
        raise RuleBroken("on", N_("受理日期不能早于申请日期，也不能晚于今天。"))
    life.require(case, "accept_case", actor)
    case.accepted_by = actor.account_id
    case.due_on, case.due_is_provisional = limits.mediation_due(day, case.source, case.unit_id), False
    number = allocate_number(actor, unit_id=case.unit_id, kind=CASE.code, on=day)
    case.number, case.issued_number_id = number.text, number.id
    case.accepted_on = day
    session.flush()
    paper = documents.issue_acceptance(actor, case, day=day, bring=bring)
    return move(actor, case, verb="accept_case", day=day, document=paper)


def refuse_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    code: str,
    reason: str = "",
    on: dt.date | None = None,
    told_on: dt.date | None = None,
) -> MediationCase:
    """Do not accept (不予受理): the reason from the list, other ways told on a day, and the notice where one is used.

    Raises RuleBroken at `code`, `reason` (wanted for 其他) or `told_on`, Conflict.
    """
    case.expect_version(version)
    life.allow(case, "refuse_case", actor)
    day = on or clock.today()
    if code not in REFUSALS:
        raise RuleBroken("code", N_("请选择不予受理的理由。"))
    words = read_reason(reason) if code == "other" or reason.strip() else ""
    if not case.applied_on <= day <= clock.today():
        raise RuleBroken("on", N_("不予受理的日期不能早于申请日期，也不能晚于今天。"))
    if told_on is not None and not day <= told_on <= clock.today():
        raise RuleBroken("told_on", N_("告知日期不能早于不予受理的日期，也不能晚于今天。"))
    life.require(case, "refuse_case", actor)
    case.refusal_code, case.reason, case.refused_on = code, words or None, day
    case.remedies_told_on = told_on
    session.flush()
    paper = documents.issue_refusal(actor, case, day=day)
    return move(actor, case, verb="refuse_case", day=day, note=REFUSALS[code], document=paper)


def must_be_acceptable(case: MediationCase, actor: Actor) -> None:
    """The guard of the acceptance (reference A.2): both sides known, and the respondent does not refuse clearly."""
    if case.respondent_wish == "refuses":
        raise RuleBroken(
            "respondent_wish",
            N_(
                "被申请人明确拒绝调解，不能受理（人民调解法第十七条）。请办理“不予受理”；"
                "被申请人以后同意的，先登记新的意愿。"
            ),
        )
    if not any(party.side == "applicant" for party in case.parties):
        raise RuleBroken(None, N_("还没有填写申请人（主动调解的，填写一方当事人），不能受理。"))
    if not any(party.side == "respondent" for party in case.parties):
        raise RuleBroken(None, N_("还没有填写被申请人（另一方当事人），不能受理。"))
    if case.respondent_wish not in MAY_MEDIATE:
        raise RuleBroken("respondent_wish", N_("请先征询被申请人的意见，选择“同意调解”或者“未明确拒绝”。"))


def _answer_wish(case: MediationCase, wish: str) -> None:
    if wish not in RESPONDENT_WISHES:
        raise RuleBroken("respondent_wish", N_("请从所列选项中选择。"))
    if case.respondent_wish != "refuses":
        case.respondent_wish = wish
