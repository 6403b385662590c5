"""What is said and shown at the table: sessions (调解记录), investigations (调查记录), evidence, agents, invited participants,
clauses, and everybody's signatures."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, the part of a case's page, and the words of the trail."""
    from portal.audit import words as trail
    from portal.mediation import parts
    from portal.mediation.records import case_part, models, papers, routes, signed, words  # noqa: F401

    app.register_blueprint(routes.blueprint)
    signed.join()
    parts.add_part("records", 300, case_part.load)
    parts.add_work("open_session", 100, case_part.offer_session)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
