"""Long work (任务): one queue in the database itself, put there by the change that asks for it, with progress to look at.

Rooms declare what their jobs do with `registry.define_job` and ask for one with `actions.ask_for`; worker processes run
them (`worker`), any number on any machine that shares the database and the instance folder.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Say where this installation's jobs keep their files, and add the pages, the commands and the figures."""
    from portal.audit import words as trail
    from portal.jobs import commands, queries, routes, scratch, words
    from portal.jobs.models import RUNNING, WAITING
    from portal.web.metrics import define_gauge

    scratch.use_folder(app.config["PORTAL"].instance / "jobs")
    app.register_blueprint(routes.blueprint)
    app.cli.add_command(commands.jobs_group)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
    define_gauge("portal_jobs_waiting", "Long tasks that wait.", lambda: queries.count_in_state(WAITING))
    define_gauge("portal_jobs_running", "Long tasks that run.", lambda: queries.count_in_state(RUNNING))
