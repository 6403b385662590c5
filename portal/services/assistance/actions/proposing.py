"""Proposing a change to a file (提出变更), reckoning what it would mean, and dropping it again. Another person decides.

A transfer between two files is in `transfers`, what a death proposes by itself in `deaths`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance import practice
from portal.services.assistance.actions.members import NewMember, refuse_supported
from portal.services.assistance.actions.planning import Plan, at_standard, faded, reckon_change, without_share
from portal.services.assistance.changes import KINDS
from portal.services.assistance.models import SupportChange, SupportDecision, SupportFile, SupportMember
from portal.services.assistance.months import add_months, month_of, next_month
from portal.services.assistance.queries.changes import find_open_change
from portal.services.assistance.queries.decisions import decision_in_force
from portal.services.assistance.queries.memberships import members_in
from portal.services.assistance.schemes import FILE_STATES
from portal.services.assistance.sums import Sums

# These may begin in a month that has passed: the share of somebody who died, what was drawn without right.
MAY_LOOK_BACK = frozenset({"death", "unreported", "head_died"})
AFTER_DEATH = frozenset({"death", "head_died"})
REASON_LENGTH = 1000


def propose_change(
    actor: Actor,
    file: SupportFile,
    *,
    kind: str,
    version: int | None = None,
    effective_month: dt.date | None = None,
    reason_code: str = "",
    reason: str = "",
    plan: Plan | None = None,
    nobody_to_hear: bool = False,
    kin_contact: str = "",
) -> SupportChange:
    """Put down what is to change and what it would mean; nothing changes until it is decided.

    It is effective next month when no month is given, and earlier only after a death or where something was drawn without
    right. Raises RuleBroken at the field at fault: `reason_code`, `effective_month`, `members`, `income_fen`, `head`…
    """
    planned = reckon_proposal(
        actor,
        file,
        kind=kind,
        version=version,
        effective_month=effective_month,
        reason_code=reason_code,
        plan=plan,
    )
    text = reason.strip()[:REASON_LENGTH]
    if not text:
        raise RuleBroken("reason", N_("请写明事实和理由，通知书上要写。"))
    kin = kin_contact.strip()[:200]
    change = write_proposal(
        actor,
        file,
        kind=kind,
        month=_month(effective_month, reason_code),
        reason_code=reason_code,
        reason=text,
        planned=planned,
        nobody_to_hear=nobody_to_hear and may_be_silent(file, kind, reason_code),
        kin_contact=kin,
    )
    if nobody_to_hear and not change.nobody_to_hear:
        raise RuleBroken(
            "nobody_to_hear", N_("户内还有人可以听取意见；保障对象都已登记死亡的，才可以不听取。")
        )
    return change


def reckon_proposal(
    actor: Actor,
    file: SupportFile,
    *,
    kind: str,
    version: int | None = None,
    effective_month: dt.date | None = None,
    reason_code: str = "",
    plan: Plan | None = None,
) -> dict[str, Any]:
    """What a change would say if it were proposed, as JSON values; stores nothing. Raises RuleBroken as `propose_change` does."""
    actor.must("assistance.propose_change")
    file.expect_version(version)
    if kind not in KINDS or kind in {"transfer_out", "transfer_in"}:
        raise RuleBroken(None, N_("没有这种变更。"))
    may_begin(file, kind, reason_code)
    month = _month(effective_month, reason_code)
    return plan_of(file, kind, month, complete(file, kind, plan or Plan()))


def drop_change(actor: Actor, change: SupportChange, *, version: int | None, reason: str) -> SupportChange:
    """Let a proposal go (不作变更), with the reason; raises RuleBroken at `reason`, Conflict when out of date."""
    actor.must("assistance.propose_change")
    change.expect_version(version)
    must_be_open(change)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明不作变更的理由。"))
    for one in (change, partner_of(change)):
        if one is not None:
            drop_quietly(actor, one, reason.strip()[:500])
    return change


def replan_change(actor: Actor, change: SupportChange, *, version: int | None, plan: Plan) -> SupportChange:
    """Reckon a proposal anew: after another decision has come between, where figures were missing, or its month has gone by.

    Who was heard is heard again where the new sum is lower than what they were told. Whoever reckons anew has proposed it, and
    cannot decide it. Raises RuleBroken, Conflict.
    """
    actor.must("assistance.propose_change")
    change.expect_version(version)
    must_be_open(change)
    file = change.file
    if is_late(change):
        change.effective_month = next_month(clock.today())
    planned = plan_of(file, change.kind, change.effective_month, complete(file, change.kind, plan))
    told = (change.hearings[-1].words or {}).get("fen") if change.hearings else None
    if change.hearings and (told is None or planned["total_fen"] < told):
        planned["heard_again"] = len(change.hearings)
    change.planned, change.proposed_by = planned, actor.account_id
    session.flush()
    audit.record(actor, "assistance.replan_change", change, file_number=file.number, fen=planned["total_fen"])
    return change


def write_proposal(
    actor: Actor,
    file: SupportFile,
    *,
    kind: str,
    month: dt.date,
    reason_code: str,
    reason: str,
    planned: dict[str, Any],
    nobody_to_hear: bool = False,
    kin_contact: str = "",
) -> SupportChange:
    """Store a proposal as it was made out; asks nothing."""
    change = SupportChange(
        file=file,
        kind=kind,
        effective_month=month,
        reason_code=reason_code,
        reason=reason,
        nobody_to_hear=nobody_to_hear,
        kin_contact=kin_contact,
        proposed_by=actor.account_id,
        proposed_on=clock.today(),
    )
    change.planned = planned
    session.add(change)
    session.flush()
    audit.record(
        actor,
        "assistance.propose_change",
        change,
        file_number=file.number,
        kind=kind,
        month=month,
        fen=planned.get("total_fen"),
    )
    return change


def may_begin(file: SupportFile, kind: str, reason_code: str) -> None:
    """Raise RuleBroken unless a change of this kind may be proposed now: the file's state, the reason, no other one open."""
    known = KINDS[kind]
    if file.state not in known.from_states:
        raise RuleBroken(
            None,
            N_("户号%(number)s现在是“%(state)s”，不能办理“%(kind)s”。"),
            number=file.number,
            state=FILE_STATES[file.state],
            kind=known.name,
        )
    if reason_code not in known.reasons:
        raise RuleBroken("reason_code", N_("请选择变更原因。"))
    waiting = find_open_change(file)
    if waiting is not None:
        raise RuleBroken(
            None,
            N_("这一户已有一项变更（%(kind)s）等待决定，请先办结或撤下。"),
            kind=KINDS[waiting.kind].name,
        )


