"""The migration of volumes, with rows: down it takes its own tables only, up they work again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.mediation.volumes.pay_models import PayList
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.both

OWN = {
    "volume",
    "volume_case",
    "volume_edition",
    "volume_scan",
    "volume_original",
    "scan_turn",
    "volume_check",
    "volume_loan",
    "guidance_note",
    "pay_list",
    "pay_line",
    "suspicion_verdict",
    "call_sample",
    "call_back",
}
DAY = dt.date(2026, 11, 22)


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill(**changes: object) -> None:
    given = {"period_first": DAY, "period_last": DAY, "made_on": DAY, "made_by": 1, **changes}
    session.add(PayList(unit_id=staff.unit("S").id, **given))
    session.flush()


def test_down_and_up_with_a_list_of_payment(app: Portal) -> None:
    with app.app_context():
        with transaction():
            _fill()
        before = _tables()
        assert before >= OWN
        runner.to("0025")
        assert not _tables() & OWN
        assert _tables() >= {"referral", "agreement", "mediation_case"}
        runner.to("head")
        assert _tables() == before
        with transaction():
            assert session.scalars(select(PayList)).all() == []
            _fill()
        with pytest.raises(IntegrityError), transaction():
            _fill(state="approved")
