"""Pausing a mediation, and ending it without agreement: suspended, resumed, withdrawn, terminated; other ways told (art. 26)."""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.mediation import documents, life
from portal.mediation.actions.moves import move, note_event, read_reason
from portal.mediation.limits import GROUP
from portal.mediation.models import MediationCase
from portal.mediation.states import BEFORE_ACCEPTANCE, TERMINATIONS, WITHOUT_AGREEMENT

ALLOWED = settings.define(
    "mediation.allow_suspension",
    "flag",
    True,
    N_("可以中止调解"),
    GROUP,
    hint=N_("中止是各地的做法，法律没有规定。"),
    per_unit=True,
)
STOPS = settings.define(
    "mediation.suspension_stops_limit",
    "flag",
    True,
    N_("中止期间不计入调解期限"),
    GROUP,
    hint=N_("恢复调解时，期限按中止的天数顺延。"),
    per_unit=True,
)


def suspend_case(
    actor: Actor, case: MediationCase, *, version: int | None, reason: str, on: dt.date | None = None
) -> MediationCase:
    """Stop for a while, with the reason (a survey, an illness). Raises RuleBroken, Conflict."""
    case.expect_version(version)
    day = _day(case, on)
    life.require(case, "suspend_case", actor)
    why = read_reason(reason)
    paper = documents.issue_suspension(actor, case, reason=why, day=day)
    return move(actor, case, verb="suspend_case", day=day, note=why, document=paper)


def must_be_allowed(case: MediationCase, actor: Actor) -> None:
    """The guard of a suspension: the committee knows it."""
    if not settings.value(ALLOWED.key, on=clock.today(), unit_id=case.unit_id):
        raise RuleBroken(None, N_("本委员会没有启用中止（系统设置）。"))


def resume_case(actor: Actor, case: MediationCase, *, version: int | None, reason: str = "") -> MediationCase:
    """Go on; the last day moves by the days of the pause where the committee has it so. Raises RuleBroken, Conflict."""
    case.expect_version(version)
    life.require(case, "resume_case", actor)
    today = clock.today()
    if case.due_on and case.suspended_on and settings.value(STOPS.key, on=today, unit_id=case.unit_id):
        case.due_on += today - case.suspended_on
    return move(actor, case, verb="resume_case", note=reason.strip()[:500])


def withdraw_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    party_id: int,
    reason: str,
    told_on: dt.date | None = None,
    on: dt.date | None = None,
) -> MediationCase:
    """The applicant takes the application back; `told_on` is the day on which other ways were told.

    Raises RuleBroken at `party_id`, `reason` or `told_on`, Conflict.
    """
    case.expect_version(version)
    life.allow(case, "withdraw_case", actor)
    day = _day(case, on)
    by = next((party for party in case.parties if party.id == party_id), None)
    if by is None:
        raise RuleBroken("party_id", N_("请选择撤回申请的当事人。"))
    if case.source == "application" and by.side != "applicant":
        raise RuleBroken("party_id", N_("撤回由申请人提出。被申请人不愿继续的，请办理终止（或者不予受理）。"))
    why = read_reason(reason)
    _tell(case, day, told_on)
    life.require(case, "withdraw_case", actor)
    case.reason = why
    paper = documents.issue_withdrawal(actor, case, asked_by=by.name, reason=why, day=day)
    return move(actor, case, verb="withdraw_case", day=day, note=by.name, document=paper)


def terminate_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    code: str,
    reason: str = "",
    told_on: dt.date | None = None,
    on: dt.date | None = None,
) -> MediationCase:
    """End without agreement, with a reason of the list, and the notice that tells other ways where one is used.

    Raises RuleBroken at `code`, `reason` (wanted for 其他) or `told_on`, Conflict.
    """
    case.expect_version(version)
    life.allow(case, "terminate_case", actor)
    day = _day(case, on)
    if code not in TERMINATIONS:
        raise RuleBroken("code", N_("请选择终止的理由。"))
    if code == "time_over" and (case.due_on is None or case.due_on > day):
        raise RuleBroken("code", N_("调解期限还没有届满，请选择别的理由。"))
    why = read_reason(reason) if code == "other" or reason.strip() else ""
    _tell(case, day, told_on)
    life.require(case, "terminate_case", actor)
    case.end_code, case.reason = code, why or None
    paper = documents.issue_termination(actor, case, day=day)
    return move(actor, case, verb="terminate_case", day=day, note=TERMINATIONS[code], document=paper)


def tell_remedies(
    actor: Actor, case: MediationCase, *, version: int | None, told_on: dt.date
) -> MediationCase:
    """The parties were told the other ways that are open (人民调解法 art. 26). Raises RuleBroken at `told_on`, Conflict."""
    actor.must("mediation.end_case")
    case.expect_version(version)
    ended = case.refused_on or case.withdrawn_on or case.terminated_on
    if case.state not in WITHOUT_AGREEMENT | {"told_to_sue"}:
        raise RuleBroken(None, N_("案件没有达成协议而结束的，才登记告知其他途径。"))
    _tell(case, ended or case.applied_on, told_on)
    return note_event(actor, case, verb="tell_remedies", day=told_on)


def must_have_told_remedies(case: MediationCase, actor: Actor) -> None:
    """The guard of closing: who leaves without agreement knows the other ways."""
    if case.state in WITHOUT_AGREEMENT and case.remedies_told_on is None:
        raise RuleBroken(None, N_("还没有登记已告知当事人其他途径（人民调解法第二十六条），不能结案。"))


def _tell(case: MediationCase, ended: dt.date, told_on: dt.date | None) -> None:
    if told_on is None:
        return
    if not ended <= told_on <= clock.today():
        raise RuleBroken("told_on", N_("告知日期不能早于结束的日期，也不能晚于今天。"))
    case.remedies_told_on = told_on


def _day(case: MediationCase, on: dt.date | None) -> dt.date:
    """The day of the act; raises RuleBroken at `on` for one before the acceptance or in the future."""
    day = on or clock.today()
    first = case.applied_on if case.state in BEFORE_ACCEPTANCE else case.accepted_on or case.applied_on
    if not first <= day <= clock.today():
        raise RuleBroken("on", N_("日期不能早于受理（申请）日期，也不能晚于今天。"))
    return day
