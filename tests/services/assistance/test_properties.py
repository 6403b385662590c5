"""Transfers to and fro: whatever the sequence, each month counts a person exactly once and pays both households rightly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.db import session, transaction
from portal.services.assistance.months import add_months
from portal.services.assistance.queries import decision_in_force, members_in
from tests.factories import assistance
from tests.services.assistance.life import Pair, transfer

pytestmark = pytest.mark.usefixtures("database")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waits=st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_no_month_twice_or_missed(waits: list[int]) -> None:
    """However often somebody moves to and fro, each month counts them in exactly one file, and pays both rightly."""
    clock.fix_today(dt.date(2026, 11, 22))
    with transaction() as verdict:
        verdict.keep = False
        assistance.make_standard()
        pair = Pair.made()
        person = pair.left.members[1].resident_id
        files, day = [pair.left, pair.entered], clock.today()
        for wait in waits:
            transfer(files[0], files[1], add_months(day.replace(day=1), wait))
            session.expire_all()
            day = add_months(day.replace(day=1), wait + 1)
            clock.fix_today(day)
            files.reverse()
        month = dt.date(2026, 5, 1)
        while month <= add_months(day, 2):
            inside = [
                f.id for f in files for m in members_in(f, month) if m.resident_id == person and m.is_counted
            ]
            assert len(inside) == 1, month
            sums = [decision_in_force(f, month) for f in files]
            assert sum(d.persons for d in sums if d) == 4
            assert sum(d.total_fen for d in sums if d) == 4 * 64_000 - 10_000
            month = add_months(month, 1)
    clock.fix_today(dt.date(2026, 11, 22))
