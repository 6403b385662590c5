"""Staff, roles and sign-in: who works here, with which rights, and how the portal knows who sits at the desk."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add sign-in, the loader of signed-in staff, the administrator's pages, the first run and the command."""
    from portal.accounts import gates
    from portal.accounts.commands import users_group
    from portal.accounts.roles import ROLES
    from portal.accounts.routes import administration, blueprint, first_run, hand_over, sign_in  # noqa: F401  (each adds its views)
    from portal.accounts.words import FACTS, SUBJECTS, VERBS
    from portal.audit import words

    gates.register(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(users_group)
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)
    words.name_roles(ROLES)