def may_be_silent(file: SupportFile, kind: str, reason_code: str) -> bool:
    """Whether nobody is left to hear: everybody who still counted in the file is registered as dead."""
    here = [m for m in file.members if m.until_month is None and m.is_counted]
    died = all(m.resident.death_date is not None for m in here)
    return kind in {"death", "stop"} and reason_code in AFTER_DEATH and bool(here) and died


def complete(file: SupportFile, kind: str, plan: Plan) -> Plan:
    """The plan with what the kind itself says: who died leaves; raises RuleBroken where something is wanting."""
    here = {m.id: m for m in file.members if m.until_month is None}
    if kind == "members" and not (plan.leaving or plan.joining):
        raise RuleBroken("members", N_("请选择离开的成员，或填写加入的成员。"))
    if kind in {"death", "refused_work"} and plan.person_id not in here:
        raise RuleBroken("person", N_("请选择这一户的成员。"))
    if kind == "death" and here[plan.person_id or 0].resident.death_date is None:
        raise RuleBroken("person", N_("这位成员还没有登记死亡，请先在居民档案中登记。"))
    if kind == "death" and plan.person_id is not None:
        plan = replace(plan, leaving=((plan.person_id, "death"),))
    staying = [m for m in here.values() if m.id not in {key for key, _why in plan.leaving}]
    joining = {n.resident_id for n in plan.joining}
    head = plan.head_id if plan.head_id is not None else file.head_id
    there = {m.resident_id for m in staying} | joining
    if there and head not in there:
        raise RuleBroken("head", N_("户主不在户内成员中：请选择新户主。"))
    if kind == "head_change" and plan.head_id in {None, file.head_id}:
        raise RuleBroken("head", N_("请选择新户主。"))
    return plan


def plan_of(file: SupportFile, kind: str, month: dt.date, plan: Plan) -> dict[str, Any]:
    """What the decision will say, as JSON values: figures, sheet, who leaves and joins, from which decision it starts."""
    before = decision_in_force(file, month)
    people = {n.resident_id: session.get_one(Resident, n.resident_id) for n in plan.joining}
    counted = [n for n in plan.joining if n.is_counted]
    refuse_supported([n.resident_id for n in counted], month, but=file.id)
    sums = _sums(file, kind, month, plan, before, people)
    return {
        **figures_of(sums),
        "from_decision": before.id if before else None,
        "before_fen": before.total_fen if before else 0,
        "leaving": [list(pair) for pair in plan.leaving],
        "joining": [[n.resident_id, n.relation, n.is_counted, n.not_counted_because] for n in plan.joining],
        "head_id": plan.head_id,
        "person_id": plan.person_id,
        "fading_until": _fading_until(month, plan).isoformat() if kind == "fading" else None,
        "ends": kind in {"stop", "exit"} or not (counted or _remaining(file, plan, month)),
    }


