"""The mediation begins: parties told, a leader named, no request for recusal open."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation.actions.moves import move
from portal.mediation.actions.rights import untold
from portal.mediation.models import MediationCase


def begin_mediation(
    actor: Actor, case: MediationCase, *, version: int | None, on: dt.date | None = None
) -> MediationCase:
    """From now on the parties sit at the table. Raises RuleBroken with what stands in the way, Conflict."""
    case.expect_version(version)
    day = on or clock.today()
    life.require(case, "begin_mediation", actor)
    if day > clock.today() or (case.accepted_on is not None and day < case.accepted_on):
        raise RuleBroken("on", N_("开始调解的日期不能早于受理日期，也不能晚于今天。"))
    return move(actor, case, verb="begin_mediation", day=day)


def must_be_ready(case: MediationCase, actor: Actor) -> None:
    """The guard of the beginning: a mediator leads, nobody's recusal is open, every party knows its rights."""
    if case.lead is None:
        raise RuleBroken(None, N_("还没有主持的调解员，请先指派。"))
    if any(recusal.is_granted is None for recusal in case.recusals):
        raise RuleBroken(None, N_("有回避申请还没有决定，请先由调委会主任决定。"))
    waiting = untold(case)
    if waiting:
        raise RuleBroken(
            None,
            N_("还没有告知%(names)s的权利义务，请先登记告知。"),
            names="、".join(party.name for party in waiting),
        )
