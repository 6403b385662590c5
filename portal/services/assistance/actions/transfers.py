"""Moving a member from one file to another (人员转出、转入): here until a month, there from the next, decided together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance.actions.members import NewMember
from portal.services.assistance.actions.planning import Plan, grounds_before, reckon_change
from portal.services.assistance.actions.proposing import (
    REASON_LENGTH,
    complete,
    figures_of,
    may_begin,
    plan_of,
    write_proposal,
)
from portal.services.assistance.models import SupportChange, SupportFile, SupportMember
from portal.services.assistance.months import add_months, month_of, next_month
from portal.services.assistance.queries.changes import find_open_change
from portal.services.assistance.queries.decisions import decision_in_force
from portal.services.assistance.schemes import PAID
from portal.services.assistance.sums import Sums
from portal.standards.relations import RELATIONS


def propose_transfer(
    actor: Actor,
    member: SupportMember,
    *,
    target: SupportFile,
    version: int | None = None,
    last_month: dt.date | None = None,
    relation: str,
    reason: str,
    income_left: int | None = None,
    income_there: int | None = None,
    head_id: int | None = None,
) -> SupportChange:
    """Propose that somebody is paid in their file up to `last_month` (this month when None) and in `target` from the next.

    Two proposals are made, one a file, and decided as one. `income_left` and `income_there` are the two households' incomes
    afterwards, as they were when None. Raises RuleBroken at the field at fault; gives the proposal of the file that is left.
    """
    month, here, planned = reckon_transfer(
        actor,
        member,
        target=target,
        version=version,
        last_month=last_month,
        relation=relation,
        income_left=income_left,
        income_there=income_there,
        head_id=head_id,
    )
    text = _words(reason)
    why: dict[str, Any] = {"month": month, "reason_code": "other_file", "reason": text}
    out = write_proposal(actor, member.file, kind="transfer_out", planned=here, **why)
    there = write_proposal(actor, target, kind="transfer_in", planned=planned, **why)
    out.planned = {**(out.planned or {}), "partner": there.id}
    there.planned = {**(there.planned or {}), "partner": out.id}
    session.flush()
    return out


def reckon_transfer(
    actor: Actor,
    member: SupportMember,
    *,
    target: SupportFile,
    version: int | None = None,
    last_month: dt.date | None = None,
    relation: str,
    income_left: int | None = None,
    income_there: int | None = None,
    head_id: int | None = None,
) -> tuple[dt.date, dict[str, Any], dict[str, Any]]:
    """What a transfer would say if it were proposed: from which month, and the plans of the file that is left and of the other.

    Stores nothing. Raises RuleBroken as `propose_transfer` does.
    """
    actor.must("assistance.propose_change")
    file = member.file
    file.expect_version(version)
    month = _first_there(last_month)
    may_begin(file, "transfer_out", "other_file")
    _must_take(file, target, member, relation)
    leaving = Plan(leaving=((member.id, "other_file"),), head_id=head_id, income_fen=income_left)
    here = plan_of(file, "transfer_out", month, complete(file, "transfer_out", leaving))
    return month, here, _planned_there(target, member, month, relation, income_there)


def _words(reason: str) -> str:
    text = reason.strip()[:REASON_LENGTH]
    if not text:
        raise RuleBroken("reason", N_("请写明事实和理由，通知书上要写。"))
    return text


def _first_there(last_month: dt.date | None) -> dt.date:
    """The first month in the new file."""
    last = month_of(last_month or clock.today())
    first = add_months(last, 1)
    if first < next_month(clock.today()):
        raise RuleBroken("last_month", N_("转出从决定的下月起生效：本户最早发到本月。"))
    if first > add_months(next_month(clock.today()), 12):
        raise RuleBroken("last_month", N_("生效月份太远，请核对。"))
    return first


def _must_take(file: SupportFile, target: SupportFile, member: SupportMember, relation: str) -> None:
    if target.id == file.id:
        raise RuleBroken("target", N_("转入的户不能是本户。"))
    if target.state not in PAID:
        raise RuleBroken("target", N_("转入的户不在发放状态。"))
    if find_open_change(target) is not None:
        raise RuleBroken("target", N_("转入的户已有一项变更等待决定，请先办结或撤下。"))
    if member.until_month is not None or not member.is_counted:
        raise RuleBroken("person", N_("请选择这一户在保的成员。"))
    if relation not in RELATIONS or relation == "01":
        raise RuleBroken("relation", N_("请选择与新户户主的关系。"))


def _planned_there(
    target: SupportFile, member: SupportMember, month: dt.date, relation: str, income_fen: int | None
) -> dict[str, Any]:
    """The plan of the file that is entered; that the person is still in the other one is what the transfer is for."""
    person = session.get_one(Resident, member.resident_id)
    plan = Plan(
        joining=(NewMember(person.id, relation),),
        income_fen=income_fen,
        grounds={person.id: grounds_before(member.file, person, month)},
    )
    before = decision_in_force(target, month)
    if before is None:
        raise RuleBroken("target", N_("转入的户这个月还没有生效的决定。"))
    found = reckon_change(target, month, plan, {person.id: person})
    if not found.eligible:
        raise RuleBroken("income_there", N_("转入后家庭人均收入不低于标准，不再符合条件。"))
    return {
        **figures_of(Sums.of(found)),
        "from_decision": before.id,
        "before_fen": before.total_fen,
        "leaving": [],
        "joining": [[person.id, relation, True, ""]],
        "head_id": None,
        "fading_until": None,
        "ends": False,
    }
