"""The migration of rosters, with rows: down it takes its own tables only, up again they work and keep their rules."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, update
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.rosters.models import RosterLine
from portal.services.rosters.queries import lines_of
from portal.web.application import Portal
from tests.factories import rosters, staff

pytestmark = pytest.mark.both
OWN = {"roster", "roster_item", "roster_line", "roster_sheet", "temporary_relief"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_with_a_roster(app: Portal) -> None:
    with app.app_context():
        with transaction():
            rosters.agreed(1)
        assert _tables() >= OWN
        runner.to("0014")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        with transaction():
            roster = rosters.make_roster()
            rosters.add(roster, rosters.make_people(1)[0])
            line = lines_of(roster.id)[0].id
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(update(RosterLine).where(RosterLine.id == line).values(outcome="uncollected"))
