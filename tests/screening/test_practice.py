"""What many streets do: weeks from last Friday to this Thursday, due on Friday noon; and what a street may not write."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.errors import RuleBroken
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.models import ReportDuty
from tests.factories import staff
from tests.factories.screening import set_for_the_street

pytestmark = pytest.mark.usefixtures("database")


def weeks(unit: str) -> list[ReportDuty]:
    mine = ReportDuty.query.filter_by(unit_id=staff.unit(unit).id, kind="week")
    return mine.order_by(ReportDuty.first).all()


def test_weeks_from_friday_to_thursday_are_due_on_friday_noon() -> None:
    """The last week of the year among them: its due time moves past New Year's Day, and waits for the year's notice."""
    with transaction():
        set_for_the_street("week_start", "4")
        set_for_the_street("week_due_hour", "12:00")
        clock.fix_today(dt.date(2026, 12, 1))
        ensure_duties()
    full = [one for one in weeks("C1") if (one.last - one.first).days == 6]
    assert {(one.first.weekday(), one.last.weekday()) for one in full} == {(4, 3)}
    usual, last = full[1], next(one for one in full if one.last == dt.date(2026, 12, 31))
    due = clock.office_time(usual.due_at)
    assert (due.date() - usual.last, due.time()) == (dt.timedelta(days=1), dt.time(12))
    assert last.label == "2026年第52周(12月25日—12月31日)"
    assert clock.office_time(last.due_at).date() > dt.date(2027, 1, 1)
    assert last.due_is_provisional


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("week_due_hour", "25:00", "17:00"),
        ("week_due_hour", "noon", "17:00"),
        ("half_month_cut", "28", "27"),
        ("zero_text", "经排查，{first}起没有发现。", "{last}"),
        ("empty_share", "0/0", ""),
    ],
)
def test_what_makes_no_practice_is_refused(key: str, text: str, words: str) -> None:
    with transaction(), pytest.raises(RuleBroken) as refused:
        set_for_the_street(key, text)
    assert refused.value.field == "value"
    assert words in str(refused.value.message) + str(refused.value.params)
