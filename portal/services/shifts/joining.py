"""Where changes of shift join in: their pages and the words of the trail."""

from __future__ import annotations

from flask import Flask

from portal.audit import words
from portal.errors import N_
from portal.services.shifts.routes import blueprint


def open_doors(app: Flask) -> None:
    """Add the blueprint and the words."""
    app.register_blueprint(blueprint)
    words.name_verbs({"services.hand_over_shift": N_("交班"), "services.take_over_shift": N_("接班")})
    words.name_subjects({"ShiftHandover": N_("交接班")})
    words.name_facts({"taker": N_("接班人"), "cases": N_("未办结事项"), "remark": N_("说明")})
