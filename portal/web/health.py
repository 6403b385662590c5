"""Is the portal alive: for monitors, without a sign-in and without a word about who is in it."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.db import session
from portal.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> tuple[str, int, dict[str, str]]:
    """200 and `ok` when the application and its database answer, else 503 with a reason."""
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"the database does not answer: {type(error).__name__}\n", 503, plain
    return "ok", 200, plain
