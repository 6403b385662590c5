"""The register of mediations (人民调解登记簿), its statistics, the categories of both schemes, and old registers coming in."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the tables, ledgers, papers, jobs and pages, and the words of the trail."""
    from portal.audit import words as trail
    from portal.errors import N_
    from portal.mediation.registers import chain, ledger, models, papers, team_ledgers  # noqa: F401  (they declare themselves)
    from portal.mediation.registers.importing import work  # noqa: F401  (its jobs)
    from portal.mediation.registers.routes import blueprint
    from portal.mediation.registers.words import FACTS, SUBJECTS, VERBS
    from portal.web import navigation

    app.register_blueprint(blueprint)
    group = N_("人民调解")
    navigation.add("registers.read_statistics", label=N_("调解统计"), group=group, order=350)
    navigation.add("registers.list_imports", label=N_("转入原登记簿"), group=group, order=370)
    trail.name_verbs(VERBS)
    trail.name_subjects(SUBJECTS)
    trail.name_facts(FACTS)
