"""What an administrator can change: typed, with validity dates and history. What an installation needs to start: `config`."""

from __future__ import annotations

from flask import Flask

from portal.errors import N_
from portal.settings.queries import value
from portal.settings.registry import Definition, all_definitions, define, definition

__all__ = ["Definition", "all_definitions", "define", "definition", "register", "value"]


def register(app: Flask) -> None:
    """Add the settings' pages."""
    from portal.audit import words
    from portal.settings import routes

    app.register_blueprint(routes.blueprint)
    words.name_verbs({"settings.change_setting": N_("修改参数")})
    words.name_subjects({"SettingValue": N_("参数")})
