"""An item that ends with its decision: nothing is made, nobody is asked to fetch anything, and the file is closed at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actor import Actor
from portal.db import transaction
from portal.errors import RuleBroken
from portal.services import actions, life
from portal.services.actions import MaterialCheck
from portal.services.definitions import Guide
from portal.services.models import Application
from portal.services.next_steps import next_of
from tests.factories import services, staff

pytestmark = pytest.mark.usefixtures("hall")

ENDS = replace(services.PLAIN, code="told_only", name="情况登记", guide=Guide(place="综合窗口"))
AT_ONCE = replace(ENDS, code="told_at_once", on_the_spot=True, on_the_spot_alone=True)


def _clerk() -> Actor:
    return staff.actor("clerk")


def _decided(**checks: MaterialCheck) -> Application:
    services.publish(ENDS)
    application = services.checked(services.draft(item=ENDS.code), **checks)
    actions.accept_application(_clerk(), application, version=None)
    actions.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
    return actions.decide_application(staff.actor("leader"), application, version=None, result="granted")


def test_the_decision_is_followed_by_the_closing() -> None:
    with transaction():
        application = _decided()
        need = next_of(application)
        assert need is not None
        assert need.verb == "close_application"
        assert "issue_result" not in {one.verb for one in life.possible(application, _clerk())}
        with pytest.raises(RuleBroken, match="没有要制发和领取的结果"):
            actions.issue_result(_clerk(), application, version=None)
        assert actions.close_application(_clerk(), application, version=None).state == "closed"
        assert (application.issued_on, application.collected_on) == (None, None)


def test_the_closing_waits_for_what_was_promised() -> None:
    with transaction():
        application = _decided(proof=MaterialCheck("promised"))
        with pytest.raises(RuleBroken, match="容缺的材料还没有补交：困难证明"):
            actions.close_application(_clerk(), application, version=None)


def test_what_is_done_on_the_spot_is_decided_and_closed() -> None:
    with transaction():
        services.publish(AT_ONCE)
        application = services.checked(services.draft(item=AT_ONCE.code))
        actions.complete_on_the_spot(_clerk(), application, version=None)
        assert (application.state, application.issued_on) == ("decided", None)
        assert actions.close_application(_clerk(), application, version=None).state == "closed"
