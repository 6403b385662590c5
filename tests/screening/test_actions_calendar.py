"""Which reports are owed: one for each unit and period, from the first day it is known; the truth of units over time."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.models import ReportDuty
from portal.settings.actions import change_setting
from portal.units.actions import close_unit, found_unit, move_unit
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
MONDAY = dt.date(2026, 11, 23)


def duties(unit: str, kind: str = "week") -> list[ReportDuty]:
    """What a unit of the cast owes, in order."""
    statement = select(ReportDuty).where(ReportDuty.unit_id == staff.unit(unit).id, ReportDuty.kind == kind)
    return list(session.scalars(statement.order_by(ReportDuty.first)))


def change(admin: Actor, key: str, text: str) -> None:
    """A practice of the street from today on."""
    change_setting(
        admin, key=key, text=text, valid_from=clock.today(), reason="街道决定", unit_id=staff.unit("S").id
    )


class TestEnsureDuties:
    def test_weeks_touch_and_stand_once(self) -> None:
        """Four weeks ahead, each after the other, however often and whenever the calendar is looked after."""
        for day in (dt.date(2026, 11, 22), dt.date(2026, 11, 22), dt.date(2026, 12, 1), dt.date(2027, 1, 5)):
            clock.fix_today(day)
            with transaction():
                ensure_duties()
        weeks = duties("C1")
        assert weeks[0].first == dt.date(2026, 11, 16)
        assert all(b.first == a.last + dt.timedelta(days=1) for a, b in itertools.pairwise(weeks))
        assert weeks[-1].last >= dt.date(2027, 2, 1)
        assert [w.label for w in weeks if w.number == 53] == ["2026年第53周(12月28日—2027年1月3日)"]
        assert duties("S") == []
        assert next(d.label for d in duties("S", "half_month")).startswith("2026年11月下半月")
        assert len(duties("S", "year")) == 2

    @pytest.mark.both
    def test_units_open_move_and_close(self) -> None:
        """A new unit owes its first week, a moved one reports where it stands at the week's end, a closed one its last week."""
        with transaction():
            ensure_duties()
        admin = staff.actor("admin")
        with transaction():
            new = found_unit(
                admin,
                kind="community",
                code="C9",
                name="新设社区",
                short_name="新设",
                parent_id=staff.unit("S").id,
                valid_from=dt.date(2026, 11, 26),
            )
            move_unit(
                admin,
                unit_id=staff.unit("C2").id,
                parent_id=staff.unit("S2").id,
                starts_on=dt.date(2026, 11, 25),
                reason="区划调整",
            )
            close_unit(
                admin,
                unit_id=staff.unit("C1").id,
                last_day=dt.date(2026, 12, 2),
                reason="撤并",
                successor_id=new.id,
                with_posts=True,
                with_children=True,
            )
        assert duties("C9")[0].first == dt.date(2026, 11, 23)
        streets = {d.first: d.street.code for d in duties("C2")}
        assert streets[dt.date(2026, 11, 16)] == "S"
        assert streets[dt.date(2026, 11, 23)] == "S2"
        assert duties("C1")[-1].first == dt.date(2026, 11, 30)
        assert duties("C1")[-1].street.code == "S"

    def test_weeks_follow_the_street_s_day_from_the_next_on(self) -> None:
        """From Monday to Friday in the middle of a week, and back: they touch, none repeats another's name, all at once."""
        with transaction():
            ensure_duties()
        cases = [
            (MONDAY, "4", ["2026年第48周(11月23日—11月29日)", "2026年第48周（续）(11月30日—12月3日)"]),
            (MONDAY, "0", ["2026年第48周(11月23日—11月29日)", "2026年第49周(11月30日—12月6日)"]),
            (
                dt.date(2026, 12, 2),
                "4",
                ["2026年第49周(11月30日—12月6日)", "2026年第49周（续）(12月7日—12月10日)"],
            ),
        ]
        for today, week_start, labels in cases:
            clock.fix_today(today)
            with transaction():
                change_setting(
                    staff.actor("admin"),
                    key="screening.week_start",
                    text=week_start,
                    valid_from=today,
                    reason="街道改周五起算",
                    unit_id=staff.unit("S").id,
                )
            weeks = duties("C1")
            at = next(place for place, week in enumerate(weeks) if week.label == labels[0])
            assert [week.label for week in weeks[at : at + 2]] == labels
            assert all(b.first == a.last + dt.timedelta(days=1) for a, b in itertools.pairwise(weeks))
            assert len({week.label for week in weeks}) == len(weeks)

    @pytest.mark.both
    def test_a_unit_that_opens_while_the_week_s_day_changes_reports_by_the_weeks_of_its_sisters(self) -> None:
        """Found on the very day, in the week that runs or ahead: never a column of its own in the grid."""
        clock.fix_today(MONDAY)
        with transaction():
            ensure_duties()
        admin = staff.actor("admin")
        for code, starts_on in (
            ("C7", MONDAY),
            ("C8", dt.date(2026, 11, 28)),
            ("C9", dt.date(2026, 12, 2)),
        ):
            with transaction():
                change(admin, "screening.week_start", "4")
                found_unit(
                    admin,
                    kind="community",
                    code=code,
                    name=f"新设{code}社区",
                    short_name=code,
                    parent_id=staff.unit("S").id,
                    valid_from=starts_on,
                )
                ensure_duties()
            sisters = [(w.first, w.last, w.label, w.due_at) for w in duties("C1")]
            own = [(w.first, w.last, w.label, w.due_at) for w in duties(code)]
            assert own
            assert own == [one for one in sisters if one[1] >= starts_on]

    def test_a_week_that_runs_keeps_its_due_time_when_the_practice_changes(self) -> None:
        """The new hour and day hold from the next week on, and still do when that one runs."""
        clock.fix_today(MONDAY)
        admin = staff.actor("admin")
        with transaction():
            ensure_duties()
        with transaction():
            change(admin, "screening.week_due_hour", "12:00")
            change(admin, "screening.week_due_days", "2")
        wanted = {MONDAY: "11-30 17:00", MONDAY + dt.timedelta(days=7): "12-08 12:00"}
        for today in (MONDAY, MONDAY + dt.timedelta(days=3), MONDAY + dt.timedelta(days=8)):
            clock.fix_today(today)
            with transaction():
                ensure_duties()
            due = {week.first: f"{clock.office_time(week.due_at):%m-%d %H:%M}" for week in duties("C1")}
            assert {first: due[first] for first in wanted} == wanted
