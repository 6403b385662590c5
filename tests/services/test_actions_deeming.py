"""Acceptance by silence: the list before, on and after the limit, and the timer that writes it down once."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock, scheduler
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services import actions, limits, queries
from portal.services.actions import MaterialCheck
from portal.services.models import Application, ApplicationEvent
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")

RECEIVED, LIMIT, AFTER = dt.date(2026, 11, 16), dt.date(2026, 11, 23), dt.date(2026, 11, 24)


def seen() -> list[tuple[str, bool]]:
    return [(str(one.limit), one.is_deemed) for one in queries.list_unanswered(staff.actor("clerk"))]


def test_the_list_and_the_timer_before_on_and_after_the_limit() -> None:
    clock.fix_today(RECEIVED)
    with transaction():
        someone = residents.make_zhang()
        key = services.draft(someone).id
        told = services.checked(services.draft(someone), proof=MaterialCheck("missing"))
        actions.notify_missing(staff.actor("clerk"), told, version=None)
    assert seen() == []
    clock.fix_today(dt.date(2026, 11, 20))
    assert seen() == [("2026-11-23", False)]
    clock.fix_today(LIMIT)
    with transaction():
        assert actions.deem_accepted() == 0
    assert seen() == [("2026-11-23", False)]

    clock.fix_today(AFTER)
    assert seen() == [("2026-11-23", True)]
    assert scheduler.run_task(
        next(one for one in scheduler.due_tasks() if "silence" in one.name)
    ) == scheduler.Done("applications accepted by silence", 1)
    with transaction():
        assert actions.deem_accepted() == 0
        application = session.get_one(Application, key)
        assert application.is_deemed
        events = session.query(ApplicationEvent).filter_by(application_id=key, verb="deem_accepted").all()
        assert [(one.day, one.account_id) for one in events] == [(AFTER, None)]
        assert limits.deemed_accepted_on(application) == RECEIVED
    clerk = staff.actor("clerk")
    with pytest.raises(RuleBroken, match="视为受理"), transaction():
        actions.discard_draft(clerk, services.reload(key), version=None)
    with transaction():
        application = services.checked(services.reload(key), proof=MaterialCheck("missing"))
        actions.accept_application(clerk, application, version=None)
        assert (application.accepted_on, application.is_deemed) == (RECEIVED, True)
    assert seen() == []
    assert queries.list_unanswered(staff.actor("auditor")) == []
