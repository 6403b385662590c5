"""Two records of one person become one, and two again when that was a mistake. The one that goes stays, and leads on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.actions.writing import must_be_present, note_change, read_reason
from portal.residents.groups import Household, HouseholdMember
from portal.residents.hooks import merge_hooks
from portal.residents.models import IdentityPaper, Resident, ResidentRevision

MERGED = "merge_residents"


def merge_residents(
    actor: Actor, kept: Resident, *, gone: Resident, version: int | None, reason: str
) -> ResidentRevision:
    """Let `kept` take the place of `gone`: documents, households and the rows of other rooms move; what is registered of
    `kept` stays as it is. Gives the line of history by which it can be undone.

    Raises Conflict when `kept` was changed since `version`, RuleBroken at `gone` or `reason`.
    """
    actor.must("residents.merge_residents")
    kept.expect_version(version)
    _may_become_one(kept, gone)
    reason = read_reason(reason)
    moved = {
        "gone": gone.id,
        "papers": _move_papers(gone, kept),
        "members": _move_memberships(gone, kept),
        "heads": _move_heads(gone, kept),
        "earlier": _lead_on(gone, kept),
        "rooms": {name: hook.move(actor, gone=gone, kept=kept) for name, hook in merge_hooks().items()},
    }
    gone.merged_into_id = kept.id
    for record in (gone, kept):
        record.touch()
    session.flush()
    session.expire(kept, ["papers"])
    session.expire(gone, ["papers"])
    note_change(actor, gone, verb="merged_away", reason=reason, into=kept.id)
    return note_change(actor, kept, verb=MERGED, reason=reason, changes=moved, gone=gone.id)


def undo_merge(actor: Actor, revision: ResidentRevision, *, reason: str) -> Resident:
    """Make two records of one again; gives the one that had gone. What was added since stays with the one that was kept.

    Raises RuleBroken where it was undone already, or where a later merge must be undone first.
    """
    actor.must("residents.undo_merge")
    kept, moved = revision.resident, revision.changes
    gone = session.get_one(Resident, moved["gone"]) if revision.verb == MERGED else kept
    if revision.verb != MERGED or revision.undone_at is not None:
        raise RuleBroken(None, N_("这次合并已经撤销。"))
    if gone.merged_into_id != kept.id:
        raise RuleBroken(None, N_("保留的记录后来又并入了别的记录，请先撤销后面的合并。"))
    reason = read_reason(reason)
    for name, hook in merge_hooks().items():
        if name in moved["rooms"]:
            hook.move_back(actor, gone=gone, kept=kept, moved=moved["rooms"][name])
    _give_back(gone, moved)
    revision.undone_at = clock.now()
    for record in (gone, kept):
        record.touch()
    session.flush()
    session.expire(kept, ["papers"])
    session.expire(gone, ["papers"])
    note_change(actor, gone, verb="undo_merge", reason=reason, kept=kept.id)
    note_change(actor, kept, verb="undo_merge", reason=reason, gone=gone.id)
    return gone


def _may_become_one(kept: Resident, gone: Resident) -> None:
    must_be_present(kept)
    if gone.id == kept.id:
        raise RuleBroken("gone", N_("请选择另一条记录。"))
    if gone.is_merged:
        raise RuleBroken("gone", N_("所选的记录已经并入别的记录。"))
    if gone.death_date and not kept.death_date:
        raise RuleBroken("gone", N_("所选的记录已登记死亡，保留的没有。请先核对，再在保留的记录上登记死亡。"))


def _move_papers(gone: Resident, kept: Resident) -> list[list[Any]]:
    """Documents that `kept` has already stay with `gone`, by which the person is still found."""
    known = {(p.kind, p.number_index) for p in kept.papers}
    has_primary = kept.primary_paper is not None
    moving = [p for p in gone.papers if (p.kind, p.number_index) not in known]
    moved = [[p.id, p.is_primary] for p in moving]
    for paper in moving:
        paper.resident = kept
        paper.is_primary = paper.is_primary and not has_primary
    return moved


def _move_memberships(gone: Resident, kept: Resident) -> list[int]:
    statement = (
        select(HouseholdMember).where(HouseholdMember.resident_id == gone.id).order_by(HouseholdMember.id)
    )
    rows = list(session.scalars(statement))
    for row in rows:
        row.resident_id = kept.id
    return [row.id for row in rows]


def _move_heads(gone: Resident, kept: Resident) -> list[int]:
    rows = list(session.scalars(select(Household).where(Household.head_id == gone.id).order_by(Household.id)))
    for row in rows:
        row.head_id = kept.id
    return [row.id for row in rows]


def _lead_on(gone: Resident, kept: Resident) -> list[int]:
    """Records merged into `gone` before lead to `kept` directly, so that one step always reaches the survivor."""
    rows = list(
        session.scalars(select(Resident).where(Resident.merged_into_id == gone.id).order_by(Resident.id))
    )
    for row in rows:
        row.merged_into_id = kept.id
    return [row.id for row in rows]


def _give_back(gone: Resident, moved: dict[str, Any]) -> None:
    gone.merged_into_id = None
    for paper_id, was_primary in moved["papers"]:
        paper = session.get(IdentityPaper, paper_id)
        if paper is not None:
            paper.resident, paper.is_primary = gone, was_primary and not paper.former
    for member_id in moved["members"]:
        member = session.get(HouseholdMember, member_id)
        if member is not None:
            member.resident_id = gone.id
    for household_id in moved["heads"]:
        session.get_one(Household, household_id).head_id = gone.id
    for resident_id in moved["earlier"]:
        session.get_one(Resident, resident_id).merged_into_id = gone.id
