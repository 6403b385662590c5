"""The second person of a hearing or a review: only somebody whose post does such things, and nobody before one was chosen."""

from __future__ import annotations

import pytest

from portal import clock
from portal.accounts.roles import permissions_of
from portal.db import transaction
from portal.errors import RuleBroken
from portal.services.assistance.actions import record_review
from portal.services.assistance.forms.files import with_nobody
from portal.services.assistance.queries.staff import list_staff_who_may, may_do
from portal.web.application import Portal
from tests.factories import assistance, staff
from tests.services.assistance import life

pytestmark = pytest.mark.usefixtures("database")
HEARS, REVIEWS = "assistance.record_hearing", "assistance.record_review"
OTHERS = ("auditor", "admin", "mediator")


class TestSecondPerson:
    def test_only_who_may_do_it_is_offered(self, app: Portal) -> None:
        clerk = staff.actor("clerk")
        offered = {key for key, _name in list_staff_who_may(clerk, HEARS)}
        assert staff.actor("clerk2").account_id in offered
        assert clerk.account_id not in offered
        assert staff.actor("clerk_s2").account_id not in offered, "another street's"
        for role in OTHERS:
            assert HEARS not in permissions_of(role)
            assert staff.actor(role).account_id not in offered
            assert not may_do(staff.actor(role).account_id, HEARS)
        with app.test_request_context():
            assert with_nobody([(7, "王")])[0].value == 0, "nobody is chosen before somebody chooses"

    @pytest.mark.parametrize("role", [*OTHERS, None])
    def test_anybody_else_is_refused(self, role: str | None) -> None:
        with transaction():
            assistance.make_standard()
            file = assistance.make_file(2, 30_000)
            change = life.propose(file, "suspend", reason_code="lost_contact")
            second = staff.actor(role).account_id if role else 0
            with pytest.raises(RuleBroken) as refused:
                life.hear(change, signed=False, staff_two=second)
            assert refused.value.field == "staff_two"
            with pytest.raises(RuleBroken) as refused:
                record_review(
                    staff.actor("clerk"),
                    file,
                    version=None,
                    done_on=clock.today(),
                    with_id=second,
                    finding="unchanged",
                    note="一致",
                )
            assert refused.value.field == "with_id"
