"""Statistics by category: what is counted where, the year beside the period, and every figure with its list behind it."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.disputes.actions import standing
from portal.screening.calendar.heirs import hand_over_closed
from portal.screening.rollup import statistics
from portal.units.actions import close_unit
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.screening import make_dispute
from tests.page import Browser

MONTH = (dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def _fill() -> None:
    make_dispute("C1", on=dt.date(2026, 3, 2))
    done = make_dispute("C2", on=dt.date(2026, 11, 3))
    make_dispute("S2", on=dt.date(2026, 11, 3))
    standing.resolve(staff.actor("mediator"), done, on=dt.date(2026, 11, 9), way="people")
    ended = make_dispute("C1", on=dt.date(2026, 10, 2))
    standing.end(staff.actor("mediator"), ended, on=dt.date(2026, 11, 4), note="当事人不愿再谈")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("scheme", ["justice", "governance"])
def test_every_figure_is_as_long_as_its_list(scheme: str) -> None:
    """For the street, in both schemes; the other street's dispute is nowhere."""
    with transaction():
        _fill()
        street = staff.unit("S")
        found = statistics.read_statistics(street, *MONTH, scheme)
        assert (found.total.found, found.total.resolved, found.total.closing) == (1, 1, 1)
        assert (found.total.year_found, found.total.year_resolved) == (3, 1)
        assert (found.total.handled, found.total.year_handled) == (2, 2)
        for row in (*found.rows, found.total):
            code = None if row is found.total else row.code
            for figure in statistics.SUMS:
                behind = statistics.list_behind(street, *MONTH, scheme, figure, code)
                assert len(behind) == getattr(row, figure)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("merged", [True, False])
def test_the_year_counts_a_unit_that_was_closed_before_the_period(merged: bool) -> None:
    """What it had found stands in the year's columns whatever day the period begins on, and in the list behind them."""
    with transaction():
        done = make_dispute("C2", on=dt.date(2026, 11, 3))
        standing.resolve(staff.actor("mediator"), done, on=dt.date(2026, 11, 9), way="people")
        make_dispute("C2", on=dt.date(2026, 11, 16))
        close_unit(
            staff.actor("admin"),
            unit_id=staff.unit("C2").id,
            last_day=dt.date(2026, 11, 22),
            reason="撤并",
            successor_id=staff.unit("C1").id if merged else None,
            with_posts=True,
            with_children=True,
        )
        clock.fix_today(dt.date(2026, 12, 10))
        hand_over_closed()
        street = staff.unit("S")
        for first in (dt.date(2026, 1, 1), dt.date(2026, 12, 1)):
            asked = (street, first, dt.date(2026, 12, 10), "justice")
            total = statistics.read_statistics(*asked).total
            assert (total.year_found, total.year_handled, total.year_resolved, total.closing) == (2, 1, 1, 1)
            for figure in statistics.SUMS:
                assert len(statistics.list_behind(*asked, figure, None)) == getattr(total, figure)


def test_the_page_opens_its_lists_and_a_workbook(app: Portal) -> None:
    """The figures of the page are links; a wrong period is said and nothing is lost."""
    with app.app_context(), transaction():
        _fill()
    page = Browser(app.test_client()).sign_in("street", staff.PASSWORD)
    page.open("/screening/statistics?from=2026-11-01&to=2026-11-30")
    total = page.rows("类别情况")[-1]
    assert (total["排查数"], total["本年累计排查"], total["调处数"]) == ("1", "3", "2")
    assert (
        len(page.open("/screening/statistics/list?from=2026-11-01&to=2026-11-30").rows("统计数字的明细")) == 1
    )
    assert "日期没有写对" in page.open("/screening/statistics?from=2026-12-01&to=2026-11-30").text
    assert page.open("/screening/statistics.xlsx?scheme=governance").status == 200
    assert page.open("/screening/statistics/list?figure=nothing").status == 404
