"""Hardship that a community found: reported once, taken on by the street with all that was told, or declined with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.db import transaction
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.services.items.temporary_relief.models import ReliefReport
from portal.services.items.temporary_relief.reports import actions, queries
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)


def report(**changes: Any) -> ReliefReport:
    told: dict[str, Any] = {
        "kind": "emergency",
        "event_on": TODAY,
        "persons": 2,
        "reason": "住房失火",
        "need": "过渡住处",
        "place": "示范路1号",
    }
    told |= changes
    who = told.pop("resident_id", None) or residents.make_resident().id
    return actions.report_hardship(staff.actor("community"), resident_id=who, **told)


class TestReportHardship:
    def test_the_street_takes_on_what_the_community_told(self) -> None:
        with transaction():
            made = report()
            with pytest.raises(RuleBroken, match="不用再报"):
                report(resident_id=made.resident_id)
            with pytest.raises(Forbidden):
                actions.take_on(staff.actor("community"), made, version=None)
            with pytest.raises(NotFound):
                queries.get_report(staff.actor("clerk_s2"), made.id)
            assert queries.list_reports(staff.actor("clerk")) == [made]
            assert queries.list_reports(staff.actor("clerk_s2")) == []
            with pytest.raises(Conflict):
                actions.take_on(staff.actor("clerk"), made, version=made.version - 1)
            application = actions.take_on(staff.actor("clerk"), made, version=made.version)
            assert (made.state, made.application, application.channel) == ("taken", application, "found")
            assert application.business == "emergency"
            assert application.answers["reason"] == "住房失火"
            assert str(application.answers["event_on"]) == "2026-11-22"
            with pytest.raises(RuleBroken, match="已经办理"):
                actions.decline(staff.actor("clerk"), made, version=None, answer="重复")

    @pytest.mark.both
    def test_declined_with_a_reason_it_may_be_reported_again(self) -> None:
        with transaction():
            made = report()
            with pytest.raises(RuleBroken) as refused:
                actions.decline(staff.actor("clerk"), made, version=None, answer=" ")
            assert refused.value.field == "answer"
            actions.decline(staff.actor("clerk"), made, version=None, answer="保险已经赔付")
            assert made.answer == "保险已经赔付"
            report(resident_id=made.resident_id)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("kind", "other"), ("event_on", dt.date(2026, 11, 23)), ("persons", 0), ("reason", " ")],
    )
    def test_what_is_wrong_is_refused_at_its_field(self, field: str, value: Any) -> None:
        with transaction(), pytest.raises(RuleBroken) as refused:
            report(**{field: value})
        assert refused.value.field == field
