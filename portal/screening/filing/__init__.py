"""What a community reports of its weeks and days: screening acts, the report or zero report, its editions, objections, papers."""

from __future__ import annotations

from flask import Flask


def join(app: Flask) -> None:
    """Add the papers, the pages, the words of the trail, and the ear for what happens to disputes; may be called again."""
    from portal.audit import words as trail
    from portal.disputes.steps import on_steps
    from portal.errors import N_
    from portal.screening.filing import chain, ledger, papers, words  # noqa: F401  (they declare themselves)
    from portal.screening.filing.actions.superseding import follow
    from portal.screening.filing.routes import blueprint
    from portal.web import navigation

    app.register_blueprint(blueprint)
    on_steps("screening", follow)
    group = N_("矛盾纠纷排查")
    navigation.add("filing.list_duties", label=N_("本单位的报告"), group=group, order=405, daily=True)
    navigation.add("filing.record_act", label=N_("排查记录"), group=group, order=410)
    navigation.add("filing.list_objections", label=N_("排查异议"), group=group, order=435)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
