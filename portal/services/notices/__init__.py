"""Public notices (公示) before a decision, and the lists that stay published (公布) after it.

The items above say who is announced with which opinion; they ask `queries.state_of` whether a decision may be taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, and give the trail its words."""
    from portal.audit import words
    from portal.services.notices import routes
    from portal.services.notices.words import FACTS, SUBJECTS, VERBS

    app.register_blueprint(routes.blueprint)
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)
