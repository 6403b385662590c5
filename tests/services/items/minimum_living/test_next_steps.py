"""What a case waits for and on whose desk it stands, from acceptance to decision; and that its declaration is read once."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.services import checklist
from portal.services.items import hooks_of
from portal.services.items.minimum_living import actions
from portal.services.models import Application
from portal.services.next_steps import next_of
from portal.services.queries import count_work, list_waiting
from tests.factories import assistance, minimum_living, staff
from tests.services.test_queries import counted

pytestmark = pytest.mark.usefixtures("hall")


@pytest.fixture(autouse=True)
def standard(hall: None) -> None:
    with transaction():
        assistance.make_standard()


class TestNextSteps:
    """Who finds the case on the desk, from acceptance to decision: exactly those who can take the next step."""

    def _waits_for(self, application: Application) -> tuple[str, set[str]]:
        people = ("clerk", "reviewer", "leader", "district")
        holders = {who for who in people if application in list_waiting(staff.actor(who))}
        counted = {who for who in people if count_work(staff.actor(who)).waiting}
        assert counted == holders
        need = next_of(application)
        assert need is not None
        return need.label, holders

    def test_each_step_stands_with_whoever_takes_it(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            application = declaration.application
            assert self._waits_for(application) == ("入户调查", {"clerk"})
            minimum_living.reported(declaration)
            assert self._waits_for(application) == ("审核确认", {"district"})
            actions.confirm_household(staff.actor("district"), declaration, version=None, answer="confirmed")
            assert self._waits_for(application) == ("决定", {"reviewer", "leader"})

    def test_a_notice_that_was_not_posted_in_time_leads_to_another_posting_day(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            notice = minimum_living.announced(minimum_living.accepted(household, people))
            application = session.get_one(Application, notice.subject_id)
            assert self._waits_for(application) == ("初审公示", set())
            clock.fix_today(notice.post_on + dt.timedelta(days=1))
            need = next_of(application)
            assert self._waits_for(application) == ("初审公示", {"clerk", "reviewer"})
        assert need is not None
        assert need.is_late
        assert need.way_out == ("改张贴日", f"/services/notices/{notice.id}/redate")
        step = next(one for one in application.definition.steps if one.code == "public_notice")
        assert not hooks_of(application.definition).may_take(application, step)

    def test_many_cases_take_no_more_statements_than_one(self) -> None:
        counts = []
        for place in range(3):
            with transaction():
                minimum_living.accepted(*minimum_living.family(number=f"119901011{place}"))
            with counted() as sent:
                assert len(list_waiting(staff.actor("clerk"))) == place + 1
            counts.append(len(sent))
        assert counts[2] <= counts[0]

    def test_the_checklist_reads_the_declaration_once(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.draft(household, people)
            minimum_living.declared(application, people)
            with counted() as sent:
                checklist.checklist(application, clock.today())
        assert sum("FROM household_declaration" in one for one in sent) == 1
