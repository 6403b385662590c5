"""The migration of the register, with rows: down it takes its tables and the successor of a category, up they work again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.disputes.models import DisputeCategory
from portal.extensions import db as database
from portal.mediation.registers.models import StatisticsReport
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.both

OWN = {"statistics_report", "register_import", "register_import_row"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill() -> None:
    day = dt.date(2026, 6, 30)
    session.add(
        StatisticsReport(
            unit_id=staff.unit("M1").id,
            first=dt.date(2026, 1, 1),
            last=day,
            figures={},
            addressee="示范司法所",
            drawn_on=day,
            drawn_by=1,
        )
    )
    session.execute(
        update(DisputeCategory).where(DisputeCategory.code == "consumer").values(successor_code="contract")
    )


def test_down_and_up_with_a_report_and_a_successor(app: Portal) -> None:
    with app.app_context():
        with transaction():
            _fill()
        with pytest.raises(IntegrityError), transaction():
            session.execute(update(StatisticsReport).values(state="sent"))
        assert _tables() >= OWN
        runner.to("0026")
        assert not OWN & _tables()
        runner.to("head")
        with transaction():
            _fill()
            assert len(session.scalars(select(StatisticsReport)).all()) == 1
