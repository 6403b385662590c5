"""What a street sends to its district: half-month, month and year reports made from the records, and the monthly bulletin."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the chain, papers and pages, and the words of the trail."""
    from portal.audit import words as trail
    from portal.errors import N_
    from portal.screening.rollup import chain, papers  # noqa: F401  (they declare themselves)
    from portal.screening.rollup.routes import blueprint
    from portal.screening.rollup.words import SUBJECTS, VERBS
    from portal.web import navigation

    app.register_blueprint(blueprint)
    navigation.add("rollups.list_reports", label=N_("街道报告"), group=N_("矛盾纠纷排查"), order=440)
    navigation.add("rollups.read_statistics", label=N_("排查统计"), group=N_("矛盾纠纷排查"), order=450)
    navigation.add("rollups.list_bulletins", label=N_("工作通报"), group=N_("矛盾纠纷排查"), order=460)
    trail.name_verbs(VERBS)
    trail.name_subjects(SUBJECTS)
