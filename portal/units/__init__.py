"""Units with validity dates and parent history, posts (who works where as what), and which rows a post may see."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the units' pages, and hand over the office's name and the names of units to the floors below."""
    from flask_babel import gettext

    from portal.audit import words
    from portal.units import office, queries, routes
    from portal.units.words import FACTS, SUBJECTS, VERBS

    app.register_blueprint(routes.blueprint)
    app.extensions["portal_office"] = lambda: gettext(office.office_name())
    app.extensions["portal_unit_choices"] = lambda: [(row.unit.id, row.unit.name) for row in queries.tree()]
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)
    words.name_units(lambda: {unit.id: unit.name for unit in queries.list_units(ended=True)})
