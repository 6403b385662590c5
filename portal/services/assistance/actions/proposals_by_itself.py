"""What the portal proposes by itself: after a recorded death, and when a 渐退期 is over. People look at it and decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import RuleBroken
from portal.residents.models import Resident
from portal.services.assistance import practice
from portal.services.assistance.actions.planning import Plan
from portal.services.assistance.actions.proposing import drop_quietly, plan_of, write_proposal
from portal.services.assistance.models import SupportChange, SupportFile, SupportMember
from portal.services.assistance.months import add_months, month_of, next_month, paper_day, paper_month
from portal.services.assistance.queries.changes import list_fading_over, proposals_after_death
from portal.services.assistance.queries.memberships import standing_memberships
from portal.services.assistance.schemes import STANDING

PAPER_DIED = "{name}于{day}死亡，其份额自次月起停发"
PAPER_ALONE = "{name}于{day}死亡，户内已无其他保障对象，自次月起停发"
PAPER_FADED = "渐退期至{month}期满"
PAPER_DROPPED = "死亡登记已撤销"


def propose_after_death(actor: Actor, resident: Resident) -> list[SupportChange]:
    """Propose that a dead person's share stops next month, or the whole file where they were alone; review within 3 months.

    Never keeps a death from being recorded: what cannot be reckoned is proposed without figures.
    """
    day = resident.death_date
    if day is None:
        return []
    found = []
    for member in standing_memberships([resident.id], month=month_of(day)):
        file = member.file
        if file.state in STANDING and member.until_month is None:
            found.append(_propose(actor, file, member, day))
            limit = _months_later(day, int(practice.value(practice.DEATH_MONTHS)))
            file.next_review_on = min(file.next_review_on or limit, limit)
    session.flush()
    return found


def withdraw_after_death(actor: Actor, resident: Resident) -> list[SupportChange]:
    """Take back what a death proposed, as far as nobody has decided it."""
    found = proposals_after_death(resident.id)
    for change in found:
        drop_quietly(actor, change, PAPER_DROPPED)
    return found


def propose_fading_stops(on: dt.date | None = None) -> int:
    """Propose the stop of every file whose 渐退期 ends with this month; gives how many. Repeated, it finds nothing more."""
    made = 0
    for file in list_fading_over(on):
        fading = next((d for d in reversed(file.decisions) if d.kind == "fading"), None)
        author = (fading.prepared_by or fading.decided_by) if fading else None
        if fading is None or author is None or file.fading_until is None:
            continue
        month = max(add_months(file.fading_until, 1), next_month(on or clock.today()))
        last = file.fading_until
        change = SupportChange(
            file=file,
            kind="stop",
            effective_month=month,
            reason_code="fading_over",
            reason=PAPER_FADED.format(month=paper_month(last)),
            kin_contact="",
            proposed_by=author,
            proposed_on=clock.today(),
        )
        change.planned = plan_of(file, "stop", month, Plan())
        session.add(change)
        session.flush()
        audit.record(
            None, "assistance.propose_change", change, file_number=file.number, kind="stop", month=month
        )
        made += 1
    return made


def _propose(actor: Actor, file: SupportFile, member: SupportMember, day: dt.date) -> SupportChange:
    others = [m for m in file.members if m.until_month is None and m.id != member.id]
    alone = not [m for m in others if m.is_counted]
    kind, month = ("stop" if alone else "death"), next_month(day)
    words = PAPER_ALONE if alone else PAPER_DIED
    planned = _planned(file, kind, month, member)
    planned["died"] = member.resident_id
    return write_proposal(
        actor,
        file,
        kind=kind,
        month=month,
        reason_code="head_died" if member.resident_id == file.head_id and not alone else "death",
        reason=words.format(name=member.resident.name, day=paper_day(day)),
        planned=planned,
        nobody_to_hear=not others,
    )


def _planned(file: SupportFile, kind: str, month: dt.date, member: SupportMember) -> dict[str, Any]:
    """The plan with its figures; without them where people must choose first (a new head) or no standard is entered."""
    leaving = ((member.id, "death"),) if kind == "death" else ()
    bare = {"total_fen": None, "leaving": [list(pair) for pair in leaving]}
    if kind == "death" and member.resident_id == file.head_id:
        return bare
    try:
        return plan_of(file, kind, month, Plan(leaving=leaving))
    except RuleBroken:
        return bare


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last of a shorter month."""
    first = add_months(month_of(day), months)
    last = add_months(first, 1) - dt.timedelta(days=1)
    return min(last, first + dt.timedelta(days=day.day - 1))
