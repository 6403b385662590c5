"""What parties agree on and what follows: written and oral agreements, what is owed by them, judicial confirmation, visits, the
closing of a case; and the case that is settled at the door in two minutes."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the life of a case and its signing, and add the pages."""
    from portal.audit import words as trail
    from portal.mediation import life
    from portal.mediation.agreements import (  # noqa: F401  (its tables and kinds of paper)
        models,
        papers,
        parts,
        routes,
        words,
    )
    from portal.mediation.agreements.actions import breaching, closing, concluding
    from portal.mediation.records.signing import define_signed

    define_signed("Agreement", concluding.SIGNED)
    life.guard("close_case", closing.must_be_visited)
    life.guard("tell_to_sue", breaching.must_have_been_urged)
    life.EVENTS.update(words.EVENTS)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
    parts.join()
    app.register_blueprint(routes.blueprint)
