"""A refusal is told in writing and delivered before its file is closed: what the case waits for, step by step."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.errors import RuleBroken
from portal.services import actions
from portal.services.deliveries import actions as deliveries
from portal.services.deliveries.actions import Outcome
from portal.services.deliveries.models import Delivery
from portal.services.ends.papers import PickUp
from portal.services.models import Application
from portal.services.next_steps import next_of
from tests.factories import services, staff

pytestmark = pytest.mark.usefixtures("hall")

TODAY = dt.date(2026, 11, 23)


def _refused() -> Application:
    return actions.decide_application(
        staff.actor("leader"), services.reviewed(), version=None, result="denied", reasons="收入高于标准"
    )


def _waits_for(application: Application) -> tuple[str, str, str]:
    need = next_of(application)
    assert need is not None
    return need.permission.removeprefix("services."), need.verb, (need.way_out or ("", ""))[1]


def _cannot_close(application: Application, why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        actions.close_application(staff.actor("clerk"), application, version=None)


def _deliver(application: Application) -> Delivery:
    clerk = staff.actor("clerk")
    paper = actions.tell_result(clerk, application, version=None, pick_up=PickUp())
    assert _waits_for(application) == ("record_delivery", "", f"/deliveries/papers/{paper.id}")
    _cannot_close(application, "办结通知书 示街办结〔2026〕1号还没有送达")
    return deliveries.prepare_delivery(clerk, paper, method="direct")


class TestCloseApplication:
    def test_after_the_refusal_was_written_and_delivered(self) -> None:
        clock.fix_today(TODAY)
        clerk = staff.actor("clerk")
        with transaction():
            application = _refused()
            assert _waits_for(application) == (
                "tell_result",
                "",
                f"/services/applications/{application.id}/tell-result",
            )
            _cannot_close(application, "还没有书面告知")
            delivery = _deliver(application)
            assert _waits_for(application) == ("record_delivery", "", f"/deliveries/{delivery.id}")
            deliveries.record_failure(clerk, delivery, version=None, reason="家中无人")
            _cannot_close(application, "还没有送达")
            second = deliveries.prepare_delivery(clerk, delivery.document, method="direct")
            deliveries.record_delivery(
                clerk, second, version=None, outcome=Outcome(TODAY, "direct", receiver_kind="self")
            )
            assert _waits_for(application) == ("close_application", "close_application", "")
            assert actions.close_application(clerk, application, version=None).state == "closed"

    def test_a_notice_that_was_made_anew_is_delivered_anew(self) -> None:
        clock.fix_today(TODAY)
        clerk = staff.actor("clerk")
        with transaction():
            application = _refused()
            delivery = _deliver(application)
            deliveries.record_delivery(
                clerk, delivery, version=None, outcome=Outcome(TODAY, "direct", receiver_kind="self")
            )
            actions.tell_result(clerk, application, version=None, pick_up=PickUp())
            _cannot_close(application, "还没有送达")

    def test_what_was_granted_waits_for_no_delivery(self) -> None:
        with transaction():
            assert _waits_for(services.decided()) == ("issue_result", "issue_result", "")
