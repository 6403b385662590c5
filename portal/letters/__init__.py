"""Letters to bodies outside (公函往来) and their answers: numbered, sent on paper, answered by paper that our clerk enters.

What a letter is about belongs to the rooms above; they draft letters and hear of the answers through `hooks`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.actor import Actor

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, and give the trail its words."""
    from portal.almanac.changes import on_change
    from portal.audit import words as trail
    from portal.documents import bars
    from portal.letters import ledger, queries, routes, words  # noqa: F401  (the ledger declares itself)

    app.register_blueprint(routes.blueprint)
    on_change(_follow_calendar)
    bars.bar("letters", queries.papers_kept)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)


def _follow_calendar(actor: Actor | None, first: dt.date, last: dt.date) -> None:
    from portal.letters.actions import recount_due

    recount_due(actor, first, last)
