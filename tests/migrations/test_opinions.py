"""The migration of who gave the opinion on a closing report, with rows: down it takes only that, up the opinion still stands."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.mediation.agreements.actions.opinions import give_opinion
from portal.mediation.agreements.heads import find_report
from portal.mediation.models import MediationCase
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import staff, volumes

pytestmark = pytest.mark.both

NEW = {
    "opinion_by",
    "opinion_role",
    "opinion_on",
    "opinion_is_own",
    "opinion_entered_by",
    "opinion_file_id",
}


def _columns() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return {one["name"] for one in inspect(connection).get_columns("closing_report")}


def test_down_and_up_with_an_opinion(app: Portal) -> None:
    with app.app_context():
        with transaction():
            case = volumes.settled(has_opinion=False, is_signed=False)
            give_opinion(staff.actor("chair"), case, version=None, opinion="同意结案。")
            case_id = case.id
        assert _columns() >= NEW
        runner.to("0029")
        assert not _columns() & NEW
        with transaction("read"):
            assert (
                session.scalar(text("SELECT count(*) FROM closing_report WHERE opinion_sealed IS NOT NULL"))
                == 1
            )
        runner.to("head")
        with transaction():
            report = find_report(session.get_one(MediationCase, case_id))
            assert report is not None
            assert (report.opinion, report.opinion_by, report.opinion_on) == ("同意结案。", "", None)
            assert (report.opinion_is_own, report.opinion_file_id) == (False, None)
            report.opinion_by = "方守正"
