"""Coming from paper (纸质转入): what the office kept in books and workbooks comes in once, row by row, after a dry run."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, the jobs, the command, the kinds of this floor and the words of the trail."""
    from portal.audit import words as trail
    from portal.errors import N_
    from portal.services.assistance.carrying_in import commands, households, numbers, work  # noqa: F401  (they declare themselves)
    from portal.services.assistance.carrying_in.routes import blueprint
    from portal.services.assistance.carrying_in.words import FACTS, SUBJECTS, VERBS
    from portal.web import navigation

    app.register_blueprint(blueprint)
    app.cli.add_command(commands.group)
    navigation.add("carrying_in.list_carry_ins", label=N_("纸质转入"), group=N_("社会救助"), order=260)
    trail.name_verbs(VERBS)
    trail.name_subjects(SUBJECTS)
    trail.name_facts(FACTS)
