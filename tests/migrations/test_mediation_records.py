"""The migration of what is said at the table, with rows: down it takes its own tables only, up they work again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.mediation.records.lines import RESULT_KEY
from portal.mediation.records.models import MediationSession, Signature
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import mediation as made
from tests.factories import staff

pytestmark = pytest.mark.both

OWN = {
    "clause_template",
    "case_agent",
    "case_participant",
    "evidence_item",
    "investigation",
    "mediation_session",
    "signature",
    "evidence_scan",
    "investigator",
    "session_attendance",
}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill(position: int) -> None:
    with transaction():
        case = made.make_case("mediating")
        account = staff.actor("mediator").account_id
        one = MediationSession(
            case=case,
            position=position,
            started_at=dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC),
            entered_by=account,
            lines=[{"key": RESULT_KEY, "who": "", "what": "择日再调", "by": "p"}],
        )
        session.add(one)
        session.flush()
        session.add(
            Signature(
                case=case,
                subject_type="MediationSession",
                subject_id=one.id,
                kind="witness",
                name="周邻居",
                way="paper",
                signed_on=dt.date(2026, 11, 22),
                entered_by=account,
            )
        )


def test_down_and_up_with_rows(app: Portal) -> None:
    with app.app_context():
        _fill(1)
        assert _tables() >= OWN
        runner.to("0022")
        assert not OWN & _tables()
        runner.to("head")
        _fill(2)
        with transaction("read"):
            kept = session.query(MediationSession).one()
            assert (kept.position, kept.result) == (2, "择日再调")
