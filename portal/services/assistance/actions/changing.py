"""Deciding a change (决定变更): another person than who proposed it, nothing falls unheard, and the written notice at once."""

from __future__ import annotations

import datetime as dt

from portal import audit, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, Forbidden, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance import practice
from portal.services.assistance.actions.deciding import NOT_HEARD, owe, write_decision
from portal.services.assistance.actions.letters import issue_decision_letter
from portal.services.assistance.actions.members import HEAD, join, leave
from portal.services.assistance.actions.planning import stands_on_standard
from portal.services.assistance.actions.proposing import (
    is_late,
    joining_of,
    lock,
    must_be_open,
    partner_of,
    sums_of,
)
from portal.services.assistance.changes import KINDS
from portal.services.assistance.models import SupportChange, SupportDecision, SupportFile, SupportMember
from portal.services.assistance.months import month_text, paper_month
from portal.services.assistance.queries.decisions import decision_in_force
from portal.services.assistance.queries.paid import paid_months
from portal.services.assistance.schemes import NEEDS_HEARING

# What the former head is to the new one, by what the new one was to the former (GB/T 4761, first digit).
_TURNED = {"1": "10", "2": "50", "3": "50", "5": "20", "6": "40", "4": "60", "7": "70"}
OTHER_STANDARD = N_("%(month)s起保障标准已经调整，这项变更仍按原标准核算：请先重新核算金额，再决定。")
OTHER_STANDARD_IN_PAIR = N_(
    "%(month)s起保障标准已经调整，这项转户仍按原标准核算：请撤下后重新提出，金额会按新标准核算。"
)
PAPER_PAST = "{number}自{month}起生效，已发放{count}个月"


def decide_change(actor: Actor, change: SupportChange, *, version: int | None) -> SupportDecision:
    """Decide as proposed: members, sum and state follow, the notice is issued, what was paid wrongly is owed or recovered.

    A transfer decides both files at once. Raises Forbidden for who proposed it, RuleBroken where somebody is still to be
    heard or the figures are no longer those in force, Conflict when out of date.
    """
    actor.must("assistance.decide_change")
    _must_be_the_decider(actor)
    change.expect_version(version)
    pair = [one for one in (change, partner_of(change)) if one is not None]
    pair.sort(key=lambda one: KINDS[one.kind].code == "transfer_in")
    for one in pair:
        must_be_open(one)
        if practice.value(practice.SECOND_PERSON):
            actor.must_differ_from("assistance.decide_change", one.proposed_by)
        must_be_ready(one)
    for one in sorted(pair, key=lambda one: one.file_id):
        lock(one.file)
    decisions = {one.id: _carry_out(actor, one) for one in pair}
    return decisions[change.id]


def needs_hearing(change: SupportChange) -> bool:
    """Whether somebody must be heard before this: a stop, a suspension, a 渐退, or any lower sum (社会救助法 art. 48)."""
    planned = change.planned or {}
    if change.kind == "death" and not practice.value(practice.HEAR_DEATH) and not planned.get("ends"):
        return False
    falls = (planned.get("total_fen") or 0) < planned.get("before_fen", 0)
    return falls or _decision_kind(change) in NEEDS_HEARING


