"""The register of births registered: every column, ended ones struck, conditions, scope, and one statement for all."""

from __future__ import annotations

import pytest

from portal.db import transaction
from portal.ledgers import Row, asking, queries
from portal.services import actions
from portal.services.items.birth_registration.ledger import REGISTRATIONS
from tests.factories import residents, services, staff
from tests.factories.births import DUE, draft, make_father, make_mother, registered

pytestmark = pytest.mark.usefixtures("hall")


def listed(who: str = "clerk", **given: str) -> list[Row]:
    """The lines that somebody sees for these conditions."""
    actor = staff.actor(who)
    asked = asking.read(asking.question(REGISTRATIONS, actor, given))
    found = list(queries.list_rows(REGISTRATIONS, actor, asked))
    measure = queries.measure(REGISTRATIONS, actor, asked)
    assert (measure.rows, measure.struck) == (len(found), sum(row.is_struck for row in found))
    return found


class TestRegistrations:
    def test_says_every_column_and_the_last_four_alone(self) -> None:
        with transaction():
            application = registered(make_mother(), partner=make_father().id)
            services.print_results(application)
            actions.collect_result(staff.actor("clerk"), application, version=None, collector="self")
        row = listed()[0]
        assert {c.key for c in REGISTRATIONS.columns} == {*row.values, "position"}
        assert (row.values["mother"], row.values["father"]) == ("刘样本", "陈样本")
        assert row.values["mother_identity"] == "*" * 14 + "0266"
        assert row.values["father_identity"] == "*" * 14 + "0139"
        assert (row.values["order"], row.values["due"], row.values["newborns"]) == (1, DUE, 0)
        assert (row.values["business"], row.values["status"]) == ("登记", "有效")
        assert row.values["collected"] == "本人领取 2026-11-22"

    def test_strikes_what_was_changed_and_names_the_number_before(self) -> None:
        with transaction():
            mother = make_mother()
            registered(mother)
            change = services.checked(draft(mother, business="change", change_note="改医院"))
            actions.complete_on_the_spot(staff.actor("clerk"), change, version=None)
            registered(residents.make_resident(name="王样本", sex="2"), last_period=None)
        found = listed(group="none")
        assert [row.is_struck for row in found] == [True, False, False]
        assert found[1].values["former"] == "示街办育〔2026〕1号"
        assert len(listed(business="change")) == 1
        assert len(listed(status="replaced")) == 1
        assert listed("clerk_s2") == []

    def test_sorts_by_each_column(self) -> None:
        with transaction():
            registered(make_mother())
            registered(make_father(), last_period=None)
        actor = staff.actor("clerk")
        for column in (c for c in REGISTRATIONS.columns if c.sorts):
            asked = asking.read(asking.question(REGISTRATIONS, actor, {"sort": column.key, "desc": "1"}))
            assert len(list(queries.list_rows(REGISTRATIONS, actor, asked))) == 2
