"""What an administrator can change: typed, with validity dates and history. What an installation needs to start: `config`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.errors import N_
from portal.settings.registry import Definition, all_definitions, define, definition

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["Definition", "all_definitions", "define", "definition", "register", "value"]


def value(key: str, *, on: dt.date | None = None, unit_id: int | None = None) -> Any:
    """The value in force on a day (today when None): the unit's own, else the office's, else the declared default.

    The database is loaded when it is first asked: a process that draws paper needs only the declarations. Raises KeyError
    for a setting that no room declared.
    """
    from portal.settings import queries

    return queries.value(key, on=on, unit_id=unit_id)


def register(app: Flask) -> None:
    """Add the settings' pages."""
    from portal.audit import words
    from portal.settings import routes

    app.register_blueprint(routes.blueprint)
    words.name_verbs({"settings.change_setting": N_("修改参数")})
    words.name_subjects({"SettingValue": N_("参数")})
