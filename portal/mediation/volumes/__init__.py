"""Bound volumes (卷宗) of closed cases, their checks by the judicial office, payment by the case, and what speaks against
invention."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the life of a case, and add the pages, the job, the papers, the ledger and the words of the trail."""
    from portal.audit import words as trail
    from portal.mediation import life
    from portal.mediation.joining import GROUP
    from portal.mediation.volumes import job, models, parts, pay_models, routes, words  # noqa: F401
    from portal.mediation.volumes.actions import filing
    from portal.mediation.volumes.pay import ledger, papers  # noqa: F401
    from portal.web import navigation

    life.guard("archive_case", filing.must_be_bound)
    life.EVENTS.update(words.EVENTS)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
    parts.join()
    app.register_blueprint(routes.blueprint)
    for endpoint, label, order in words.PAGES:
        navigation.add(f"mediation_volumes.{endpoint}", label=label, group=GROUP, order=order)
