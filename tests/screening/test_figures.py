"""A dispute counts at most once in each figure of a period, so that the list behind a figure is as long as the figure says."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.figures import SIX, count_figures, sum_by_unit
from portal.screening.rollup import ground, queries
from portal.screening.rollup.actions import reporting
from portal.screening.rollup.paper import paper_of
from portal.units.actions import rename_unit
from tests.factories import staff
from tests.factories.screening import duty_of, make_dispute

pytestmark = pytest.mark.usefixtures("database")
FIRST, LAST = dt.date(2026, 11, 16), dt.date(2026, 11, 30)
BEFORE, AFTER = dt.date(2026, 11, 10), dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _calendar(database: None) -> None:
    with transaction():
        ensure_duties()
    clock.fix_today(AFTER)


def live(dispute: Dispute, story: str, since: dt.date = FIRST) -> None:
    """What happens to a dispute, a letter a day: s(ettled), r(eopened), o(ut to another community), b(ack), h(anded on)."""
    actor = staff.actor("mediator")
    for number, letter in enumerate(story, start=1):
        on = since + dt.timedelta(days=number)
        if letter == "s":
            standing.resolve(actor, dispute, on=on, way="people" if number == 1 else "judicial")
        elif letter == "r":
            standing.reopen(actor, dispute, on=on)
        elif letter == "h":
            standing.hand_on(actor, dispute, on=on, note="区综治中心")
        else:
            there = staff.unit("C2" if letter == "o" else "C1").id
            standing.move_to(actor, dispute, unit_id=there, on=on, note="转办")


class TestOnceInAPeriod:
    @pytest.mark.parametrize(
        ("earlier", "story", "six"),
        [
            # opening, found, resolved, went_out, came_in, closing
            ("", "s", (1, 0, 1, 0, 0, 0)),
            ("", "sr", (1, 0, 1, 0, 1, 1)),
            ("", "srs", (1, 0, 1, 0, 0, 0)),
            ("", "srsrs", (1, 0, 1, 0, 0, 0)),
            ("", "srsr", (1, 0, 1, 0, 1, 1)),
            ("", "srh", (1, 0, 1, 1, 1, 0)),
            ("", "ob", (1, 0, 0, 1, 1, 1)),
            ("", "obo", (1, 0, 0, 1, 0, 0)),
            ("", "srob", (1, 0, 0, 1, 1, 1)),
            ("", "obsr", (1, 0, 1, 0, 1, 1)),
            ("s", "r", (0, 0, 0, 0, 1, 1)),
            ("s", "rs", (0, 0, 1, 0, 1, 0)),
            ("s", "rsrs", (0, 0, 1, 0, 1, 0)),
            ("s", "rsr", (0, 0, 0, 0, 1, 1)),
            ("s", "rsro", (0, 0, 0, 1, 1, 0)),
            ("o", "bs", (0, 0, 1, 0, 1, 0)),
        ],
    )
    def test_what_repeats_cancels(self, earlier: str, story: str, six: tuple[int, ...]) -> None:
        """The identity holds, no figure counts the dispute twice, and the community says the same among its street's units."""
        with transaction():
            dispute, unit_id = make_dispute("C1", on=BEFORE), staff.unit("C1").id
            live(dispute, earlier, BEFORE)
            live(dispute, story)
            figures = count_figures([unit_id], FIRST, LAST)
            assert tuple(figures.six().values()) == six
            assert figures.adds_up
            assert all(len(figures.of(name)) == getattr(figures, name) for name in SIX)
            assert sum_by_unit([unit_id], FIRST, LAST)[unit_id] == figures.six()

    def test_the_way_is_that_of_the_settlement_that_counts(self) -> None:
        """Of two in the period the last; a later reopening takes nothing from it when the records are read anew."""
        with transaction():
            again, once = make_dispute("C1", on=BEFORE), make_dispute("C1", on=BEFORE)
            live(again, "srs")
            live(once, "s")
            standing.reopen(staff.actor("mediator"), once, on=AFTER)
            report = reporting.make_roll_up(staff.actor("street"), duty_of("S", FIRST, "half_month"))
            assert report.resolved == sum(line.in_resolved for line in report.lines) == 2
            assert report.figures["ways"] == {"people": 1, "administrative": 0, "judicial": 1, "other": 0}
            told = {line.dispute_id: (line.facts["resolved_on"], line.facts["way"]) for line in report.lines}
            assert told == {again.id: ("2026-11-19", "judicial"), once.id: ("2026-11-17", "people")}


def test_a_key_dispute_lies_where_it_lay_on_the_last_day() -> None:
    """Moved on after the period, and its unit renamed: the paper names the unit, and the name, of the period's last day."""
    with transaction():
        moved, stayed = (make_dispute("C1", on=FIRST, risk="red") for _ in range(2))
        live(moved, "o", LAST)
        unit = staff.unit("C1")
        then = unit.short_name_on(LAST)
        rename_unit(
            staff.actor("admin"),
            unit_id=unit.id,
            name="新名社区",
            short_name="新名",
            starts_on=AFTER,
            reason="更名",
        )
        report = reporting.make_roll_up(staff.actor("street"), duty_of("S", FIRST, "half_month"))
        assert {one.number: one.unit for one in paper_of(report).disputes} == {
            moved.number: then,
            stayed.number: then,
        }


def test_the_list_says_whose_ground_has_moved() -> None:
    """As the report's own page does; one that nothing has happened to is not marked."""
    with transaction():
        reporting.make_roll_up(staff.actor("street"), duty_of("S", FIRST, "half_month"))
        report = queries.list_owed(staff.actor("street"), "half_month")
        assert not any(one.has_moved for one in report)
        make_dispute("C1", on=LAST)
        marked = [one for one in queries.list_owed(staff.actor("street"), "half_month") if one.has_moved]
        assert [one.draft is not None and ground.look_at(one.draft).has_moved for one in marked] == [True]
