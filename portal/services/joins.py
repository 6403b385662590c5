"""Where the hall joins in with the floors below: merged residents, the search box, the calendar, the check of a paper,
work that is handed over, the words of the trail.

And which coded items there are: importing them here registers them, for none may know another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from portal.accounts import open_work
from portal.accounts.open_work import OpenWork
from portal.actor import Actor
from portal.almanac.changes import on_change
from portal.audit import words
from portal.db import session
from portal.documents.progress import tell_progress
from portal.errors import N_
from portal.letters import hooks as letters
from portal.letters.hooks import About
from portal.residents import hooks as residents
from portal.residents.hooks import SearchHit
from portal.residents.models import Resident
from portal.services import documents, leads, published
from portal.services.actions.due_dates import recompute_due_dates
from portal.services.actions.work import hand_over
from portal.services.assistance import joins as assistance
from portal.services.items import (
    birth_registration,
    destitute_support,
    minimum_living,
    senior_card,
    temporary_relief,
)
from portal.services.models import AgentCheck, Application, Enquiry, Visit
from portal.services.queries import get_application, open_of_handler, search_numbers
from portal.services.states import STATES
from portal.services.words import FACTS, SUBJECTS, VERBS

NAME = "services"
_FOLLOWING: dict[str, Any] = {
    "applications": Application.resident_id,
    "agents": Application.agent_id,
    "agent_checks": AgentCheck.agent_id,
    "visits": Visit.resident_id,
    "enquiries": Enquiry.resident_id,
}


def join() -> None:
    """Register everything; may be called again."""
    residents.on_merge(NAME, move, move_back)
    residents.add_search_source(NAME, find)
    on_change(follow_calendar)
    tell_progress(Application.__name__, documents.progress_of)
    open_work.add(NAME, N_("办件"), desk_of, hand_on)
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)
    letters.define_subject(Application.__name__, find_matter, permission="services.read_application")
    published.join()
    minimum_living.join()
    leads.join()
    senior_card.join()
    assistance.join()
    birth_registration.join()
    temporary_relief.join()
    destitute_support.join()


def find_matter(actor: Actor, application_id: int) -> About:
    """An application that a letter to a body outside is about; raises Forbidden or NotFound."""
    found = get_application(actor, application_id)
    label = f"{found.number or found.id} {found.item.name}"
    return About(found, label, f"/services/applications/{found.id}")


def desk_of(account_id: int) -> list[OpenWork]:
    """The open applications on somebody's desk, named by number and item and not by person."""
    return [
        OpenWork(
            id=application.id,
            title=f"{application.number or application.id} {application.item.name}",
            state=STATES[application.state],
            unit=application.unit.name,
            due=application.due_on,
            href=f"/services/applications/{application.id}",
        )
        for application in open_of_handler(account_id)
    ]


def hand_on(actor: Actor, from_id: int, to_id: int, ids: Collection[int], reason: str) -> None:
    """Hand these over by the hall's own rules."""
    hand_over(actor, to_account_id=to_id, application_ids=sorted(ids), reason=reason)


def follow_calendar(actor: Actor | None, first: dt.date, last: dt.date) -> None:
    """The calendar changed between two days: the limits that touch them are counted anew."""
    recompute_due_dates(actor, first, last)


def move(actor: Actor, *, gone: Resident, kept: Resident) -> dict[str, list[int]]:
    """Let applications, visits and enquiries follow a merge; the names that were written down stay as they were."""
    moved = {}
    for name, column in _FOLLOWING.items():
        rows = list(
            session.scalars(select(column.class_).where(column == gone.id).order_by(column.class_.id))
        )
        for row in rows:
            setattr(row, column.key, kept.id)
        moved[name] = [row.id for row in rows]
    session.flush()
    return moved


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: dict[str, list[int]]) -> None:
    """Undo `move`: exactly the rows that it moved."""
    for name, column in _FOLLOWING.items():
        for key in moved.get(name, []):
            setattr(session.get_one(column.class_, key), column.key, gone.id)
    session.flush()


def find(actor: Actor, text: str, limit: int) -> list[SearchHit]:
    """Applications whose receipt number holds the text; nothing for a reader who may not open one."""
    if not actor.can("services.read_application"):
        return []
    return [
        SearchHit(
            title=application.number or "",
            note=f"{application.item.name} {application.subject_name}",
            endpoint="services.read_application",
            values={"application_id": application.id},
        )
        for application in search_numbers(actor, text, limit)
    ]
