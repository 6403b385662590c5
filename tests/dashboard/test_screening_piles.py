"""Screening on the workbench: each post sees what it can work on, before and after the due time, what is late first."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event

from portal import clock
from portal.actor import Actor
from portal.dashboard.screening_piles import screening_piles
from portal.db import session, transaction
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.filing.actions import filing as weeks
from portal.screening.filing.actions import objecting
from portal.screening.ledger.actions import grave
from portal.screening.models import Bulletin
from portal.screening.rollup.actions import reporting
from tests.factories import filing, staff
from tests.factories.screening import duty_of, make_dispute

pytestmark = pytest.mark.usefixtures("database")
W47, W48, HALF = dt.date(2026, 11, 16), dt.date(2026, 11, 23), dt.date(2026, 11, 16)
BEFORE_DUE, AFTER_DUE = dt.date(2026, 11, 30), dt.date(2026, 12, 1)
# How many statements the busiest desk may take, however much lies on it; each street report under way costs a few more.
MOST_STATEMENTS = 40


def piles(who: Actor, day: dt.date) -> list[tuple[str, int, bool]]:
    """What lies on a desk at ten in the morning."""
    clock.fix_today(day)
    return [(pile.code, pile.count, pile.is_late) for pile in screening_piles(who, at=filing.at(day))]


class TestCommunity:
    def test_before_and_after_the_due_time(self) -> None:
        """One week was reported and then belied, one is filled in; the worker is not shown what only the secretary signs."""
        with transaction():
            ensure_duties()
            community, secretary = staff.actor("community"), staff.actor("secretary")
            filing.filed(duty_of("C1", W47), on=dt.date(2026, 11, 22))
            assert piles(secretary, dt.date(2026, 11, 29)) == []
            assert piles(secretary, BEFORE_DUE) == [("soon", 1, False)]
            make_dispute("C1", on=dt.date(2026, 11, 18))
            soon, visits = ("soon", 1, False), ("visits", 1, False)
            assert piles(community, BEFORE_DUE) == [soon, visits]
            assert piles(secretary, BEFORE_DUE) == [soon, ("corrections", 1, False), visits]
            filing.act(W48)
            weeks.file_report(
                community,
                duty_of("C1", W48),
                version=None,
                words=filing.WORDS,
                zero_said=True,
                at=filing.at(BEFORE_DUE),
            )
            assert piles(community, BEFORE_DUE) == [visits]
            late = [("silent", 1, True), ("to-sign", 1, False), ("corrections", 1, False), visits]
            assert piles(secretary, AFTER_DUE) == late
            assert piles(staff.actor("clerk"), AFTER_DUE) == piles(staff.actor("district"), AFTER_DUE) == []


class TestStreet:
    def test_from_the_silent_unit_to_the_moved_ground(self) -> None:
        """The desk chases, decides, makes; a second person reviews, the leader issues; the rest is sent and then moves."""
        with transaction():
            staff.make_account("street2", "测试二号专干", ("street", staff.unit("S")))
            ensure_duties()
            first, second, leader = (staff.actor(who) for who in ("street", "street2", "leader"))
            dispute = make_dispute("C1", on=dt.date(2026, 11, 18))
            objecting.raise_objection(
                staff.actor("community"),
                duty_of("C1", W47),
                dispute=dispute,
                version=dispute.version,
                ground="not_a_dispute",
                reason="只是询问",
            )
            assert piles(first, BEFORE_DUE) == [
                ("chase", 2, True),
                ("chase-soon", 2, False),
                ("objections", 1, False),
            ]
            found = {code: count for code, count, _late in piles(first, AFTER_DUE)}
            assert (found["chase"], found["make"], "chase-soon" in found) == (4, 2, False)
            report = reporting.make_roll_up(first, duty_of("S", HALF, "half_month"))
            assert ("make", 1, False) in piles(first, AFTER_DUE)
            assert "street-review" not in codes(first)
            assert ("street-review", 1, False) in piles(second, AFTER_DUE)
            reporting.sign_roll_up(second, report, version=None, step="review")
            month = dt.date(2026, 11, 1)
            session.add(Bulletin(street_id=staff.unit("S").id, month=month, made_by=first.account_id))
            session.flush()
            assert {"street-issue", "bulletins"} <= codes(leader)
            reporting.sign_roll_up(leader, report, version=None, step="issue")
            assert "street-issue" not in codes(leader)
            assert ("send", 1, False) in piles(first, AFTER_DUE)
            reporting.send_roll_up(first, report, version=None, on=AFTER_DUE)
            assert not {"send", "moved"} & codes(first)
            make_dispute("C2", on=dt.date(2026, 11, 20))
            statements: list[str] = []
            event.listen(session.get_bind(), "before_cursor_execute", lambda *a: statements.append(a[2]))
            assert ("moved", 1, False) in piles(first, AFTER_DUE)
            assert len(statements) <= MOST_STATEMENTS


class TestWatching:
    def test_grave_matters_and_zero_reports_in_doubt(self) -> None:
        """Unseen ones stand before whoever watches, the next report that is due before whoever writes it."""
        with transaction():
            ensure_duties()
            filing.filed(duty_of("C1", W47), on=dt.date(2026, 11, 22))
            dispute = make_dispute("C1", on=dt.date(2026, 11, 18), risk="red")
            dispute.created_at = filing.at(BEFORE_DUE)
            grave.report_grave(
                staff.actor("community"),
                dispute,
                version=None,
                kind="first",
                noticed_at=filing.at(dt.date(2026, 11, 22), 0),
                receiver="街道",
                text="扬言报复。",
            )
            assert piles(staff.actor("supervisor"), BEFORE_DUE) == [("grave", 1, True), ("doubts", 1, False)]
            assert "doubts" in codes(staff.actor("leader"))
            assert "doubts" not in codes(staff.actor("street"))
            assert {"grave-due", "overdue"} <= codes(staff.actor("community"))


def codes(who: Actor) -> set[str]:
    """The piles on a desk after the due time."""
    return {code for code, _count, _late in piles(who, AFTER_DUE)}
