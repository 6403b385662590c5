"""Where errands join in: their pages and their place in the navigation, the part beside every application, the trail's words."""

from __future__ import annotations

from flask import Flask

from portal.audit import words
from portal.errors import N_
from portal.services.errands.routes import blueprint, errand_part
from portal.services.routes import parts
from portal.web import navigation


def open_doors(app: Flask) -> None:
    """Add the blueprint, the part, the entry and the words."""
    app.register_blueprint(blueprint)
    navigation.add("errands.list_errands", label=N_("代办"), group=N_("便民服务"), order=202, daily=True)
    parts.share_part("errand", template="services/errands/errand_part.html", load=errand_part, order=330)
    words.name_verbs(
        {
            "services.open_errand": N_("登记代办"),
            "services.send_errand": N_("代办送件"),
            "services.note_errand": N_("代办进度"),
            "services.fetch_result": N_("代办取回结果"),
            "services.deliver_errand": N_("代办交付签收"),
            "services.end_errand": N_("代办未办成"),
        }
    )
    words.name_subjects({"Errand": N_("代办")})
