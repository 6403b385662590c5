"""The migration of support, with rows: down it takes its own tables and columns only, up again they work and keep their rules."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from portal import clock, db
from portal.db import transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.items.temporary_relief.models import ReliefReport
from portal.web.application import Portal
from tests.factories import adjustments, residents, staff

pytestmark = pytest.mark.both
OWN = {"relief_report", "destitute_case"}


def _columns(table: str) -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return {column["name"] for column in inspect(connection).get_columns(table)}


def _report() -> ReliefReport:
    who = staff.actor("community")
    report = ReliefReport(
        unit_id=staff.unit("C1").id,
        resident_id=residents.make_resident().id,
        kind="emergency",
        event_on=clock.today(),
        persons=1,
        reported_on=clock.today(),
        reported_by=who.account_id,
    )
    db.session.add(report)
    db.session.flush()
    return report


def test_down_and_up_with_a_report_and_a_batch(app: Portal) -> None:
    with app.app_context():
        with transaction():
            _report()
            adjustments.make_standard()
            adjustments.make_files([(1, 0)])
        key = adjustments.entered()
        runner.to("0018")
        with database.engine.connect() as connection:
            assert not OWN & set(inspect(connection).get_table_names())
        assert "asked_by" not in _columns("adjustment_line")
        runner.to("0019")
        assert {"asked_by", "note"} <= _columns("adjustment_line")
        assert "bank_job_id" in _columns("payment_month")
        runner.to("head")
        with transaction("read"):
            assert [line.note for line in adjustments.lines(key)] == [""]
        with pytest.raises(IntegrityError), transaction():
            _report().state = "taken"
