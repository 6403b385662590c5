"""Rosters (花名册): lists with an end. Who is on it and why, reviewed, agreed, handed out, signed for, settled.

Monthly support is paid by `assistance`; a roster is one round of relief or one campaign.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, the ledger, the chain of signers and the words of the trail."""
    from portal.audit import words as trail
    from portal.documents.progress import tell_progress
    from portal.errors import N_
    from portal.residents import hooks
    from portal.services.rosters import chain, ledger  # noqa: F401  (they declare themselves)
    from portal.services.rosters.joining import NAME, move, move_back, standing
    from portal.services.rosters.models import RosterLine
    from portal.services.rosters.routes import blueprint
    from portal.services.rosters.words import FACTS, SUBJECTS, VERBS
    from portal.web import navigation

    app.register_blueprint(blueprint)
    navigation.add("rosters.list_rosters", label=N_("慰问救助花名册"), group=N_("社会救助"), order=245)
    hooks.on_merge(NAME, move, move_back)
    tell_progress(RosterLine.__name__, standing)
    trail.name_verbs(VERBS)
    trail.name_subjects(SUBJECTS)
    trail.name_facts(FACTS)
