"""Where ratings join in: their pages, the part beside every application, their ledger, the words of the trail."""

from __future__ import annotations

from typing import Any

from flask import Flask

from portal.actor import Actor
from portal.audit import words
from portal.errors import N_
from portal.services.models import Application
from portal.services.ratings import ledger as _ledger  # noqa: F401  (it declares itself)
from portal.services.ratings.queries import RATEABLE, may_rate, ratings_of
from portal.services.ratings.routes import blueprint
from portal.services.routes import parts
from portal.web import navigation


def open_doors(app: Flask) -> None:
    """Add the blueprint, the part, the navigation and the words."""
    app.register_blueprint(blueprint)
    parts.share_part("ratings", template="services/ratings/rating_part.html", load=rating_part, order=330)
    navigation.add("ratings.list_ratings", label=N_("服务评价"), group=N_("便民服务"), order=248)
    words.name_verbs(
        {
            "services.enter_rating": N_("提交评价"),
            "services.read_rating": N_("查看评价"),
            "services.call_back": N_("差评回访"),
            "services.settle_callback": N_("差评整改办结"),
        }
    )
    words.name_subjects({"CaseRating": N_("评价"), "RatingCallback": N_("差评回访")})


def rating_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """Whether it was rated, and the ways to rate. What was said is for whoever may read ratings, and not for the counter."""
    if application.state not in RATEABLE:
        return None
    given = ratings_of(application)
    may_enter = actor.can("services.enter_rating") and may_rate(application)
    if not given and not may_enter:
        return None
    return {
        "application": application,
        "given": given,
        "may_enter": may_enter,
        "may_read": actor.can("services.read_rating"),
    }
