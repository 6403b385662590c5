"""The shares of a report (调处率、成功率、化解率、超期办结率), what is frozen for them, and how 0/0 is written."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.ledger.queries import care_of
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.rollup.actions.reporting import make_roll_up
from portal.screening.rollup.paper import paper_of
from portal.screening.shares import Shares, shares_of
from portal.settings.actions import change_setting
from tests.factories import staff
from tests.factories.screening import duty_of, make_dispute

pytestmark = pytest.mark.usefixtures("database")
HALF = dt.date(2026, 11, 16)
LAST = dt.date(2026, 11, 30)


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


def drawn_up() -> ScreeningReport:
    """The street's report of the half-month, drawn up on the day after."""
    clock.fix_today(LAST + dt.timedelta(days=1))
    return make_roll_up(staff.actor("street"), duty_of("S", HALF, "half_month"), version=None)


def limit(dispute_unit: str, on: dt.date, by: dt.date, *, suspended: bool = False) -> int:
    """A dispute found on a day with a limit of its own, which rests from the day of the find where it is suspended."""
    made = make_dispute(dispute_unit, on=on)
    care = care_of(made)
    assert care is not None
    care.limit_on, care.suspended_on = by, on if suspended else None
    return made.id


def test_what_was_ended_was_handled_and_what_was_settled_succeeded() -> None:
    """Three found, one of them settled after its limit, an older one settled in time, one ended; two stand open, one past its
    limit and one resting."""
    with transaction():
        ensure_duties()
        actor = staff.actor("mediator")
        old, late, ended = (make_dispute("C1", on=day(n)) for n in (10, 17, 18))
        care = care_of(late)
        assert care is not None
        care.limit_on = day(19)
        limit("C2", day(19), day(25))
        limit("C2", day(19), day(20), suspended=True)
        for one in (old, late):
            standing.resolve(actor, one, on=day(22), way="people")
        standing.end(actor, ended, on=day(21), note="当事人不愿再谈")
        report = drawn_up()
        assert (report.found, report.resolved, report.figures["ended"]) == (4, 2, 1)
        assert tuple(report.figures["overdue"]) == (1, 1)
        assert shares_of(report) == Shares(
            handled=3,
            handled_share="75.0%",
            success_share="66.7%",
            settled_share="40.0%",
            overdue_share="50.0%",
        )


@pytest.mark.parametrize(("choice", "written"), [("dash", "—"), ("zero", "0.0%")])
def test_nothing_of_nothing_is_written_as_the_street_likes(choice: str, written: str) -> None:
    with transaction():
        ensure_duties()
        change_setting(
            staff.actor("admin"),
            key="screening.empty_share",
            text=choice,
            valid_from=None,
            reason="区里的表不用横线",
            unit_id=staff.unit("S").id,
        )
        shares = shares_of(drawn_up())
        assert {shares.handled_share, shares.success_share, shares.settled_share} == {written}
        assert (shares.handled, shares.overdue_share) == (0, written)


def test_an_edition_from_before_says_what_it_can() -> None:
    duty = ReportDuty(last=LAST, street_id=0)
    old = ScreeningReport(duty=duty, opening=1, found=4, came_in=0, resolved=2, figures={})
    session.expunge_all()
    assert shares_of(old).handled_share == "50.0%"
    assert shares_of(old).overdue_share == "—"


def test_the_paper_names_levels_as_the_street_does_and_who_answers() -> None:
    """A street with three levels (重大、较大、一般) reads its own words on paper; the key disputes carry body and limit."""
    scale = (
        "red | 重大（一级） | 7 | 1 | 包案 | 区\norange | 较大 | 15 | 3 | 不用 | 街道\n"
        "yellow | 一般 | 30 | 7 | 不用 | 不用"
    )
    with transaction():
        ensure_duties()
        change_setting(
            staff.actor("admin"),
            key="screening.risk_scale",
            text=scale,
            valid_from=None,
            reason="本街道用三级",
            unit_id=staff.unit("S").id,
        )
        make_dispute("C1", on=day(17), risk="red")
        paper = paper_of(drawn_up())
        assert paper.key_levels == "重大、较大"
        assert [(one.risk, one.responsible, one.limit_on) for one in paper.disputes] == [
            ("重大", "和平社区", day(24))
        ]
        assert not paper.is_zero
