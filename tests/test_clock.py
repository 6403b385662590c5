"""The office's clock: which instants are still to come."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _follow_again():
    before = clock.today()
    yield
    clock.fix_today(before)


@pytest.mark.parametrize(
    ("days", "later", "wanted"),
    [
        (0, 6 * MINUTE, True),
        (0, 4 * MINUTE, False),
        (0, -HOUR, False),
        (-3, 6 * MINUTE, True),  # a past day is fixed: this day is to come
        (3, 6 * MINUTE, False),  # a later one: what is before it has been
        (3, 96 * HOUR, True),
    ],
)
def test_an_instant_is_ahead(days: int, later: dt.timedelta, wanted: bool) -> None:
    clock.fix_today(clock.office_time().date() + dt.timedelta(days=days))
    assert clock.is_ahead(clock.now() + later) is wanted
