"""Which reports are owed: one for each unit and period, from the first day it is known; the truth of units over time."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from portal import clock
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
