"""One person's desk: what lies there in which pile, and today's figures of the counter. Put together from the rooms' queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal import clock, settings
from portal.actor import Actor
from portal.errors import N_
from portal.residents import queries as residents
from portal.services import queries as services
from portal.services.models import Application, ApplicationMaterial
from portal.services.queries import WorkCounts

SHOWN = 12
SHOWN_ELSEWHERE = 6


@dataclass(frozen=True)
class Pile:
    """Applications that want the same thing; `state` narrows the list of all applications to the same, where one does."""

    key: str
    title: str
    rows: Sequence[Application]
    empty: str = ""
    advice: str = ""
    state: str = ""
    most: int = SHOWN

    @property
    def shown(self) -> Sequence[Application]:
        """As many as a workbench has room for."""
        return self.rows[: self.most]


@dataclass(frozen=True)
class Desk:
    """Everything that waits, in the order in which it wants attention."""

    counts: WorkCounts
    piles: tuple[Pile, ...]
    promised: Sequence[ApplicationMaterial]
    left: dict[int, int]
    duplicates: int = 0
    soon_days: int = 0

    def has(self, key: str) -> bool:
        """Whether this pile is on the desk: only the first question, what waits for me, is answered when it is nothing."""
        return any(pile.key == key for pile in self.piles) or (key == "promised" and bool(self.promised))


def desk_of(actor: Actor, today: dt.date | None = None) -> Desk | None:
    """The desk of somebody who works on applications; None for everybody else."""
    if not actor.can("services.read_application"):
        return None
    day = today or clock.today()
    mine = services.waits_for(actor, day)
    counts = services.count_work(actor, day, mine)
    waiting = services.list_waiting(actor, mine)
    piles = [_late_pile(_late_elsewhere(actor, day, waiting))]
    if actor.can("services.collect_result"):
        # What lies ready waits for the resident; it has a pile of its own.
        waiting = [a for a in waiting if a.state != "issued"]
        counts = replace(counts, waiting=counts.waiting - counts.to_collect)
    piles.append(_waiting_pile(waiting))
    if actor.can("services.draft_application"):
        piles.append(_drafts_pile(services.list_drafts(actor)))
    if actor.can("services.collect_result"):
        piles.append(_ready_pile(services.list_to_collect(actor)))
    promised = (
        services.list_promised_overdue(actor, day)[:SHOWN] if actor.can("services.check_materials") else []
    )
    return Desk(
        counts=counts,
        piles=tuple(pile for pile in piles if pile.rows or pile.key == "waiting"),
        promised=promised,
        left=services.days_left([a for pile in piles for a in pile.shown], day),
        duplicates=_count_duplicates(actor),
        soon_days=int(settings.value("services.due_soon_days", on=day)),
    )


def _late_elsewhere(actor: Actor, day: dt.date, waiting: Sequence[Application]) -> list[Application]:
    """Overdue or due today at the reader's units, but not already in the pile that waits for the reader."""
    mine = {a.id for a in waiting}
    late = [*services.list_overdue(actor, day), *services.list_due_today(actor, day)]
    return [a for a in late if a.id not in mine]


def _count_duplicates(actor: Actor) -> int:
    """How many double registrations wait for a second person, for those who may be that person."""
    if not actor.can("residents.approve_duplicate"):
        return 0
    return sum(one.asked_by != actor.account_id for one in residents.list_duplicates())


def _waiting_pile(rows: Sequence[Application]) -> Pile:
    return Pile(
        "waiting",
        N_("等我办理"),
        rows,
        N_("没有等您办理的办件"),
        N_("新的办件到了这一步，会出现在这里。"),
    )


def _late_pile(rows: Sequence[Application]) -> Pile:
    return Pile("late", N_("今天到期和超期，等别人办理"), rows, most=SHOWN_ELSEWHERE)


def _drafts_pile(rows: Sequence[Application]) -> Pile:
    return Pile("drafts", N_("我的草稿和待补正"), rows, state="draft")


def _ready_pile(rows: Sequence[Application]) -> Pile:
    return Pile("ready", N_("待领取"), rows, state="issued")
