"""Where the cases join in with the rest: the guards of their life, and the words of the trail."""

from __future__ import annotations

from portal.audit import words as trail
from portal.mediation import life, words
from portal.mediation.actions import accepting, running


def join() -> None:
    """Register everything; may be called again."""
    life.guard("accept_case", accepting.must_be_acceptable)
    life.guard("begin_mediation", running.must_be_ready)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
