"""The row of steps on the page of a case: what a case never went through is not marked as done."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.mediation.desk import stages
from portal.mediation.models import MediationCase
from portal.web.application import Portal

DAY = dt.date(2026, 11, 22)


class TestStages:
    @pytest.mark.parametrize("state", ["closed", "archived"])
    def test_a_case_closed_without_agreement_had_nothing_to_perform(self, app: Portal, state: str) -> None:
        case = MediationCase(state=state, applied_on=DAY, accepted_on=DAY, mediating_from=DAY)
        with app.test_request_context("/"):
            marks = dict(stages(case))
            assert (marks["调解"], marks["履行"], marks["结案"]) == ("done", "skipped", "done")
            case.agreed_on = DAY
            assert dict(stages(case))["履行"] == "done"
