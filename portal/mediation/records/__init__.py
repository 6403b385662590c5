"""What is said and shown at the table: sessions (调解记录), investigations (调查记录), evidence, agents, invited participants,
clauses, and everybody's signatures."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the tables to the schema, and give the trail its words."""
    from portal.audit import words as trail
    from portal.mediation.records import models, papers, signed, words  # noqa: F401  (its tables and papers)

    signed.join()
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
