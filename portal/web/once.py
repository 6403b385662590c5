"""One-time form tokens: a double click, a refresh or a retry gives the first answer again, never a second record."""

from __future__ import annotations

import datetime as dt
import re
import secrets

from flask import Response, g, redirect, request
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from portal import clock
from portal.db import Model, UTCDateTime, session
from portal.web import access, htmx

FIELD = "once"
KEPT = dt.timedelta(days=3)
_SHAPE = re.compile(r"[0-9a-f]{32}")


class SpentToken(Model):
    """A form that was sent and accepted, with the address of the answer it got."""

    token: Mapped[str] = mapped_column(String(80), unique=True)
    location: Mapped[str] = mapped_column(String(2000), default="")
    spent_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)


def new_token() -> str:
    """A fresh token for a form that is being shown."""
    return secrets.token_hex(16)


def first_answer() -> Response | None:
    """Claim the token of the form that was sent; where it is spent already, the first answer again, else None.

    On PostgreSQL a second sender waits here until the first has committed; on SQLite the write lock does the same.
    """
    token = request.form.get(FIELD, "") if request.method == "POST" and not g.reads_only else ""
    if access.permission_of(request.endpoint or "") == access.PUBLIC:
        return (
            None  # before sign-in nothing is made twice, and an answer without its cookie would help nobody
        )
    if not _SHAPE.fullmatch(token):
        return None
    actor = access.actor_or_none()
    key = f"{actor.account_id if actor else 0}:{token}"
    inserted = session.execute(_insert_unless_present(key)).rowcount  # type: ignore[attr-defined]
    if inserted:
        g.spent_token = key
        return None
    location = session.scalar(select(SpentToken.location).where(SpentToken.token == key))
    return redirect(location or request.path, 303)  # type: ignore[return-value]


def remember(response: Response) -> None:
    """Keep where this form's answer led, for whoever sends the same form again."""
    key = g.pop("spent_token", None)
    if key is None:
        return
    location = htmx.target_of(response) or request.path
    spent = session.scalars(select(SpentToken).where(SpentToken.token == key)).one()
    spent.location = location[:2000]


def release() -> None:
    """The form was refused: the same form may be sent again, mended."""
    key = g.pop("spent_token", None)
    if key is not None:
        session.execute(delete(SpentToken).where(SpentToken.token == key))


def forget_old() -> int:
    """Delete tokens older than `KEPT`; gives the number deleted."""
    old = SpentToken.spent_at < clock.now() - KEPT
    return session.execute(delete(SpentToken).where(old)).rowcount  # type: ignore[attr-defined]


def _insert_unless_present(key: str):
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(SpentToken).values(token=key, location="", spent_at=clock.now()).on_conflict_do_nothing()
