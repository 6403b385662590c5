"""What the page of a visit offers as the state of performance, by what was done."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.mediation.agreements.actions.performing import record_performance
from portal.mediation.agreements.routes.visits import offered_performance
from tests.factories import agreements, mediation, staff

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 2)


def test_what_is_paid_in_full_is_offered_as_done_before_anybody_says_so() -> None:
    with transaction():
        case = mediation.make_case("mediating", on=DAY)
        agreement = agreements.in_force(case, on=DAY)
        assert offered_performance(case, agreement) in ("not_yet", "none")
        for one in agreement.obligations:
            record_performance(
                staff.actor("mediator"), one, version=None, done_on=DAY, fen=one.fen, proof="receipt"
            )
        assert case.state == "performing"
        assert offered_performance(case, agreement) == "done"
