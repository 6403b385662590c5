"""What a street has set for its disputes holds for whoever works in its communities too."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.screening.ledger import queries
from portal.screening.ledger.desk import standing_of
from tests.factories import staff
from tests.factories.screening import set_for_the_street
from tests.screening.ledger.test_actions_disputes import TODAY, registered

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("role", ["community", "street"])
def test_the_street_says_when_the_light_turns_yellow(role: str) -> None:
    """A yellow dispute has thirty days; ten days before its limit it is near for this street, and not by default."""
    with transaction():
        dispute = registered()
        set_for_the_street("limit_soon_days", "10")
    clock.fix_today(TODAY + 20 * DAY)
    actor = staff.actor(role)
    assert queries.soon_days(staff.unit("C1").id) == 10
    assert queries.count_tabs(actor)["soon"] == 1
    found = queries.list_disputes(actor, filters=queries.Filters(tab="soon"))
    assert [one.id for one, _care in found.rows] == [dispute.id]
    assert standing_of(actor, dispute).light.code == "yellow"


@pytest.mark.parametrize(("days", "count"), [("30", 1), ("5", 0)])
def test_the_street_says_how_far_a_twin_may_lie(days: str, count: int) -> None:
    with transaction():
        dispute = registered()
        set_for_the_street("twin_days", days)
    near = queries.list_near(staff.actor("community"), category_id=dispute.category_id, day=TODAY + 10 * DAY)
    assert len(near) == count