def figures_of(sums: Sums) -> dict[str, Any]:
    """Sums as JSON values."""
    return {
        "method": sums.method,
        "persons": sums.persons,
        "standard_fen": sums.standard_fen,
        "income_fen": sums.income_fen,
        "base_fen": sums.base_fen,
        "extra_fen": sums.extra_fen,
        "total_fen": sums.total_fen,
        "sheet": sums.sheet,
    }


def sums_of(planned: Mapping[str, Any]) -> Sums:
    """The sums again; raises RuleBroken where a proposal was made without figures and none were added."""
    if planned.get("total_fen") is None:
        raise RuleBroken(None, N_("这项变更还没有核算金额，请先核算。"))
    return Sums(
        planned["method"],
        planned["persons"],
        planned["standard_fen"],
        planned["income_fen"],
        planned["base_fen"],
        planned["extra_fen"],
        planned["sheet"],
    )


def joining_of(planned: Mapping[str, Any]) -> list[NewMember]:
    """Who joins by this plan."""
    return [NewMember(*row) for row in planned.get("joining", [])]


def is_late(change: SupportChange) -> bool:
    """Whether the month from which a proposal was to take effect can no longer be reached (57号 art. 21: from the next one)."""
    return change.effective_month < next_month(clock.today()) and change.reason_code not in MAY_LOOK_BACK


def must_be_open(change: SupportChange) -> None:
    """Raise RuleBroken for a proposal that is decided or dropped."""
    if change.state != "proposed":
        raise RuleBroken(None, N_("这项变更已经办结。"))


def partner_of(change: SupportChange) -> SupportChange | None:
    """The other half of a transfer, or None."""
    key = (change.planned or {}).get("partner")
    return session.get(SupportChange, key) if key else None


def drop_quietly(actor: Actor, change: SupportChange, reason: str) -> None:
    """Let a proposal go, with a line in the trail; asks nothing."""
    change.state = "dropped"
    change.planned = {**(change.planned or {}), "dropped_because": reason}
    session.flush()
    audit.record(actor, "assistance.drop_change", change, file_number=change.file.number, reason=reason)


def lock(file: SupportFile) -> None:
    """Keep others from deciding about the same file at the same time."""
    session.execute(select(SupportFile.id).where(SupportFile.id == file.id).with_for_update())


def _remaining(file: SupportFile, plan: Plan, month: dt.date) -> list[SupportMember]:
    gone = {key for key, _why in plan.leaving}
    return [m for m in members_in(file, month) if m.is_counted and m.id not in gone]


def _sums(
    file: SupportFile,
    kind: str,
    month: dt.date,
    plan: Plan,
    before: SupportDecision | None,
    people: Mapping[int, Resident],
) -> Sums:
    method, standard = (before.method, before.standard_fen) if before else ("difference", 0)
    counted = [n for n in plan.joining if n.is_counted]
    if kind in {"stop", "exit", "suspend"} or not (_remaining(file, plan, month) or counted):
        return Sums.nothing(method, standard_fen=standard)
    if before is None:
        raise RuleBroken("effective_month", N_("这个月还没有生效的决定。"))
    if kind == "head_change":
        return at_standard(file, month, before)
    if kind == "refused_work":
        person = session.get_one(SupportMember, plan.person_id)
        return without_share(at_standard(file, month, before), person)
    if kind == "fading":
        percent = int(practice.value(practice.FADING_PERCENT, month))
        return faded(before, percent, _fading_until(month, plan))
    found = reckon_change(file, month, plan, people)
    if not found.eligible:
        raise RuleBroken(
            "income_fen",
            N_("家庭人均收入不低于标准，不再符合条件：请改用停保，或转入渐退期。"),
        )
    return Sums.of(found)


def _fading_until(month: dt.date, plan: Plan) -> dt.date:
    most = int(practice.value(practice.FADING_MONTHS, month))
    months = plan.fading_months or most
    if not 1 <= months <= most:
        raise RuleBroken("fading_months", N_("渐退期为 1 到 %(most)s 个月。"), most=most)
    return add_months(month, months - 1)


def _month(wanted: dt.date | None, reason_code: str) -> dt.date:
    first = next_month(clock.today())
    month = month_of(wanted) if wanted else first
    if month < first and reason_code not in MAY_LOOK_BACK:
        raise RuleBroken("effective_month", N_("变更从决定的下月起生效，不能早于下月。"))
    if month > add_months(first, 12):
        raise RuleBroken("effective_month", N_("生效月份太远，请核对。"))
    return month
