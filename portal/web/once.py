"""One-time form tokens: a double click, a refresh or a retry gives the first answer again, never a second record.

The same form with other content is not a repetition: versions and rules judge it like any other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets

from flask import Response, current_app, g, redirect, request
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
    if not _SHAPE.fullmatch(token) or _counts_each_time():
        return None
    actor = access.actor_or_none()
    key = f"{actor.account_id if actor else 0}:{token}:{_content()}"
    inserted = session.execute(_insert_unless_present(key)).rowcount  # type: ignore[attr-defined]
    if inserted:
        g.spent_token = key
        return None
    location = session.scalar(select(SpentToken.location).where(SpentToken.token == key))
    return redirect(location or request.path, 303)  # type: ignore[return-value]


def _counts_each_time() -> bool:
    """Printing again is meant; before sign-in nothing is made twice, and an answer without its cookie would help nobody."""
    view = current_app.view_functions.get(request.endpoint or "")
    return access.permission_of(request.endpoint or "") == access.PUBLIC or hasattr(view, "portal_repeatable")


def _content() -> str:
    """What was sent, as a short digest: Back, a changed field and another send is no repetition, and must not be lost."""
    fields = sorted((k, v) for k, v in request.form.items(multi=True) if k != "csrf_token")
    files = sorted((k, f.filename or "") for k, f in request.files.items(multi=True))
    return hashlib.sha256(repr((request.path, fields, files)).encode("utf-8", "replace")).hexdigest()[:24]


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
