"""The migration of residents with people in it: down it takes its own rows only, up again the counter works as before."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.residents.queries import search_residents
from portal.web.application import Portal
from tests.factories import residents, staff

pytestmark = pytest.mark.both

OWN = {
    "resident",
    "identity_paper",
    "name_gram",
    "resident_revision",
    "pending_duplicate",
    "household",
    "household_member",
    "organisation",
}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill() -> None:
    with transaction():
        residents.make_household(residents.make_zhang())
        residents.make_organisation()


def test_down_and_up_with_people_and_households(app: Portal) -> None:
    with app.app_context():
        _fill()
        assert _tables() >= OWN
        runner.to("0002")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        _fill()
        with transaction("read"):
            assert [
                line.name for line in search_residents(staff.actor("clerk"), "119901196611220018").lines
            ] == ["张䶮"]


def test_names_are_compared_by_code_point(app: Portal) -> None:
    """The order of a database's own language would put names, and the end of a range, elsewhere."""
    with app.app_context(), transaction():
        for name in ("b", "B", "a", "Z", "阿", "𬭚"):
            residents.make_resident(name=name)
        ordered = session.scalars(
            text("SELECT gram FROM name_gram WHERE gram IN ('a', 'b', 'z', '阿', '𬭚') ORDER BY gram")
        )
        assert list(dict.fromkeys(ordered)) == ["a", "b", "z", "阿", "𬭚"]
