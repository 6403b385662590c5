"""Standard adjustment (标准调整): one batch for all files of a scheme, previewed, approved by a second person, carried out
once, and reversible as a whole. The files and their single decisions belong to the rooms beside it.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, the jobs, the letter, the ledger and the words of the trail."""
    from portal.audit import words as trail
    from portal.errors import N_
    from portal.services.assistance.adjustments import chain, ledger, papers, work  # noqa: F401  (they declare themselves)
    from portal.services.assistance.adjustments.routes import blueprint
    from portal.services.assistance.adjustments.words import FACTS, SUBJECTS, VERBS
    from portal.web import navigation

    app.register_blueprint(blueprint)
    navigation.add("adjustments.list_adjustments", label=N_("标准调整"), group=N_("社会救助"), order=240)
    trail.name_verbs(VERBS)
    trail.name_subjects(SUBJECTS)
    trail.name_facts(FACTS)
