"""The migration of payment months, with rows: down it takes its own tables only, up again they work and keep their rules."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.assistance.payments.models import PaymentMonth
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.both
OWN = {"payment_month", "payment_line", "payment_difference", "payment_anomaly", "payment_return"}
NOVEMBER = dt.date(2026, 11, 1)


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill(number: str = "S-DB-202611-00", **more: object) -> None:
    with transaction():
        facts = {
            "number": number,
            "street_id": staff.unit("S").id,
            "scheme": "minimum_living",
            "month": NOVEMBER,
            "pay_on": NOVEMBER,
            "prepared_by": staff.actor("clerk").account_id,
        }
        session.add(PaymentMonth(**facts | more))
        session.flush()


def test_down_and_up_with_payment_months(app: Portal) -> None:
    with app.app_context():
        _fill()
        assert _tables() >= OWN
        runner.to("0009")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        _fill()
        with transaction("read"):
            assert session.scalars(select(PaymentMonth.state)).all() == ["preparing"]


def test_the_database_itself_keeps_one_month_and_sums_that_add_up(app: Portal) -> None:
    with app.app_context():
        _fill()
        for wrong in ({}, {"run": 1}, {"run": 1, "kind": "regular"}):
            with pytest.raises(IntegrityError):
                _fill("S-DB-202611-09", **wrong)
        with pytest.raises(IntegrityError), transaction():
            session.execute(update(PaymentMonth).values(net_fen=1))
