"""Who looks at a case without being on it leaves a line in the trail (人民调解法 art. 15), on whichever page its words stand."""

from __future__ import annotations

from portal import audit
from portal.actor import Actor
from portal.mediation.lists import is_assigned
from portal.mediation.models import MediationCase


def note_look(actor: Actor, case: MediationCase) -> None:
    """Record that this person saw the case's words, unless they mediate it or entered it."""
    if not is_assigned(actor, case):
        audit.record_afterwards(actor, "mediation.see_foreign_case", case, number=case.number or "")
