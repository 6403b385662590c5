"""Changing the calendar: who may, what is refused, what is recorded, and who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from portal.almanac import actions, changes, queries
from portal.almanac.notices import NoticeDay, read_notice
from portal.almanac.seed import seed_calendar
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, RuleBroken
from tests.almanac.notice_2026 import NOTICE
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
MONDAY = dt.date(2027, 1, 4)
SUNDAY = dt.date(2027, 1, 3)


@pytest.fixture
def told() -> Iterator[list[tuple[dt.date, dt.date, bool]]]:
    """What a room that asked was told: the span, and whether the first Monday is a working day by then."""
    heard: list[tuple[dt.date, dt.date, bool]] = []

    def note(_actor: object, first: dt.date, last: dt.date) -> None:
        heard.append((first, last, queries.lookup(MONDAY).is_workday))

    changes.on_change(note)
    yield heard
    changes._callbacks.remove(note)


class TestSetDay:
    def test_enters_a_holiday_tells_and_records(self, told: list[object]) -> None:
        with transaction():
            assert queries.lookup(MONDAY).is_workday
            actions.set_day(staff.actor("admin"), day=MONDAY, is_workday=False, reason="元旦放假")
            assert not queries.lookup(MONDAY).is_workday
        assert told == [(MONDAY, MONDAY, False)]
        entry = list_entries()[0]
        assert (entry.verb, entry.facts["day"], entry.actor_name) == (
            "almanac.set_day",
            "2027-01-04",
            staff.actor("admin").name,
        )

    @pytest.mark.both
    def test_changes_what_was_seen_and_refuses_what_is_out_of_date(self) -> None:
        admin = staff.actor("admin")
        with transaction():
            actions.set_day(admin, day=SUNDAY, is_workday=True, reason="调休")
        version = queries.find_day(SUNDAY).version  # type: ignore[union-attr]
        with transaction():
            actions.set_day(admin, day=SUNDAY, is_workday=True, reason="元旦调休上班", version=version)
        with pytest.raises(Conflict), transaction():
            actions.set_day(admin, day=SUNDAY, is_workday=False, reason="放假", version=version)
        assert queries.find_day(SUNDAY).reason == "元旦调休上班"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("day", "is_workday", "reason", "field"),
        [
            (MONDAY, True, "上班", "is_workday"),
            (MONDAY, False, "  ", "reason"),
            (dt.date(1999, 12, 31), False, "假", "day"),
            (dt.date(2101, 1, 1), False, "假", "day"),
        ],
    )
    def test_refuses(self, day: dt.date, is_workday: bool, reason: str, field: str) -> None:
        with pytest.raises(RuleBroken) as refusal, transaction():
            actions.set_day(staff.actor("admin"), day=day, is_workday=is_workday, reason=reason)
        assert refusal.value.field == field

    def test_only_an_administrator(self) -> None:
        with pytest.raises(Forbidden), transaction():
            actions.set_day(staff.actor("leader"), day=MONDAY, is_workday=False, reason="假")


class TestRemoveDay:
    def test_lets_the_day_follow_its_weekday(self, told: list[object]) -> None:
        with transaction():
            key = actions.set_day(staff.actor("admin"), day=MONDAY, is_workday=False, reason="元旦放假").id
        with transaction():
            actions.remove_day(staff.actor("admin"), day_id=key)
        assert queries.lookup(MONDAY).is_workday
        assert len(told) == 2
        with pytest.raises(Forbidden), transaction():
            actions.remove_day(staff.actor("clerk"), day_id=key)


class TestLoadNotice:
    def test_makes_the_year_official_and_replaces_what_was_entered(self, told: list[object]) -> None:
        admin = staff.actor("admin")
        with transaction():
            actions.set_day(admin, day=dt.date(2026, 3, 6), is_workday=False, reason="误登")
            actions.load_notice(admin, year=2026, days=read_notice(NOTICE, 2026), source="国办发明电")
        assert queries.find_year(2026)
        assert queries.find_day(dt.date(2026, 3, 6)) is None
        assert len(queries.list_days(2026)) == 39
        assert not queries.due_after(dt.date(2026, 9, 18), 5).provisional
        with transaction():
            actions.load_notice(admin, year=2026, days=read_notice(NOTICE, 2026), source="更正")
        assert (len(queries.list_days(2026)), queries.find_year(2026).source) == (39, "更正")  # type: ignore[union-attr]

    def test_agrees_with_the_package(self) -> None:
        with transaction():
            seed_calendar()
        seeded = [(d.day, d.is_workday, d.reason) for d in queries.list_days(2026)]
        with transaction():
            actions.load_notice(
                staff.actor("admin"), year=2026, days=read_notice(NOTICE, 2026), source="国办"
            )
        session.expire_all()
        assert [(d.day, d.is_workday, d.reason) for d in queries.list_days(2026)] == seeded

    def test_the_last_days_of_the_year_before_are_kept_beside_its_own(self) -> None:
        with transaction():
            actions.set_day(staff.actor("admin"), day=dt.date(2026, 12, 5), is_workday=False, reason="甲")
            rows = [
                NoticeDay(dt.date(2026, 12, 31), False, "元旦放假"),
                NoticeDay(MONDAY, False, "元旦放假"),
            ]
            actions.load_notice(staff.actor("admin"), year=2027, days=rows, source="国办")
        assert len(queries.list_days(2026)) == 2

    def test_refuses_other_years_no_days_and_no_source(self) -> None:
        admin, row = staff.actor("admin"), NoticeDay(MONDAY, False, "元旦放假")
        for year, days, source, field in (
            (2029, [row], "文", "text"),
            (2027, [], "文", "text"),
            (2027, [row], " ", "source"),
        ):
            with pytest.raises(RuleBroken) as refusal, transaction():
                actions.load_notice(admin, year=year, days=days, source=source)
            assert refusal.value.field == field
        assert queries.list_days(2027) == []


class TestMarkOfficial:
    def test_and_back_again(self) -> None:
        admin = staff.actor("admin")
        with transaction():
            actions.mark_official(admin, year=2027, source="国办发明电")
        assert queries.lookup(MONDAY).official
        with transaction():
            actions.mark_provisional(admin, year=2027, reason="漏了调休")
        assert not queries.lookup(MONDAY).official
        with pytest.raises(RuleBroken, match="本来就是暂定"), transaction():
            actions.mark_provisional(admin, year=2027, reason="再来")
        with pytest.raises(RuleBroken), transaction():
            actions.mark_official(admin, year=3000, source="国办")


class TestChangeHours:
    MORNING = (dt.time(8, 30), dt.time(12), "")

    def test_replaces_the_week_and_notices_the_other_administrator(self) -> None:
        admin, seen = staff.actor("admin"), queries.opening_hours().version
        with transaction():
            actions.change_hours(
                admin, segments={1: [self.MORNING, (dt.time(14), dt.time(17), "预约")]}, version=seen
            )
        assert queries.opening_hours().text(1) == "08:30-12:00 14:00-17:00 预约"
        with pytest.raises(Conflict) as conflict, transaction():
            actions.change_hours(admin, segments={2: [self.MORNING]}, version=seen)
        assert conflict.value.record.text(1).startswith("08:30")

    def test_refuses_segments_that_overlap_or_run_backwards(self) -> None:
        for second in ((dt.time(11), dt.time(13), ""), (dt.time(15), dt.time(15), "")):
            with pytest.raises(RuleBroken) as refusal, transaction():
                actions.change_hours(staff.actor("admin"), segments={3: [self.MORNING, second]})
            assert refusal.value.field == "day_3"
