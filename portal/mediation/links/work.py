"""What of the links waits on a desk: piles, how many lie there, where they lead. Plain reading for the workbench."""

from __future__ import annotations

from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.disputes.tasks import count_own_tasks
from portal.errors import N_
from portal.mediation.links import joint, matters, people, queries


@dataclass(frozen=True)
class Pile:
    """A pile on a desk: what it is (a marked text), how much lies there, its page, and whether it is late."""

    code: str
    label: str
    count: int
    href: str
    is_late: bool = False


def piles_of(actor: Actor) -> list[Pile]:
    """The piles of this actor that are not empty, late ones first; none for a post that has no part in the links."""
    found: list[Pile] = []
    if actor.can("disputes.read_task"):
        own = count_own_tasks(actor)
        found += [
            Pile("tasks_late", N_("联合化解任务已超期"), own["overdue"], "/disputes/tasks?tab=overdue", True),
            Pile("tasks", N_("联合化解任务待办"), own["open"] - own["overdue"], "/disputes/tasks"),
        ]
    if actor.can("mediation.reply_referral"):
        sent = queries.count_referrals(actor)
        waiting = sent["waiting"] - sent["overdue"]
        found += [
            Pile(
                "replies_late",
                N_("移送案件超期未函复"),
                sent["overdue"],
                "/mediation/links/referrals?tab=overdue",
                True,
            ),
            Pile("replies", N_("移送案件待函复"), waiting, "/mediation/links/referrals"),
        ]
    if actor.can("disputes.give_task") and actor.can("mediation.read_case"):
        late = joint.count_late_tasks(actor)
        found.append(Pile("joint_late", N_("参加单位超期未反馈"), late, "/mediation/links/joint", True))
    if actor.can("mediation.take_matter"):
        open_matters = matters.count_open_matters(actor)
        found.append(Pile("matters", N_("信访代理事项办理中"), open_matters, "/mediation/links/proxies"))
    if actor.can("mediation.record_guidance") and clock.today().month >= 10:
        short = sum(1 for tally in people.tallies(actor, clock.today().year) if tally.missing)
        found.append(
            Pile("court_days", N_("进居件数未满的法官、检察官"), short, "/mediation/links/court-days")
        )
    return sorted((pile for pile in found if pile.count > 0), key=lambda pile: not pile.is_late)
