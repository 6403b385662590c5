"""The calendar of duties: which unit owes which report, until when, and how it stands at this moment."""

from __future__ import annotations

from flask import Flask


def join(app: Flask) -> None:
    """Add the pages of the calendar, its paper, and the words of the trail; may be called again."""
    from portal.audit import words as trail
    from portal.errors import N_
    from portal.screening.calendar import papers, truth, words  # noqa: F401  (they declare themselves)
    from portal.screening.calendar.routes import blueprint
    from portal.web import navigation

    app.register_blueprint(blueprint)
    group = N_("矛盾纠纷排查")
    navigation.add("screening.read_grid", label=N_("排查日历"), group=group, order=400)
    navigation.add("screening.chase", label=N_("催报"), group=group, order=430)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
