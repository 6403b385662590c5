"""The migrations of the hall with data in the tables: down they take their own rows only, up again the counter works."""

from __future__ import annotations

import pytest
from sqlalchemy import func, inspect, select, text

from portal import db
from portal.db import session, transaction
from portal.documents.models import Document
from portal.extensions import db as database
from portal.migrations import runner
from portal.residents.models import Resident
from portal.services.models import Application
from portal.web.application import Portal
from tests.factories import residents, services

pytestmark = pytest.mark.both


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_with_applications_and_cards(app: Portal) -> None:
    with app.app_context():
        with transaction():
            services.seed()
            services.card_on_the_spot(residents.make_zhang())
        runner.to("0004")
        assert "senior_card" not in _tables()
        with transaction("read"):
            assert session.scalar(select(func.count(Application.id))) == 1
        runner.to("0003")
        assert not _tables() & {"application", "service_item", "visit", "enquiry"}
        with transaction("read"):
            assert session.scalars(select(Resident.name)).all() == ["张䶮"]
            assert session.scalar(select(func.count(Document.id))) == 2
        runner.to("head")
        with transaction():
            services.seed()
            zhang = session.scalars(select(Resident)).one()
            assert services.accepted(zhang).number == "示街办受〔2026〕2号"


def test_history_is_append_only_after_down_and_up(app: Portal) -> None:
    with app.app_context():
        runner.to("0003")
        runner.to("head")
        with transaction():
            services.seed()
            services.accepted(residents.make_zhang())
        with pytest.raises(Exception, match="append only"), transaction():
            session.execute(text("UPDATE application_event SET note = 'x'"))
