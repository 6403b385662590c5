"""A number that two people have (历史重号): asked for by one person, registered by another's approval, four eyes compared."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.actions.register import PossibleMatch, store_person
from portal.residents.actions.writing import check_grid, hold, read_reason
from portal.residents.models import PendingDuplicate, Resident
from portal.residents.person import Person, check_person
from portal.residents.queries.matches import find_matches


def request_duplicate(actor: Actor, *, person: Person, reason: str) -> PendingDuplicate:
    """Ask a second person to approve somebody whose number another name has.

    Raises RuleBroken at the person's fields or at `other_person_reason`, PossibleMatch when name and number agree.
    """
    actor.must("residents.request_duplicate")
    checked = check_person(person, clock.today())
    check_grid(person.grid_id)
    hold(checked)
    matches = find_matches(actor, checked)
    if any(m.likeness == "same" for m in matches):
        raise PossibleMatch(matches)
    holder = next((m.line.id for m in matches if m.likeness == "number"), None)
    if holder is None:
        raise RuleBroken(None, N_("这个号码没有登记在别人名下，不需要报批，直接登记即可。"))
    made = PendingDuplicate(
        existing_id=holder,
        reason=read_reason(reason, "other_person_reason"),
        asked_by=actor.account_id,
        asked_by_name=actor.name,
        unit_id=actor.unit_id,
        person=person.as_facts(),
    )
    session.add(made)
    session.flush()
    audit.record(actor, "residents.request_duplicate", made, existing=holder, reason=made.reason)
    return made


def approve_duplicate(
    actor: Actor, duplicate: PendingDuplicate, *, version: int | None, note: str
) -> Resident:
    """Register the person of a waiting request; raises Forbidden for whoever asked for it, Conflict, RuleBroken."""
    actor.must("residents.approve_duplicate")
    actor.must_differ_from("residents.approve_duplicate", duplicate.asked_by)
    _must_wait(duplicate, version)
    checked = check_person(Person.from_facts(duplicate.person), clock.today())
    hold(checked)
    matches = find_matches(actor, checked)
    if any(m.likeness == "same" for m in matches):
        raise PossibleMatch(matches)
    made = store_person(
        actor, checked, unit_id=duplicate.unit_id, reason=duplicate.reason, duplicate=duplicate.id
    )
    duplicate.resident_id = made.id
    _decide(actor, duplicate, state="approved", note=note)
    audit.record(actor, "residents.approve_duplicate", duplicate, resident=made.id)
    return made


def refuse_duplicate(
    actor: Actor, duplicate: PendingDuplicate, *, version: int | None, note: str
) -> PendingDuplicate:
    """Refuse a waiting request with a reason; raises Forbidden, Conflict, RuleBroken at `note`."""
    actor.must("residents.refuse_duplicate")
    actor.must_differ_from("residents.refuse_duplicate", duplicate.asked_by)
    _must_wait(duplicate, version)
    _decide(actor, duplicate, state="refused", note=read_reason(note, "note"))
    audit.record(actor, "residents.refuse_duplicate", duplicate, reason=duplicate.decision_note)
    return duplicate


def _must_wait(duplicate: PendingDuplicate, version: int | None) -> None:
    duplicate.expect_version(version)
    if duplicate.state != "waiting":
        raise RuleBroken(None, N_("这个报批已经有了决定。"))


def _decide(actor: Actor, duplicate: PendingDuplicate, *, state: str, note: str) -> None:
    duplicate.state = state
    duplicate.decided_by, duplicate.decided_by_name = actor.account_id, actor.name
    duplicate.decided_at, duplicate.decision_note = clock.now(), note.strip()
    session.flush()
