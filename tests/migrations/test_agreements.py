"""The migration of agreements, with rows: down it takes its own tables only, up they work again."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import MediationCase
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import agreements

pytestmark = pytest.mark.both

OWN = {
    "agreement",
    "obligation",
    "performance",
    "urging",
    "confirmation",
    "case_visit",
    "closing_report",
}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_with_an_agreement(app: Portal) -> None:
    with app.app_context():
        with transaction():
            case_id = agreements.in_force().case_id
        assert _tables() >= OWN
        runner.to("0023")
        assert not OWN & _tables()
        with transaction("read"):
            assert session.scalar(text("SELECT number FROM mediation_case")) == "示街人调字〔2026〕1号"
        runner.to("head")
        with transaction():
            case = session.get_one(MediationCase, case_id)
            case.state = "mediating"
            again = agreements.in_force(case)
            assert again.number == "示街调协〔2026〕2号"
        with pytest.raises(IntegrityError):
            _second_in_force(again)


def _second_in_force(first: Agreement) -> None:
    with transaction():
        session.add(
            Agreement(
                case_id=first.case_id,
                form="oral",
                state="effective",
                reached_on=first.reached_on,
                effective_on=first.reached_on,
                number="2",
                entered_by=1,
            )
        )
