"""A small room of its own for the tests of how HTTP works here: a counter that people may raise, read and break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Blueprint, redirect
from sqlalchemy import select, text
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal import audit, create_app, db
from portal.db import session
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.units.models import Unit
from portal.web.access import current_actor, public, reads, requires, signed_in
from portal.web.application import Portal, keep_although_refused
from portal.web.forms import PortalForm
from portal.web.htmx import go_to

room = Blueprint("room", __name__, url_prefix="/room")


class NoteForm(PortalForm):
    """One line."""

    note = StringField("内容", [InputRequired(), Length(max=50)])


def _write(note: str) -> None:
    audit.record(current_actor(), "room.write", None, note=note)


@room.route("/write", methods=["GET", "POST"])
@signed_in
def write() -> Any:
    form = NoteForm()
    if form.accepts():
        with form.refusals():
            _write(form.note.data or "")
            if form.note.data == "refuse":
                raise RuleBroken("note", "不能写%(what)s。", what="这个")
            return go_to("/room/written")
    return "|".join(e for f in form.errors.values() for e in f) or form.hidden(), form.status


@room.get("/written")
@signed_in
def written() -> str:
    return "written"


@room.get("/get-writes")
@signed_in
def get_writes() -> str:
    session.execute(text("UPDATE unit SET phone = '1'"))
    return "never"


@room.post("/search")
@signed_in
@reads
def search() -> str:
    return str(session.scalar(select(Unit.id).limit(1)))


@room.post("/keep")
@signed_in
def keep() -> Any:
    _write("kept")
    keep_although_refused()
    return "refused", 422


@room.get("/unmarked")
def unmarked() -> str:
    return "never"


@room.get("/closed")
@requires("room.nobody")
def closed() -> str:
    return "never"


@room.get("/fail/<kind>")
@public
def fail(kind: str) -> Any:
    raise {
        "rule": RuleBroken(None, "规则"),
        "forbidden": Forbidden("room.fail"),
        "missing": NotFound(),
        "conflict": Conflict(None),
        "bug": ZeroDivisionError("secret detail"),
    }[kind]


@room.post("/afterwards")
@signed_in
def afterwards() -> Any:
    actor = current_actor()
    db.afterwards(lambda: audit.record(actor, "room.afterwards"))
    return redirect("/room/written") if False else ("refused", 422)


@pytest.fixture(scope="session")
def with_room(backend: Any) -> Portal:
    """An application with this room; unexpected errors become the page that readers see."""
    made = create_app({**backend.settings, "TESTING": False})
    made.register_blueprint(room)
    return made


@pytest.fixture
def web(with_room: Portal, app: Portal) -> Iterator[Portal]:
    """The application with this room on the fresh database."""
    yield with_room
    with with_room.app_context():
        from portal.extensions import db as database

        database.engine.dispose()
