"""What mediation and screening share: a dispute, its parties, category, risk, and the bodies that work on it at once."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the floors below, and add the room's pages."""
    from portal.audit import words as trail
    from portal.disputes import models, numbers, words  # noqa: F401  (its tables and its book of numbers)

    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
    _join_tasks(app)


def _join_tasks(app: Flask) -> None:
    """The pages of tasks, letters about them, and their words in the trail."""
    from portal.audit import words as trail
    from portal.disputes import task_letters, task_words
    from portal.disputes.routes import blueprint

    app.register_blueprint(blueprint)
    task_letters.join()
    trail.name_verbs(task_words.VERBS)
    trail.name_subjects(task_words.SUBJECTS)
    trail.name_facts(task_words.FACTS)
