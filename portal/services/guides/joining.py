"""Where printed guides join in: their buttons' addresses, the command, the words of the trail."""

from __future__ import annotations

from flask import Flask

from portal.audit import words
from portal.errors import N_
from portal.services.guides.commands import services_group
from portal.services.guides.routes import blueprint


def open_doors(app: Flask) -> None:
    """Add the blueprint and the command."""
    app.register_blueprint(blueprint)
    app.cli.add_command(services_group)
    words.name_subjects({"ItemVersion": N_("事项版本")})
