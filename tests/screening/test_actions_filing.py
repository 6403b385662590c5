"""A community's week: acts, filling in and signing, the zero report and what stands against it, lateness, a clock set back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.screening import freezing
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.filing.actions import acts, ending, filling, signing
from portal.screening.filing.actions.filing import NewAct, file_report
from portal.screening.filing.actions.objecting import find_twin
from portal.screening.filing.documents import kind_for, paper_of, zero_sentence
from portal.screening.models import ReportDuty, ReportSource, ScreeningAct, ScreeningReport
from portal.screening.telling import length_words
from portal.units.actions import move_unit
from tests.factories import staff
from tests.factories.filing import WORDS, act, at, filed
from tests.factories.screening import duty_of, make_dispute, standing_now

pytestmark = pytest.mark.usefixtures("database")
FIRST = dt.date(2026, 11, 16)
FRIDAY, SATURDAY, SUNDAY = (dt.date(2026, 11, day) for day in (20, 21, 22))
MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
WORKER, SECRETARY = "community", "secretary"


@pytest.fixture(autouse=True)
def _calendar(database: None) -> None:
    with transaction():
        ensure_duties()


def week() -> ReportDuty:
    """W47 of C1: 16 to 22 November."""
    return duty_of("C1", FIRST)


def marks(duty: ReportDuty, now: dt.datetime) -> tuple[str, set[str]]:
    """How a duty stands, with its marks."""
    session.expire_all()
    found = standing_now(duty, now)
    return found.state, set(found.marks)


class TestRecordAct:
    def test_refuses_what_cannot_be(self) -> None:
        cases: list[tuple[str, dict[str, Any]]] = [
            ("day", {"day": MONDAY}),
            ("day", {"day": dt.date(2016, 11, 20)}),
            ("kind", {"kind": "walk"}),
            ("place", {"place": "  "}),
            ("place", {"place": "张示例13900000001家"}),
            ("times", {"times": 0}),
            ("hands", {"hands": None}),
        ]
        for field, changes in cases:
            with pytest.raises(RuleBroken) as caught, transaction():
                act(**changes)
            assert caught.value.field == field, changes

    def test_a_grid_worker_s_line_counts_at_the_community(self) -> None:
        with transaction():
            staff.make_account("grid", "测试网格员", ("community", staff.unit("G1")))
            made = acts.record_act(staff.actor("grid"), day=SUNDAY, kind="daily", place="一网格各楼道")
            assert (made.unit.code, made.grid.code) == ("C1", "G1")  # type: ignore[union-attr]
            assert freezing.count_acts([made.unit_id], FIRST, SUNDAY) == (1, 1)


class TestStrikeAct:
    def test_not_the_last_one_under_a_zero_report(self) -> None:
        with transaction():
            filed(week(), on=FRIDAY)
            line = session.scalars(select(ScreeningAct)).one()
            with pytest.raises(RuleBroken, match="零报告只有这一条排查记录"):
                acts.strike_act(staff.actor(WORKER), line, version=line.version, reason="记错")
            act(FRIDAY)
            acts.strike_act(staff.actor(WORKER), line, version=line.version, reason="记错")
            assert line.struck_because == "记错"
            with pytest.raises(Conflict):
                acts.strike_act(staff.actor(WORKER), act(FRIDAY), version=7, reason="记错")


class TestFileReport:
    def test_the_worker_fills_in_and_the_secretary_signs(self) -> None:
        with transaction():
            act(FIRST)
            make_dispute("C1", on=FRIDAY, people=12)
            draft = file_report(staff.actor(WORKER), week(), version=0, words=WORDS, at=at(SUNDAY))
            assert (draft.state, draft.found, draft.is_zero) == ("draft", 1, False)
            assert marks(week(), at(SUNDAY))[0] == "drafted"
            report = signing.sign_report(
                staff.actor(SECRETARY), draft, version=draft.version, at=at(MONDAY, 16, 59)
            )
            six = (report.opening, report.found, report.resolved, report.went_out, report.closing)
            assert six == (0, 1, 0, 0, 1)
            assert report.late_seconds == 0
            assert report.as_of is None
            paper = paper_of(report)
            assert [one.name for one in paper.signers] == [
                staff.actor(WORKER).name,
                staff.actor(SECRETARY).name,
            ]
            assert report.document is not None
            assert report.document.kind == "screening_report"
            assert report.document.number == "和平排查〔2026〕1号"
            assert paper.issue == "2026年第47期"
            assert [line.outcome for line in paper.disputes] == ["本期新增，在化解"]
        assert marks(week(), at(TUESDAY)) == ("reported", set())

    def test_the_secretary_s_one_button_signs_what_stands_and_fills_in_what_was_changed(self) -> None:
        with transaction():
            act(FIRST)
            draft = file_report(
                staff.actor(WORKER), week(), version=0, words=WORDS, zero_said=True, at=at(FRIDAY)
            )
            report = file_report(
                staff.actor(SECRETARY),
                week(),
                version=draft.version,
                words=WORDS,
                zero_said=True,
                at=at(FRIDAY, 11),
            )
            assert report is draft
            assert report.state == "filed"
            assert paper_of(report).signers[0].name == staff.actor(WORKER).name
            assert report.as_of == at(FRIDAY, 11)
            assert "截至2026年11月20日11时00分" in paper_of(report).as_of
        assert marks(week(), at(FRIDAY, 12)) == ("zero", {"as_of"})

    def test_refuses(self) -> None:
        """Before anybody looked; after one screening; and when a dispute of that week exists."""
        zero, wrong = {"zero_said": True}, NewAct(kind="daily", day=MONDAY, place="楼", times=1, hands=1)
        stages: list[tuple[Callable[[], object] | None, list[tuple[str | None, dict[str, Any]]]]] = [
            (None, [("act_place", zero)]),
            (
                lambda: act(FIRST),
                [
                    ("scope", {**zero, "words": replace(WORDS, scope=" ")}),
                    ("screeners", {**zero, "words": replace(WORDS, screeners="")}),
                    ("zero_said", {}),
                ],
            ),
            (
                lambda: make_dispute("C1", on=FRIDAY),
                [
                    ("zero_said", zero),
                    ("scope", {"words": replace(WORDS, scope="119901196611220018")}),
                    (None, {"seen": "0-9-0-0-0-9"}),
                    (None, {"version": 5}),
                    ("act_day", {"act": wrong}),
                    ("act_times", {"act": replace(wrong, day=FRIDAY, times=None)}),
                ],
            ),
        ]
        for before, cases in stages:
            with transaction():
                _ = before() if before is not None else None
            for field, given in cases:
                with pytest.raises(RuleBroken) as caught, transaction():
                    file_report(staff.actor(WORKER), week(), **{"version": 0, "words": WORDS, **given})
                assert caught.value.field == field, given
                if field == "zero_said" and given:
                    assert "2026-11-20" in caught.value.params["listed"]
                    assert "张示例与李样本邻里纠纷" in caught.value.params["listed"]

    def test_a_future_week_is_refused(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="2026-11-23 才开始"):
            file_report(staff.actor(SECRETARY), duty_of("C1", MONDAY), version=0, words=WORDS, zero_said=True)

    def test_nothing_new_differs_from_zero(self) -> None:
        with transaction():
            make_dispute("C1", on=dt.date(2026, 11, 10))
            report = filed(week(), on=SUNDAY)
            assert (report.is_zero, report.closing, kind_for(report)) == (True, 1, "screening_zero_report")
            paper = paper_of(report)
            assert paper.statement.startswith("经排查，本单位2026年11月16日至11月22日未发现")
            assert paper.nothing_new == "无新增，在化解1件。"
        assert marks(week(), at(TUESDAY))[0] == "nothing_new"

    def test_a_line_that_was_typed_and_not_added_is_not_lost(self) -> None:
        with transaction():
            line = NewAct(kind="visit", day=FRIDAY, place="新村路", times=2, hands=4)
            report = file_report(
                staff.actor(SECRETARY),
                week(),
                version=0,
                words=WORDS,
                zero_said=True,
                act=line,
                at=at(SUNDAY),
            )
            assert (report.acts, report.hands) == (2, 4)

    def test_two_people_fill_in_at_once(self) -> None:
        """The second has both texts; and who comes after the signature hears who filed, and when."""
        with transaction():
            act(FIRST)
            mine = replace(WORDS, scope="另一个范围")
            draft = file_report(
                staff.actor(WORKER), week(), version=0, words=WORDS, zero_said=True, at=at(FRIDAY)
            )
            for seen in (0, draft.version - 1):
                with pytest.raises(Conflict) as caught:
                    file_report(staff.actor(WORKER), week(), version=seen, words=mine, zero_said=True)
                assert caught.value.record is draft
            seen = draft.version
            signing.sign_report(staff.actor(SECRETARY), draft, version=seen, at=at(FRIDAY, 12))
            for late in (
                lambda: signing.sign_report(staff.actor(SECRETARY), draft, version=seen),
                lambda: file_report(staff.actor(SECRETARY), week(), version=seen, words=mine, zero_said=True),
            ):
                with pytest.raises(RuleBroken) as told:
                    late()
                assert told.value.params["who"] == staff.actor(SECRETARY).name
                assert told.value.params["when"] == "2026-11-20 12:00"

    def test_a_zero_that_was_filled_in_is_not_signed_over_a_find(self) -> None:
        with transaction():
            act(FIRST)
            draft = file_report(
                staff.actor(WORKER), week(), version=0, words=WORDS, zero_said=True, at=at(FRIDAY)
            )
            make_dispute("C1", on=FRIDAY)
            with pytest.raises(RuleBroken, match="不能零报告"):
                signing.sign_report(staff.actor(SECRETARY), draft, version=draft.version, at=at(FRIDAY))

    def test_only_the_secretary_signs(self) -> None:
        with transaction():
            act(FIRST)
            draft = file_report(
                staff.actor(WORKER), week(), version=0, words=WORDS, zero_said=True, at=at(FRIDAY)
            )
            with pytest.raises(Forbidden):
                signing.sign_report(staff.actor(WORKER), draft, version=draft.version)


class TestLate:
    def test_a_late_report_is_taken_with_its_hours_and_a_reason(self) -> None:
        with transaction():
            assert marks(week(), at(MONDAY, 17, 1))[0] == "unreported"
            assert marks(week(), at(dt.date(2026, 11, 27)))[0] == "missing"
            with pytest.raises(RuleBroken) as caught:
                filed(week(), on=TUESDAY, hour=22)
            assert caught.value.field == "late_reason"
            session.rollback()
        with transaction():
            report = filed(week(), on=TUESDAY, hour=22, words=replace(WORDS, late_reason="停电"))
            assert report.late_seconds == 29 * 3600
            assert "迟报1天5小时" in paper_of(report).lateness
            assert "停电" in paper_of(report).lateness
            assert marks(week(), at(TUESDAY, 23)) == ("zero", {"late"})
            corrected = filling.correct_report(
                staff.actor(WORKER), report, version=report.version, reason="范围写错"
            )
            again = filed(week(), on=dt.date(2026, 12, 1), words=replace(WORDS, late_reason="停电"))
            assert again is corrected
            assert again.late_seconds == 29 * 3600

    def test_how_late_in_words(self) -> None:
        said = {1: "1分钟", 3720: "1小时2分", 86400: "1天0小时", 59 * 60: "59分钟"}
        assert {seconds: length_words(seconds) for seconds in said} == said

    def test_a_clock_set_back_makes_no_late_report_punctual(self) -> None:
        with transaction():
            make_dispute("C2", on=FRIDAY)
            clock.fix_today(TUESDAY)
            other = staff.actor("secretary")
            file_report(
                other,
                duty_of("C2", FIRST),
                version=0,
                words=replace(WORDS, late_reason="停电"),
                at=at(TUESDAY),
            )
            report = filed(week(), on=SATURDAY, words=replace(WORDS, late_reason="停电"))
            assert report.filed_at == at(TUESDAY)
            assert report.clock_was_back
            assert report.late_seconds == 17 * 3600
            assert "时间有倒退" in paper_of(report).clock_note


class TestCorrectReport:
    def test_the_old_edition_stays_readable_and_the_new_one_is_signed_like_the_first(self) -> None:
        with transaction():
            first = filed(week(), on=SUNDAY)
            number = first.document.number  # type: ignore[union-attr]
            with pytest.raises(RuleBroken, match="已由"):
                file_report(staff.actor(WORKER), week(), version=0, words=WORDS, zero_said=True)
            draft = filling.correct_report(
                staff.actor(WORKER), first, version=first.version, reason="范围漏写一栋楼"
            )
            with pytest.raises(RuleBroken, match="更正正在填写"):
                filling.correct_report(staff.actor(WORKER), first, version=first.version, reason="再来")
            assert (first.state, draft.found, draft.is_zero) == ("filed", 0, False)
            with pytest.raises(RuleBroken) as refused:
                file_report(staff.actor(SECRETARY), week(), version=draft.version, words=WORDS)
            assert refused.value.field == "zero_said"
            again = file_report(
                staff.actor(SECRETARY),
                week(),
                version=draft.version,
                words=replace(WORDS, scope="和平社区全部楼栋和三号院"),
                zero_said=True,
                at=at(MONDAY),
            )
            assert (again.edition, again.state, first.state) == (2, "filed", "superseded")
            assert first.scope == "和平社区全部楼栋"
            assert first.found == 0
            assert (first.document.status, again.document.replaces) == ("void", first.document)  # type: ignore[union-attr]
            assert number in str(again.document.frozen["imprint"]["replaces_number"])  # type: ignore[union-attr]
            assert "范围漏写一栋楼" in paper_of(again).correction
        assert marks(week(), at(TUESDAY)) == ("zero", {"corrected"})

    def test_a_correction_may_be_given_up(self) -> None:
        with transaction():
            first = filed(week(), on=SUNDAY)
            draft = filling.correct_report(staff.actor(WORKER), first, version=first.version, reason="笔误")
            filling.drop_correction(staff.actor(WORKER), draft, version=draft.version, reason="不用改")
            assert (draft.state, first.state) == ("withdrawn", "filed")


class TestWithdrawReport:
    def test_the_period_is_silent_again(self) -> None:
        with transaction():
            report = filed(week(), on=SUNDAY)
            ending.withdraw_report(
                staff.actor(SECRETARY), report, version=report.version, reason="排查记录是别的社区的"
            )
            assert report.document.status == "void"  # type: ignore[union-attr]
            assert marks(week(), at(SUNDAY))[0] == "expected"
            assert marks(week(), at(TUESDAY))[0] == "unreported"
            again = filed(week(), on=TUESDAY, words=replace(WORDS, late_reason="原报告撤回"))
            assert (again.edition, again.late_seconds) == (2, 17 * 3600)

    def test_not_once_the_street_has_sent_what_rests_on_it(self) -> None:
        with transaction():
            report = filed(week(), on=SUNDAY)
            half = ScreeningReport(
                duty=duty_of("S", FIRST, "half_month"),
                state="sent",
                sent_on=SUNDAY,
                made_by=staff.actor("street").account_id,
            )
            half.sources.append(ReportSource(duty=report.duty, source=report, state="zero"))
            session.add(half)
            session.flush()
            with pytest.raises(RuleBroken, match="不能撤回"):
                ending.withdraw_report(staff.actor(SECRETARY), report, version=report.version, reason="错")
            draft = filling.correct_report(staff.actor(WORKER), report, version=report.version, reason="错")
            assert (draft.edition, half.ground_moved_at) == (2, None)
            file_report(
                staff.actor(SECRETARY),
                week(),
                version=draft.version,
                words=WORDS,
                zero_said=True,
                at=at(SUNDAY, 11),
            )
            session.expire_all()
            assert half.ground_moved_at is not None
            second = week().reports[-1]
            with pytest.raises(RuleBroken, match="不能撤回"):
                ending.withdraw_report(staff.actor(SECRETARY), second, version=second.version, reason="错")


class TestMovedUnit:
    def test_the_whole_week_goes_where_the_unit_stands_on_its_last_day(self) -> None:
        with transaction():
            move_unit(
                staff.actor("admin"),
                unit_id=staff.unit("C1").id,
                parent_id=staff.unit("S2").id,
                starts_on=dt.date(2026, 11, 26),
                reason="区划调整",
            )
            clock.fix_today(dt.date(2026, 11, 29))
            report = filed(duty_of("C1", MONDAY), on=dt.date(2026, 11, 29))
            assert paper_of(report).addressee == "邻近街道办事处"


class TestZeroSentence:
    def test_answers_for_no_day_to_come(self) -> None:
        cases = [
            (None, "2026年11月16日至11月22日"),
            (at(SATURDAY, 9), "2026年11月16日至11月21日"),
            (at(FIRST, 9), "本单位2026年11月16日未发现"),
        ]
        for as_of, days in cases:
            assert days in zero_sentence(week(), as_of)


class TestFindTwin:
    def test_takes_a_number_as_people_type_it(self) -> None:
        with transaction():
            one, other = (make_dispute("C1", on=SATURDAY) for _each in range(2))
            numbers = {found.number: found.id for found in (one, other)}
            year = one.number.index("2026")
            head, tail = one.number[: year - 1], one.number[year + 5 : -1]
            for typed in (
                one.number,
                f"{head}2026-{tail}",
                f" {head}(2026){tail}号",
                f"{head}[2026] 0{tail}",
            ):
                assert find_twin(typed, other).id == numbers[one.number], typed
            for typed in ("", "2026", f"{head}2026-99", other.number):
                with pytest.raises(RuleBroken):
                    find_twin(typed, other)
