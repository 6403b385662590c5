"""The grid of duties: one state for each, in one statement; scenario 34; special periods; chase lists; heirs; doubts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.errors import Forbidden, RuleBroken
from portal.screening import freezing
from portal.screening.calendar import grid, heirs, reminding, truth
from portal.screening.calendar.actions import chasing, special
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.calendar.standings import standings
from portal.screening.calendar.states import Standing
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import at_hour
from portal.units.actions import close_unit
from tests.factories import staff
from tests.factories.screening import duty_of, make_dispute, read_alone
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("database")
MONDAY = dt.date(2026, 11, 16)
DUE = at_hour(dt.date(2026, 11, 23), dt.time(17))
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _calendar(database: None) -> None:
    with transaction():
        ensure_duties()


def filed(duty: ReportDuty, at: dt.datetime, late_seconds: int = 0) -> ScreeningReport:
    """An edition in force, as the records stand."""
    report = ScreeningReport(duty=duty, made_by=staff.actor("community").account_id)
    session.add(report)
    session.flush()
    freezing.freeze(report, [duty.unit_id])
    report.filed_at, report.signed_at, report.late_seconds = at, at, late_seconds
    report.state = "filed"
    session.flush()
    return report


def week(at: dt.datetime, who: str = "street") -> grid.Grid:
    """The grid of the week from 16 November."""
    return grid.read_grid(staff.actor(who), staff.unit("S"), "week", MONDAY, dt.date(2026, 11, 22), at=at)


class TestReadGrid:
    def test_scenario_34(self) -> None:
        """Seven communities: five report, one reports zero, one is silent at the due time; its silence is no zero."""
        with transaction():
            street = staff.unit("S")
            names = ["C1", "C2"] + [f"C{n}" for n in range(3, 8)]
            for code in names[2:]:
                staff.make_unit(code, "community", f"第{code}社区", code, street)
            ensure_duties()
            for code in names[:5]:
                make_dispute(code, on=dt.date(2026, 11, 18))
            for code in names[:6]:
                filed(duty_of(code, MONDAY), DUE - HOUR)
            found = week(DUE + HOUR)
            head = found.heads[0]
            said = head.tally.words % head.tally.params()
            assert said == "应报7 已报6（含零报告1） 未报1"
            key = (staff.unit("C7").id, MONDAY)
            assert found.cells[key].standing == Standing("unreported")
            chased = chasing.list_chased(staff.actor("street"), street, at=DUE + HOUR)
            assert [one.unit_id for one in chased] == [key[0]]
            assert reminding.remind(DUE + HOUR) >= 1
            assert duty_of("C7", MONDAY).reminded_at is not None
            filed(duty_of("C7", MONDAY), DUE + 3 * HOUR, late_seconds=3 * 3600)
            assert week(DUE + 4 * HOUR).cells[key].standing == Standing("zero", ("late",))

    def test_one_state_each_at_every_moment(self) -> None:
        """Expected, then unreported, then missing; a community sees its own line only."""
        with transaction():
            key = (staff.unit("C1").id, MONDAY)
            states = [
                week(at).cells[key].standing.state
                for at in (DUE - 200 * HOUR, DUE - HOUR, DUE + HOUR, DUE + 73 * HOUR)
            ]
            assert states == ["coming", "expected", "unreported", "missing"]
            own = week(DUE, "community")
            assert {row.unit.code for row in own.rows} == {"C1"}

    def test_the_grid_the_pages_and_the_states_agree(self) -> None:
        """Whatever a report is and whenever it is looked at, the statement tells what its record tells when read alone."""
        every: list[dict[str, Any]] = [
            {},
            {"is_zero": True},
            {"is_zero": True, "opening": 2, "closing": 2},
            {"found": 1, "closing": 1, "late_seconds": 60, "edition": 2},
            {"as_of": DUE, "ground_moved_at": DUE},
            {"signed_at": None},
            {"state": "draft", "filed_at": None},
            {"state": "withdrawn", "is_zero": True},
            {"state": "superseded", "is_zero": True},
            {"state": "sent"},
        ]
        with transaction():
            street = staff.unit("S")
            codes = [f"C{number}" for number in range(11, 11 + len(every))]
            for code in codes:
                staff.make_unit(code, "community", f"第{code}社区", code, street)
            ensure_duties()
            duties = [duty_of(code, MONDAY) for code in codes]
            for duty, facts in zip(duties, every, strict=True):
                given = {"state": "filed", "filed_at": DUE, "signed_at": DUE, "made_by": 1, **facts}
                session.add(ScreeningReport(duty=duty, **given))
            session.flush()
            for at in (DUE - 300 * HOUR, DUE - HOUR, DUE, DUE + HOUR, DUE + 72 * HOUR, DUE + 73 * HOUR):
                told, cells = standings(duties, at), week(at).cells
                for duty in duties:
                    by_hand = read_alone(duty, at)
                    assert cells[duty.unit_id, MONDAY].standing == told[duty.id] == by_hand, (duty.id, at)

    def test_cells_take_one_statement(self) -> None:
        """However many units and weeks there are."""
        with transaction():
            street, actor = staff.unit("S"), staff.actor("street")
            with statements() as sent:
                grid.read_grid(actor, street, "week", MONDAY, dt.date(2027, 1, 1))
            assert sum("report_duty" in statement for statement in sent) == 1


class TestSpecialPeriods:
    def test_days_are_owed_and_end_early(self) -> None:
        """Each named unit owes each day once, even when two periods name it; the week stays owed."""
        with transaction():
            actor, street = staff.actor("street"), staff.unit("S")
            given = {"street": street, "basis": "", "unit_ids": [staff.unit("C1").id]}
            days = {"first": dt.date(2026, 11, 23), "last": dt.date(2026, 11, 30)}
            one = special.open_special_period(actor, name="重要时期", **given, **days)
            special.open_special_period(actor, name="又一个", **given, **days)
            count = select(func.count(ReportDuty.id)).where(ReportDuty.kind == "day")
            assert session.scalar(count) == 8
            assert duty_of("C1", dt.date(2026, 11, 23)).kind == "week"
            with pytest.raises(RuleBroken) as refused:
                special.open_special_period(actor, name="过去", **given, first=MONDAY, last=MONDAY)
            assert refused.value.field == "first"
            clock.fix_today(dt.date(2026, 11, 25))
            for period in list(session.scalars(select(type(one)))):
                special.end_special_period(
                    actor, period, version=None, last_day=dt.date(2026, 11, 26), reason="提前解除"
                )
            assert session.scalar(count) == 4
            with pytest.raises(Forbidden):
                special.open_special_period(staff.actor("community"), name="无权", **given, **days)


class TestHeirs:
    def test_open_disputes_of_a_closed_unit_count_at_its_successor(self) -> None:
        """From the day after; what was settled before stays where it was."""
        with transaction():
            done, left = make_dispute("C2", on=MONDAY), make_dispute("C2", on=MONDAY)
            actor = staff.actor("mediator")
            standing.resolve(actor, done, on=dt.date(2026, 11, 18), way="people")
            close_unit(
                staff.actor("admin"),
                unit_id=staff.unit("C2").id,
                last_day=dt.date(2026, 11, 25),
                reason="撤并",
                successor_id=staff.unit("C1").id,
            )
            assert heirs.hand_over_closed() == 0
            clock.fix_today(dt.date(2026, 11, 26))
            assert heirs.hand_over_closed() == 1
            assert heirs.hand_over_closed() == 0
            assert standing.unit_now(left) == staff.unit("C1").id
            assert standing.unit_now(done) == staff.unit("C2").id
            assert {s.made_by for s in left.steps if s.kind == "moved_in"} == {None}


class TestDoubts:
    def test_what_was_entered_after_a_zero_report(self) -> None:
        """It stands on the supervisor's list with the days; what was there before the report does not."""
        with transaction():
            filed(duty_of("C1", MONDAY), clock.now() - HOUR)
            make_dispute("C1", on=dt.date(2026, 11, 17))
            make_dispute("C2", on=dt.date(2026, 11, 17))
            found = truth.list_doubts(staff.actor("supervisor"), MONDAY, dt.date(2026, 12, 1))
            assert [(one.report.duty.unit.code, one.is_late) for one in found] == [("C1", True)]
            with pytest.raises(Forbidden):
                truth.list_doubts(staff.actor("community"), MONDAY, MONDAY)

    def test_what_happened_in_a_zero_week_and_was_found_later(self) -> None:
        """The day of what happened is asked as well; one that happened before any report of its unit is nobody's silence."""
        with transaction():
            filed(duty_of("C1", MONDAY), clock.now() - HOUR)
            clock.fix_today(dt.date(2026, 11, 24))
            for happened in (dt.date(2026, 11, 18), dt.date(2026, 11, 9), None):
                make_dispute("C1", on=dt.date(2026, 11, 24)).happened_on = happened
            found = truth.list_doubts(staff.actor("supervisor"), MONDAY, dt.date(2026, 12, 1))
            assert [(one.day, one.is_found) for one in found] == [(dt.date(2026, 11, 18), False)]


class TestChasing:
    def test_a_list_is_frozen_on_paper(self) -> None:
        """With its number; nothing to chase is refused."""
        with transaction():
            made = chasing.draw_chase_list(staff.actor("street"), street=staff.unit("S"), at=DUE + HOUR)
            assert {row["unit"] for row in made.rows} == {"和平社区", "新华社区"}
            assert made.document.number.startswith("示街办催")
            for code in ("C1", "C2"):
                filed(duty_of(code, MONDAY), DUE + HOUR)
            with pytest.raises(RuleBroken, match="不用催报"):
                chasing.draw_chase_list(staff.actor("street"), street=staff.unit("S"), at=DUE + HOUR)
