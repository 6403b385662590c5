"""What the dashboard counts itself, within the units of the reader, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from portal import clock
from portal.dashboard import queries
from portal.dashboard.desk import desk_of
from portal.db import transaction
from portal.services import actions
from portal.services.actions import MaterialCheck
from portal.web.application import Portal
from tests.factories import residents, services, staff

TODAY = dt.date(2026, 11, 22)
LONG_AGO = dt.date(2026, 10, 12)


@pytest.fixture(autouse=True)
def context(hall: Portal) -> Iterator[None]:
    """An open application context."""
    with hall.app_context():
        yield


def overdue(**more: object) -> int:
    """An application accepted so long ago that its day has passed; gives its key."""
    clock.fix_today(LONG_AGO)
    with transaction():
        key = services.accepted(residents.make_resident(), **more).id
    clock.fix_today(TODAY)
    return key


class TestListProvisionalYears:
    def test_names_the_next_year_in_november(self) -> None:
        assert queries.list_provisional_years(dt.date(2026, 11, 22)) == [2027]

    def test_names_nothing_in_summer(self) -> None:
        assert queries.list_provisional_years(dt.date(2026, 7, 1)) == []

    def test_names_the_year_itself(self) -> None:
        assert queries.list_provisional_years(dt.date(2027, 3, 1)) == [2027]


class TestCountCounter:
    def test_counts_the_day_of_the_reader_s_units(self) -> None:
        with transaction():
            services.draft(residents.make_resident())
            services.collected(residents.make_resident())
            voided = services.accepted(residents.make_resident())
            actions.void_acceptance(staff.actor("clerk"), voided, version=None, reason="录错")
        found = queries.count_counter(staff.actor("clerk"))
        assert found == queries.CounterFigures(applied=2, accepted=1, decided=1, collected=1, enquiries=0)
        assert queries.count_counter(staff.actor("clerk_s2")) == queries.CounterFigures()
        assert queries.count_counter(staff.actor("clerk"), dt.date(2026, 11, 21)) == queries.CounterFigures()


class TestListLate:
    def test_sums_by_unit_and_item_the_most_overdue_first(self) -> None:
        overdue(item="visited_help")
        overdue()
        overdue()
        with transaction():
            services.accepted(residents.make_resident())
        lines = queries.list_late(staff.actor("supervisor"))
        assert [(line.unit, line.item, line.running, line.due_today, line.overdue) for line in lines] == [
            ("示范街道办事处", "困难帮扶登记", 3, 0, 2),
            ("示范街道办事处", "入户帮扶登记", 1, 0, 1),
        ]
        assert lines[0].oldest == dt.date(2026, 10, 26)
        assert lines[0].left is not None
        assert lines[0].left < 0

    def test_is_empty_where_nothing_runs(self) -> None:
        assert queries.list_late(staff.actor("supervisor")) == []


class TestDeskOf:
    def test_lays_the_work_of_each_role_in_its_piles(self) -> None:
        late = overdue()
        with transaction():
            services.draft(residents.make_resident())
            decided = services.decided(residents.make_resident()).id
            issued = services.issued(residents.make_resident()).id
        clerk = desk_of(staff.actor("clerk"))
        assert clerk is not None
        piles = {pile.key: [a.id for a in pile.rows] for pile in clerk.piles}
        assert (piles["late"], piles["waiting"], piles["ready"]) == ([late], [decided], [issued])
        assert len(piles["drafts"]) == 1
        assert (clerk.counts.overdue, clerk.counts.waiting, clerk.counts.to_collect) == (1, 1, 1)
        reviewer = desk_of(staff.actor("reviewer"))
        assert reviewer is not None
        assert {pile.key: [a.id for a in pile.rows] for pile in reviewer.piles} == {"waiting": [late]}
        assert reviewer.left[late] < 0

    def test_shows_materials_that_were_promised_and_did_not_come(self) -> None:
        clock.fix_today(LONG_AGO)
        with transaction():
            clerk = staff.actor("clerk")
            application = services.draft(residents.make_resident())
            promised = MaterialCheck("promised", promised_by=dt.date(2026, 10, 20))
            actions.accept_application(clerk, services.checked(application, proof=promised), version=None)
        clock.fix_today(TODAY)
        desk = desk_of(staff.actor("clerk"))
        assert desk is not None
        assert [one.code for one in desk.promised] == ["proof"]
        assert desk.counts.promised_overdue == 1

    def test_answers_what_waits_even_when_nothing_does(self) -> None:
        desk = desk_of(staff.actor("clerk"))
        assert desk is not None
        assert [pile.key for pile in desk.piles] == ["waiting"]

    @pytest.mark.parametrize("role", ["mediator", "community", "secretary", "admin", "auditor", "justice"])
    def test_is_no_desk_for_those_without_applications(self, role: str) -> None:
        assert desk_of(staff.actor(role)) is None
