"""The migration of declarations and what is found out about them, with rows: down it takes its own only, up they work again."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError

from portal import clock, db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.items.minimum_living.models import HouseholdDeclaration, PreliminaryOpinion
from portal.web.application import Portal
from tests.factories import minimum_living, staff
from tests.services.conftest import unrendered

__all__ = ["unrendered"]
pytestmark = pytest.mark.both

OWN = {
    "household_declaration",
    "declared_member",
    "declared_line",
    "declared_supporter",
    "check_authorisation",
    "relative_registration",
    "household_investigation",
    "data_check",
    "preliminary_opinion",
    "support_confirmation",
}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill(number: str) -> int:
    today = clock.today()
    with transaction():
        household, people = minimum_living.family(number=number)
        relatives = [minimum_living.RELATIVE]
        declaration = minimum_living.accepted(household, people, income_fen=10_000, relatives=relatives)
        minimum_living.opined(declaration)
        key = declaration.id
    clock.fix_today(today)
    return key


def test_down_and_up_with_a_declaration(app: Portal, unrendered: None) -> None:
    with app.app_context():
        with transaction():
            minimum_living.seed()
        _fill("1199010301")
        assert _tables() >= OWN
        runner.to("0008")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("C1").name == "和平社区"
        runner.to("head")
        with transaction():
            minimum_living.assistance.make_standard()
        key = _fill("1199010302")
        with transaction("read"):
            kept = session.get_one(HouseholdDeclaration, key)
            assert kept.members[0].details == {}
            assert session.scalars(select(PreliminaryOpinion.total_fen)).one() == 54_000


def test_the_database_knows_the_words(app: Portal, unrendered: None) -> None:
    with app.app_context():
        with transaction():
            minimum_living.seed()
        key = _fill("1199010303")
        change = update(HouseholdDeclaration).where(HouseholdDeclaration.id == key).values(area="moon")
        with pytest.raises(IntegrityError), transaction():
            session.execute(change)