def must_be_ready(change: SupportChange) -> None:
    """Raise RuleBroken with what is still missing before this may be decided."""
    sums_of(change.planned or {})
    if is_late(change) and partner_of(change) is not None:
        raise RuleBroken(None, N_("原定的生效月份已过，请撤下后重新提出，从下月起生效。"))
    if is_late(change):
        raise RuleBroken(None, N_("原定的生效月份已过，请重新核算金额，改从下月起生效。"))
    before = decision_in_force(change.file, change.effective_month)
    if (before.id if before else None) != (change.planned or {}).get("from_decision"):
        raise RuleBroken(None, N_("提出以后又有新的决定生效（例如标准调整），请重新核算金额再决定。"))
    if not stands_on_standard(change.file, change.kind, change.effective_month, change.planned or {}):
        raise RuleBroken(
            None,
            OTHER_STANDARD_IN_PAIR if partner_of(change) is not None else OTHER_STANDARD,
            month=month_text(change.effective_month),
        )
    if not needs_hearing(change):
        return
    if change.nobody_to_hear:
        if not change.kin_contact:
            raise RuleBroken("kin_contact", N_("无人可听取意见的，请先登记亲属联系情况。"))
        return
    heard = change.hearings[(change.planned or {}).get("heard_again", 0) :]
    if not heard:
        raise RuleBroken(None, NOT_HEARD)
    if practice.value(practice.HEARING_SCAN) and not any(one.signed_file_id for one in heard):
        raise RuleBroken(None, N_("听取意见记录还没有签字扫描件，请先上传。"))


def _carry_out(actor: Actor, change: SupportChange) -> SupportDecision:
    file, planned, month = change.file, change.planned or {}, change.effective_month
    sums = sums_of(planned)
    paid = {m: decision_in_force(file, m) for m in paid_months(file, month)}
    other = partner_of(change)
    for key, because in planned.get("leaving", []):
        member = session.get_one(SupportMember, key)
        leave(member, month, because=because, moved_to=other.file if other else None)
    session.flush()
    if planned.get("joining"):
        join(file, joining_of(planned), month)
    if planned.get("head_id"):
        _set_head(file, session.get_one(Resident, planned["head_id"]))
    decision = write_decision(
        actor,
        file,
        kind=_decision_kind(change),
        effective_month=month,
        sums=sums,
        reason_code=change.reason_code,
        reason=change.reason,
        change=change,
        prepared_by=change.proposed_by,
    )
    if planned.get("fading_until"):
        file.fading_until = dt.date.fromisoformat(planned["fading_until"])
    change.state, change.decided_by = "decided", actor.account_id
    session.flush()
    _settle_past(actor, file, decision, paid)
    issue_decision_letter(actor, decision)
    audit.record(
        actor,
        "assistance.decide_change",
        change,
        file_number=file.number,
        number=decision.number,
        kind=change.kind,
    )
    return decision


def _decision_kind(change: SupportChange) -> str:
    return "stop" if (change.planned or {}).get("ends") else KINDS[change.kind].decision


def _must_be_the_decider(actor: Actor) -> None:
    wanted = practice.value(practice.DECIDER)
    if wanted not in {"any", actor.role}:
        raise Forbidden("assistance.decide_change", N_("按本单位设置，救助变更由其他岗位决定。"))


def _set_head(file: SupportFile, head: Resident) -> None:
    """A new head in the same file; the former one's relation is turned about, the others keep what is registered."""
    here = [m for m in file.members if m.until_month is None]
    new = next((m for m in here if m.resident_id == head.id), None)
    turned = next((back for first, back in _TURNED.items() if new and new.relation.startswith(first)), "97")
    for member in here:
        if member.relation == HEAD:
            member.relation = turned
    if new is not None:
        new.relation = HEAD
    file.head, file.head_name = head, head.name
    file.touch()


def _settle_past(
    actor: Actor,
    file: SupportFile,
    decision: SupportDecision,
    paid: dict[dt.date, SupportDecision | None],
) -> None:
    """What months already paid had too much is recovered, what they had too little is owed."""
    difference = sum(decision.total_fen - (before.total_fen if before else 0) for before in paid.values())
    if not difference or (difference < 0 and not settings.value(practice.RECOVER.key)):
        return
    first = min(paid)
    owe(
        actor,
        file,
        kind="arrears" if difference > 0 else "recovery",
        fen=difference,
        first_month=first,
        months=len(paid),
        reason=PAPER_PAST.format(number=decision.number, month=paper_month(first), count=len(paid)),
        decision=decision,
    )
