"""Where the files of supported households join in with the floors below: deaths, merges, the search box, the trail."""

from __future__ import annotations

from portal.actor import Actor
from portal.audit import words
from portal.documents.progress import tell_progress
from portal.errors import N_
from portal.residents import hooks as residents
from portal.residents.hooks import SearchHit
from portal.residents.models import Resident
from portal.services.assistance import actions, ledger, queries  # noqa: F401  (the ledger declares itself)
from portal.services.assistance.models import SupportDecision
from portal.services.assistance.schemes import SCHEMES, SHOWN_STATES
from portal.services.assistance.words import FACTS, SUBJECTS, VERBS

NAME = "services.assistance"
STANDS = N_("有效的决定；现行金额以最新的通知书为准")


def join() -> None:
    """Register everything; may be called again."""
    residents.on_death(NAME, on_death, on_death_cancelled)
    residents.on_merge(NAME, actions.move_people, actions.move_people_back)
    residents.add_search_source(NAME, find)
    tell_progress(SupportDecision.__name__, lambda _key: STANDS)
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)


def on_death(actor: Actor, resident: Resident) -> None:
    """A death proposes what follows; people decide."""
    actions.propose_after_death(actor, resident)


def on_death_cancelled(actor: Actor, resident: Resident) -> None:
    """A death that was wrong takes its proposals with it."""
    actions.withdraw_after_death(actor, resident)


def find(actor: Actor, text: str, limit: int) -> list[SearchHit]:
    """Files whose number holds the text; nothing for a reader who may not open one."""
    if not actor.can("assistance.read_file"):
        return []
    return [
        SearchHit(
            title=file.number,
            note=f"{SCHEMES[file.scheme].name} {file.head_name} {SHOWN_STATES[file.shown_state]}",
            endpoint="assistance.read_file",
            values={"file_id": file.id},
        )
        for file in queries.search_numbers(actor, text, limit)
    ]
