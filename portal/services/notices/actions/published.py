"""Printing the list of approved households (公布名单) of a community, for the board where it stays."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services.notices import documents, published
from portal.services.notices.models import PublishedList
from portal.services.notices.queries import unit_in_sight
from portal.services.notices.wording import read_lines


def print_published(
    actor: Actor, *, unit_id: int, source: str, as_of: dt.date | None = None
) -> PublishedList:
    """Issue the list of a source (a scheme) for a community as of a day; raises RuleBroken for an empty one, NotFound."""
    actor.must("services.print_published")
    unit, declared, day = unit_in_sight(actor, unit_id), published.source_of(source), as_of or clock.today()
    rows = declared.rows(unit.id, day)
    if not rows:
        raise RuleBroken(None, N_("这个社区目前没有可以公布的家庭。"))
    lines = read_lines(rows)
    made = PublishedList(
        unit_id=unit.id,
        source=source,
        title=declared.title,
        as_of=day,
        households=len(lines),
        persons=sum(line.members for line in lines),
        made_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    document = issue_document(
        actor,
        kind="published_list",
        facts=documents.published_sheet(unit, heading=declared.title, lines=lines, as_of=day),
        unit_id=unit.id,
        subject=made,
    )
    made.document_id = document.id
    session.flush()
    audit.record(
        actor, "services.print_published", made, source=source, unit=unit.id, day=day, count=len(lines)
    )
    return made
