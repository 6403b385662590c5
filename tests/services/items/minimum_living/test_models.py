"""What is told of a household's circumstances stands sealed in the database, and is read back as it was written."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from portal import clock
from portal.db import session, transaction
from portal.extensions import db
from portal.services.items.minimum_living import actions
from portal.services.items.minimum_living.actions import Answer
from tests.factories import assistance, minimum_living, staff

pytestmark = pytest.mark.usefixtures("hall")
SEALED = {
    "household_declaration": "reasons",
    "check_authorisation": "note",
    "preliminary_opinion": "reason",
    "support_confirmation": "note",
}


def test_reasons_notes_and_answers_are_sealed() -> None:
    note, why, answer = "本人签字时在场", "患重病支出大，建议给予", "材料不全，请补充病历"
    with transaction():
        assistance.make_standard()
        declaration = minimum_living.accepted(*minimum_living.family())
        given = Answer(declaration.members[0].id, "given", clock.today(), note=note)
        actions.enter_authorisation(staff.actor("clerk"), declaration, version=None, answer=given)
        minimum_living.reported(declaration, category="B", reason=why)
        actions.confirm_household(
            staff.actor("district"), declaration, version=None, answer="returned", note=answer
        )
    session.expire_all()
    assert declaration.reasons == ["illness"]
    assert declaration.authorisations[-1].note == note
    assert declaration.opinions[-1].reason == why
    assert declaration.confirmations[-1].note == answer
    for table, column in SEALED.items():
        columns = {one["name"] for one in inspect(db.engine).get_columns(table)}
        assert column not in columns
        for raw in session.scalars(text(f"SELECT {column}_sealed FROM {table}")):
            assert not any(word.encode() in bytes(raw) for word in (note, why, answer, "illness"))
