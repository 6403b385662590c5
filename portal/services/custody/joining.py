"""Where custody joins in: its pages, the part beside every application, the words of the trail."""

from __future__ import annotations

from flask import Flask

from portal.audit import words
from portal.errors import N_
from portal.services.custody.routes import blueprint, originals_part
from portal.services.routes import parts


def open_doors(app: Flask) -> None:
    """Add the blueprint, the part and the words."""
    app.register_blueprint(blueprint)
    parts.share_part(
        "originals", template="services/custody/originals_part.html", load=originals_part, order=320
    )
    words.name_verbs(
        {
            "services.take_originals": N_("收取原件"),
            "services.hand_out_originals": N_("交出原件"),
            "services.bring_back_originals": N_("取回原件"),
            "services.give_back_originals": N_("退还原件"),
            "services.report_lost_original": N_("登记原件遗失"),
        }
    )
    words.name_facts({"originals": N_("原件"), "party": N_("对方")})
