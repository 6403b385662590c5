"""A street's report: figures from the disputes, signatures of three persons, frozen ground, corrections, late arrivals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.errors import Forbidden, RuleBroken
from portal.screening import freezing
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.figures import Figures, Line
from portal.screening.models import ScreeningReport
from portal.screening.rollup import ground, queries
from portal.screening.rollup.actions import reporting
from portal.settings.actions import change_setting
from tests.factories import staff
from tests.factories.screening import duty_of, make_dispute

pytestmark = pytest.mark.usefixtures("database")
HALF = dt.date(2026, 11, 16)
SECOND = "street2"
NOUGHT = Line(dispute_id=1, opening=0, found=0, resolved=0, went_out=0, came_in=0, closing=0, settled_by=None)


@pytest.fixture(autouse=True)
def _calendar(database: None) -> None:
    with transaction():
        ensure_duties()
        staff.make_account(SECOND, "测试二号专干", ("street", staff.unit("S")))


def issued(on: dt.date = dt.date(2026, 12, 1)) -> ScreeningReport:
    """The street's report of the half-month, signed by all three and sent."""
    clock.fix_today(on)
    report = reporting.make_roll_up(staff.actor("street"), duty_of("S", HALF, "half_month"), version=None)
    reporting.sign_roll_up(staff.actor(SECOND), report, version=None, step="review")
    reporting.sign_roll_up(staff.actor("leader"), report, version=None, step="issue")
    return reporting.send_roll_up(staff.actor("street"), report, version=None, on=on)


class TestMakeRollUp:
    def test_counts_the_disputes_of_all_its_units(self) -> None:
        """Found, settled, moved between two of its communities, and the street's own; a move inside is no change."""
        with transaction():
            old = make_dispute("C1", on=dt.date(2026, 11, 10))
            moved = make_dispute("C1", on=dt.date(2026, 11, 17))
            make_dispute("C2", on=dt.date(2026, 11, 18), risk="red")
            make_dispute("S", on=dt.date(2026, 11, 19))
            make_dispute("S2", on=dt.date(2026, 11, 19))
            actor = staff.actor("mediator")
            standing.resolve(actor, old, on=dt.date(2026, 11, 20), way="people")
            standing.move_to(
                actor, moved, unit_id=staff.unit("C2").id, on=dt.date(2026, 11, 20), note="按责任单位转办"
            )
            report = issued()
            six = (
                report.opening,
                report.found,
                report.resolved,
                report.went_out,
                report.came_in,
                report.closing,
            )
            assert six == (1, 3, 1, 0, 0, 3)
            rows = {row["name"]: row for row in report.figures["units"]}
            assert rows["和平社区"]["went_out"] == 1
            assert rows["新华社区"]["came_in"] == 1
            assert rows["和平社区"]["closing"] == 0
            assert rows["新华社区"]["closing"] == 2
            assert report.figures["tally"]["owed"] == 4
            assert report.figures["tally"]["reported"] == 0
            assert {source.source_id for source in report.sources} == {None}
            assert report.figures["grave_open"] == 1
            assert len(report.lines) == 4

    def test_names_nobody_silent_for_days_that_have_not_come(self) -> None:
        """Drawn up on the first day of a half-month, with a daily period ahead: what has not begun is not owed yet."""
        for today, owed in ((HALF, 2), (dt.date(2026, 12, 1), 4)):
            clock.fix_today(today)
            with transaction():
                report = reporting.make_roll_up(staff.actor("street"), duty_of("S", HALF, "half_month"))
                assert report.figures["tally"]["owed"] == owed
                reporting.drop_draft(staff.actor("street"), report, version=None, reason="重新制表")

    def test_three_persons_sign(self) -> None:
        """Who made it does not review it; a period that has not begun is refused."""
        with transaction():
            report = reporting.make_roll_up(
                staff.actor("street"), duty_of("S", HALF, "half_month"), version=None
            )
            with pytest.raises(Forbidden):
                reporting.sign_roll_up(staff.actor("street"), report, version=None, step="review")
            with pytest.raises(RuleBroken, match="还没有开始"):
                reporting.make_roll_up(
                    staff.actor("street"), duty_of("S", dt.date(2026, 12, 1), "half_month"), version=None
                )

    def test_nothing_is_signed_on_moved_ground(self) -> None:
        """A dispute entered after the figures were read stops the signature until they are read anew."""
        with transaction():
            report = reporting.make_roll_up(
                staff.actor("street"), duty_of("S", HALF, "half_month"), version=None
            )
            make_dispute("C1", on=dt.date(2026, 11, 20))
            with pytest.raises(RuleBroken, match="重新读取数据"):
                reporting.sign_roll_up(staff.actor(SECOND), report, version=None, step="review")
            reporting.read_anew(staff.actor("street"), report, version=None)
            reporting.sign_roll_up(staff.actor(SECOND), report, version=None, step="review")
            assert report.found == 1


