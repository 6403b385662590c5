"""The migration of birth registrations and of the newborn follow-up, with rows: down it takes its own only, up they work."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.items.birth_registration.models import BirthRegistration, NewbornVisit
from portal.web.application import Portal
from tests.factories import births, services, staff
from tests.services.conftest import unrendered

__all__ = ["unrendered"]
pytestmark = [pytest.mark.both, pytest.mark.usefixtures("unrendered")]
OWN = {"birth_registration", "newborn_notice", "newborn_child", "newborn_visit", "newborn_need"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_with_registrations_and_visits(app: Portal) -> None:
    with app.app_context():
        with transaction():
            services.seed()
            mother = births.make_mother()
            births.registered(mother)
            births.dispatched()
        runner.to("0011")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        assert _tables() >= OWN
        with transaction():
            births.dispatched()
        with transaction("read"):
            assert session.scalars(select(NewbornVisit.state)).one() == "open"
            assert session.scalars(select(BirthRegistration.id)).all() == []


def test_the_database_itself_keeps_one_visit_of_a_birth_and_one_parent_at_least(app: Portal) -> None:
    with app.app_context():
        with transaction():
            services.seed()
            births.registered(births.make_mother())
            visit = births.dispatched()
            twin = {"unit_id": visit.unit_id, "dispatched_on": visit.dispatched_on, "due_on": visit.due_on}
            notice_id, by = visit.notice_id, visit.dispatched_by
        with pytest.raises(IntegrityError), transaction():
            session.add(NewbornVisit(notice_id=notice_id, dispatched_by=by, **twin))
        with pytest.raises(IntegrityError), transaction():
            session.scalars(select(BirthRegistration)).one().mother_id = None
