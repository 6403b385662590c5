"""A street's zero is said by a person, with screening behind it and nobody silent; a late report says why."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.errors import RuleBroken
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.filing.actions.acts import record_act
from portal.screening.filing.actions.filing import file_report
from portal.screening.filing.rules import Words
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import at_hour
from portal.screening.rollup import zero
from portal.screening.rollup.actions import reporting
from portal.screening.rollup.paper import paper_of
from tests.factories import staff
from tests.factories.screening import duty_of, make_dispute

pytestmark = pytest.mark.usefixtures("database")
HALF = dt.date(2026, 11, 16)
WEEKS = (dt.date(2026, 11, 16), dt.date(2026, 11, 23))
SECOND, NOON = "street2", dt.time(12, 0)
DONE = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _calendar(database: None) -> None:
    with transaction():
        clock.fix_today(HALF)
        ensure_duties()
        clock.fix_today(DONE)
        ensure_duties()
        staff.make_account(SECOND, "测试二号专干", ("street", staff.unit("S")))
        for code, name in (("C1", "secretary"), ("C2", "secretary2")):
            if code == "C2":
                staff.make_account(name, "测试二号书记", ("secretary", staff.unit(code)))


def half() -> ReportDuty:
    return duty_of("S", HALF, "half_month")


def all_weeks(*, but: int = 0) -> None:
    """Each community says zero for each of its weeks after a screening, except the last `but` of them."""
    wanted = [
        (who, code, first) for code, who in (("C1", "secretary"), ("C2", "secretary2")) for first in WEEKS
    ]
    for who, code, first in wanted[: len(wanted) - but]:
        actor = staff.actor(who)
        record_act(actor, day=first, kind="daily", place="社区各楼栋", times=1, hands=2)
        words = Words(scope="社区各楼栋", screeners="网格员", late_reason="交接")
        file_report(
            actor,
            duty_of(code, first),
            version=None,
            words=words,
            zero_said=True,
            at=at_hour(DONE, dt.time(9)),
        )


def made(*, zero_said: bool) -> ScreeningReport:
    return reporting.make_roll_up(staff.actor("street"), half(), version=None, zero_said=zero_said)


class TestSayZero:
    def test_one_that_has_its_ground_is_said(self) -> None:
        with transaction():
            all_weeks()
            assert zero.ground_of(half()).may_be_said
            with pytest.raises(RuleBroken, match="请勾选") as refused:
                made(zero_said=False)
            assert refused.value.field == "zero_said"

    def test_said_it_stands_on_the_paper(self) -> None:
        with transaction():
            all_weeks()
            report = made(zero_said=True)
            assert (report.is_zero, paper_of(report).is_zero) == (True, True)
            with pytest.raises(RuleBroken, match="请勾选"):
                reporting.read_anew(staff.actor("street"), report, version=None)

    @pytest.mark.parametrize(
        ("but", "found", "words"), [(1, False, "没有上报"), (0, True, "新增纠纷"), (4, False, "没有上报")]
    )
    def test_one_without_ground_is_refused_and_the_report_goes_as_it_is(
        self, but: int, found: bool, words: str
    ) -> None:
        with transaction():
            all_weeks(but=but)
            if found:
                make_dispute("S", on=dt.date(2026, 11, 20))
        with pytest.raises(RuleBroken, match=words) as refused, transaction():
            made(zero_said=True)
        assert refused.value.field == "zero_said"
        with transaction():
            report = made(zero_said=False)
            assert (report.is_zero, paper_of(report).is_zero) == (False, False)


class TestExplainLateness:
    def test_the_first_report_that_is_issued_late_says_why_on_its_paper(self) -> None:
        late = at_hour(dt.date(2026, 12, 20), NOON)
        with transaction():
            report = made(zero_said=False)
            reporting.sign_roll_up(staff.actor(SECOND), report, version=None, step="review")
            assert reporting.wants_late_reason(report, late)
        with pytest.raises(RuleBroken) as refused, transaction():
            issue(late)
        assert refused.value.field == "late_reason"
        with transaction():
            report = issue(late, late_reason="等社区补报")
            assert report.late_seconds > 0
            assert "原因：等社区补报" in paper_of(report).clock_note

    def test_a_clock_set_back_makes_none_punctual(self) -> None:
        """It counts as filed when the newest report was, so the page asks for the reason that the signature wants."""
        with transaction():
            report = made(zero_said=False)
            record_act(staff.actor("secretary"), day=HALF, kind="daily", place="各楼栋", times=1, hands=1)
            words = Words(scope="各楼栋", screeners="网格员", late_reason="交接")
            after = at_hour(dt.date(2026, 12, 20), NOON)
            week = duty_of("C1", HALF)
            file_report(staff.actor("secretary"), week, version=None, words=words, zero_said=True, at=after)
            assert reporting.wants_late_reason(report, at_hour(DONE, dt.time(8)))

    def test_a_punctual_one_is_not_asked(self) -> None:
        with transaction():
            report = made(zero_said=False)
            assert not reporting.wants_late_reason(report, at_hour(DONE, dt.time(8)))


def issue(at: dt.datetime, **more: str) -> ScreeningReport:
    """The leader signs the half-month's report at an instant."""
    report = half().reports[0]
    return reporting.sign_roll_up(staff.actor("leader"), report, version=None, step="issue", at=at, **more)
