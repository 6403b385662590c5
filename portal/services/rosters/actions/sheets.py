"""Coming onto a roster from a workbook: tried first, with every fault at its cell; then the good rows are taken."""

from __future__ import annotations

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.rosters.actions.listing import enter_lines, must_be
from portal.services.rosters.chain import PREPARE
from portal.services.rosters.conditions import Chosen, Homes
from portal.services.rosters.models import Roster, RosterSheet


def try_sheet(actor: Actor, roster: Roster, *, file_name: str, content: bytes) -> RosterSheet:
    """Try a workbook; nobody comes onto the roster yet. Raises RuleBroken at `file` for one that cannot be read."""
    from portal.services.rosters import (
        sheet,
    )  # it stands above: it asks for people as adding one by hand does

    actor.must(PREPARE)
    must_be(roster, "draft")
    tried = sheet.try_rows(content)
    made = RosterSheet(
        roster_id=roster.id, file_name=file_name[:200], found=tried.to_plain(), tried_by=actor.account_id
    )
    session.add(made)
    session.flush()
    audit.record(actor, "rosters.try_sheet", made, good=len(tried.rows), wrong=len(tried.faults))
    return made


def take_sheet(actor: Actor, tried: RosterSheet, *, version: int | None) -> tuple[int, int]:
    """Take the good rows of a workbook that was tried, once; gives how many came on and how many stood there already.

    `version` is that of the roster. Raises RuleBroken, Conflict.
    """
    actor.must(PREPARE)
    roster = tried.roster
    roster.expect_version(version)
    must_be(roster, "draft")
    if tried.taken_at is not None:
        raise RuleBroken(None, N_("这份表格已经加入花名册。"))
    rows = {row["resident"]: row for row in tried.found["rows"]}
    homes = Homes(roster.street_id, rows)
    people = session.scalars(
        select(Resident).where(Resident.id.in_(list(rows)), Resident.death_date.is_(None))
    )
    by_key = {one.id: one for one in people}
    chosen = [
        Chosen(by_key[key], homes.unit_of(by_key[key]), row["why"])
        for key, row in rows.items()
        if key in by_key
    ]
    sums = {key: row["own_fen"] for key, row in rows.items()}
    added = enter_lines(actor, roster, chosen, origin="sheet", sums=sums)
    tried.taken_at = clock.now()
    roster.touch()
    session.flush()
    audit.record(actor, "rosters.take_sheet", roster, added=added, skipped=len(rows) - added)
    return added, len(rows) - added
