"""The migration of what follows an acceptance, with rows: an ended case survives the way down and up, and the checks hold."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services import actions
from portal.services.models import Application
from portal.services.ratings.actions import enter_rating
from portal.web.application import Portal
from tests.factories import services, staff

pytestmark = pytest.mark.both
OWN = {"agent_check", "supplement_request", "case_rating", "rating_callback"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_with_an_ended_case(app: Portal) -> None:
    with app.app_context():
        with transaction():
            services.seed()
            application = services.accepted()
            reviewer = staff.actor("reviewer")
            actions.end_application(
                reviewer, application, version=None, because="pointless", reason="申请人不再需要"
            )
            enter_rating(staff.actor("clerk"), application, level=1, way="slip")
            key = application.id
        assert _tables() >= OWN
        runner.to("0017")
        assert not OWN & _tables()
        with database.engine.connect() as connection:
            assert connection.scalar(text("SELECT state FROM application")) == "withdrawn"
        with pytest.raises(IntegrityError), transaction():
            session.execute(text("UPDATE application SET state = 'ended'"))
        runner.to("head")
        with transaction():
            session.get_one(Application, key).state = "ended"
        with pytest.raises(IntegrityError), transaction():
            session.execute(text("UPDATE application SET state = 'elsewhere'"))