class TestFrozen:
    @pytest.mark.parametrize("verb", ["write_texts", "read_anew", "send_back", "drop_draft", "sign_roll_up"])
    def test_what_was_sent_takes_no_other_word_figure_or_signature(self, verb: str) -> None:
        """B.5: a sent report stays as it was; only a correction, its own edition, says otherwise."""
        more = {
            "write_texts": {"overview": "改过的话"},
            "send_back": {"reason": "改数字"},
            "drop_draft": {"reason": "改数字"},
            "sign_roll_up": {"step": "issue"},
        }.get(verb, {})
        who = {"send_back": "leader", "sign_roll_up": "leader"}.get(verb, "street")
        with transaction():
            report = issued()
            make_dispute("C1", on=dt.date(2026, 11, 30))
        with pytest.raises(RuleBroken, match="已经签发"), transaction():
            getattr(reporting, verb)(staff.actor(who), session.merge(report), version=None, **more)
        with transaction():
            kept = session.get_one(ScreeningReport, report.id)
            assert (kept.state, kept.found, kept.overview) == ("sent", 0, None)

    def test_figures_that_contradict_each_other_go_into_no_report(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """期末＝期初＋新增＋转入－化解－移交上报, or the report does not go."""
        torn = Figures((replace(NOUGHT, found=1),))
        assert not torn.adds_up
        monkeypatch.setattr(freezing, "count_figures", lambda *_asked: torn)
        with pytest.raises(RuleBroken, match="不平"), transaction():
            reporting.make_roll_up(staff.actor("street"), duty_of("S", HALF, "half_month"), version=None)


class TestMovedGround:
    def test_a_sent_report_says_what_has_moved_and_is_corrected(self) -> None:
        """It keeps its figures; the correction is the next edition, in force and with its reason."""
        with transaction():
            report = issued()
            make_dispute("C1", on=dt.date(2026, 11, 30))
            seen = ground.look_at(report)
            assert [(one.figure, one.then, one.now) for one in seen.changes] == [
                ("found", 0, 1),
                ("closing", 0, 1),
            ]
            street = staff.actor("street")
            listed = queries.list_owed(street, "half_month")
            assert [one.current for one in listed if one.has_moved] == [report]
            with pytest.raises(RuleBroken) as refused:
                reporting.make_roll_up(street, report.duty, version=None)
            assert refused.value.field == "because"
            second = reporting.make_roll_up(street, report.duty, version=None, because="11月30日补录一件")
            reporting.sign_roll_up(staff.actor(SECOND), second, version=None, step="review")
            reporting.sign_roll_up(staff.actor("leader"), second, version=None, step="issue")
            assert (report.state, report.found, second.edition, second.found) == ("superseded", 0, 2, 1)
            assert not ground.look_at(second).has_moved

    def test_what_came_late_is_shown_in_the_next_period(self) -> None:
        """上期补报: found before, not in that report. Where the office carries forward, nothing is left to do then."""
        with transaction():
            before = issued()
            late = make_dispute("C1", on=dt.date(2026, 11, 30))
            ways = ground.ways_out(before)
            assert (ways.way, ways.left_out, ways.is_carried) == (ground.CORRECT, (late,), False)
            clock.fix_today(dt.date(2026, 12, 17))
            ensure_duties()
            report = reporting.make_roll_up(
                staff.actor("street"), duty_of("S", dt.date(2026, 12, 1), "half_month")
            )
            assert report.figures["carried"] == [late.number]
            assert (report.opening, report.found) == (1, 0)
            carried = {"key": ground.MOVED.key, "text": ground.CARRY, "reason": "按区里要求"}
            change_setting(staff.actor("admin"), **carried, valid_from=None, unit_id=staff.unit("S").id)
            assert ground.ways_out(before).next_report is report
            assert not ground.is_made_good(before)  # drawn up, and not issued yet
            reporting.sign_roll_up(staff.actor(SECOND), report, version=None, step="review")
            reporting.sign_roll_up(
                staff.actor("leader"), report, version=None, step="issue", late_reason="等补报"
            )
            assert ground.is_made_good(before)
