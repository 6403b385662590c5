"""What happens to filed reports when disputes change: finds supersede, other steps mark, objections are decided by the street."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.calendar.laying import period_of
from portal.screening.filing import rules
from portal.screening.filing.actions import filling, objecting, signing
from portal.screening.filing.actions.filing import file_report
from portal.screening.freezing import report_in_force
from portal.screening.models import (
    Objection,
    ReportDuty,
    ScreeningReport,
    SpecialPeriod,
    SpecialPeriodUnit,
)
from portal.screening.practice import practice_of
from portal.screening.rollup.actions import reporting
from tests.factories import staff
from tests.factories.filing import WORDS, act, at, filed
from tests.factories.screening import duty_of, make_dispute, standing_now

pytestmark = pytest.mark.usefixtures("database")
FIRST, BEFORE = dt.date(2026, 11, 16), dt.date(2026, 11, 12)
FRIDAY, SATURDAY, SUNDAY = (dt.date(2026, 11, day) for day in (20, 21, 22))
TUESDAY = dt.date(2026, 11, 24)
WORKER, SECRETARY, STREET = "community", "secretary", "street"


@pytest.fixture(autouse=True)
def _calendar(database: None) -> None:
    with transaction():
        ensure_duties()


def week(unit: str = "C1") -> ReportDuty:
    """W47 of a community: 16 to 22 November."""
    return duty_of(unit, FIRST)


def in_force(unit: str = "C1") -> ScreeningReport:
    """What counts for W47 now."""
    session.expire_all()
    found = report_in_force(week(unit))
    assert found is not None
    return found


def test_scenario_32() -> None:
    """Zero for W47 on Friday, a fight found on Saturday: v2 with one new, v1 readable, one in the street's half-month, no
    second zero."""
    with transaction():
        zero = filed(week(), on=FRIDAY)
        assert (zero.edition, zero.is_zero, zero.as_of) == (1, True, at(FRIDAY))
        clock.fix_today(SATURDAY)
        make_dispute("C1", on=SATURDAY)
        second = in_force()
        assert (second.edition, second.found, second.closing, second.is_zero) == (2, 1, 1, False)
        assert (second.is_automatic, second.reason_code, second.signed_at) == (True, "found", None)
        assert (zero.state, zero.found, zero.is_zero, zero.scope) == ("superseded", 0, True, WORDS.scope)
        assert zero.document.status == "void"  # type: ignore[union-attr]
        told = standing_now(week(), at(SATURDAY, 12))
        assert told.state == "reported"
        assert set(told.marks) == {"corrected", "as_of", "unsigned"}
        with pytest.raises(RuleBroken, match="已由"):
            file_report(staff.actor(SECRETARY), week(), version=0, words=WORDS, zero_said=True)
        signing.sign_report(staff.actor(SECRETARY), second, version=second.version, at=at(SATURDAY, 18))
        assert second.document is not None
        assert second.document.kind == "screening_report"
        assert "unsigned" not in standing_now(week(), at(SATURDAY, 19)).marks
        clock.fix_today(dt.date(2026, 12, 1))
        half = reporting.make_roll_up(staff.actor(STREET), duty_of("S", FIRST, "half_month"))
        assert half.found == 1
        row = next(row for row in half.figures["units"] if row["name"] == "和平社区")
        assert (row["found"], row["zero"]) == (1, 0)


class TestFollow:
    def test_a_second_find_makes_a_third_edition_and_a_correction_that_is_being_written_comes_after_it(
        self,
    ) -> None:
        with transaction():
            filed(week(), on=FRIDAY)
            make_dispute("C1", on=SATURDAY if clock.today() >= SATURDAY else FRIDAY)
            second = in_force()
            draft = filling.correct_report(
                staff.actor(WORKER), second, version=second.version, reason="范围漏写"
            )
            make_dispute("C1", on=FRIDAY)
            third = in_force()
            assert (third.edition, third.found, draft.edition, draft.state) == (3, 2, 4, "draft")
            report = file_report(
                staff.actor(SECRETARY), week(), version=draft.version, words=WORDS, at=at(SUNDAY)
            )
            assert (report.edition, report.found, third.state) == (4, 2, "superseded")

    def test_other_steps_mark_the_reports_whose_ground_they_move(self) -> None:
        """Settled in W47: the report of that week is marked; what it said stays."""
        with transaction():
            old = make_dispute("C1", on=BEFORE)
            here = filed(week(), on=SUNDAY)
            clock.fix_today(SUNDAY)
            standing.resolve(staff.actor("mediator"), old, on=SUNDAY, way="people")
            session.expire_all()
            assert here.ground_moved_at is not None
            assert (here.state, here.closing) == ("filed", 1)
            assert "moved" in standing_now(week(), at(SUNDAY, 12)).marks

    def test_a_find_of_the_week_before_leaves_this_week_s_zero_and_moves_its_ground(self) -> None:
        with transaction():
            here = filed(week(), on=SUNDAY)
            make_dispute("C1", on=BEFORE)
            session.expire_all()
            assert (here.state, here.is_zero) == ("filed", True)
            assert here.ground_moved_at is not None


def objected(ground: str = "not_a_dispute", **changes: str | int | None) -> Objection:
    """An objection of C1 to its only find of W47."""
    dispute = make_dispute("C1", on=FRIDAY)
    return objecting.raise_objection(
        staff.actor(WORKER),
        week(),
        dispute=dispute,
        version=dispute.version,
        ground=ground,
        reason="说明",
        **changes,  # type: ignore[arg-type]
    )


def decide(objection: Objection, *, upheld: bool = True, **changes: str | int | None) -> None:
    """The street's decision."""
    objecting.decide_objection(
        staff.actor(STREET),
        objection,
        version=objection.version,
        is_upheld=upheld,
        answer="已核实",
        **changes,  # type: ignore[arg-type]
    )


class TestRaiseObjection:
    def test_refuses(self) -> None:
        cases: list[tuple[str | None, str, dict[str, str]]] = [
            ("ground", "C1", {"ground": "dislike"}),
            ("reason", "C1", {"reason": " "}),
            ("other_number", "C1", {"ground": "duplicate", "other_number": "没有的编号"}),
            (None, "C2", {}),
        ]
        with transaction():
            dispute = make_dispute("C1", on=FRIDAY)
            for field, unit, changes in cases:
                given = {"ground": "not_ours", "reason": "在另一社区", **changes}
                with pytest.raises(RuleBroken) as caught:
                    objecting.raise_objection(
                        staff.actor(WORKER),
                        week(unit),
                        dispute=dispute,
                        version=dispute.version,
                        **given,
                    )
                assert caught.value.field == field, changes

    def test_who_raised_it_does_not_decide_it(self) -> None:
        with transaction():
            made = objected()
            at_the_street = replace(staff.actor(STREET), account_id=staff.actor(WORKER).account_id)
            with pytest.raises(Forbidden):
                objecting.decide_objection(
                    at_the_street, made, version=None, is_upheld=True, answer="是我提的"
                )

    def test_once_and_it_does_not_stop_filing(self) -> None:
        with transaction():
            first = objected()
            dispute = first.dispute
            with pytest.raises(RuleBroken, match="正等街道决定"):
                objecting.raise_objection(
                    staff.actor(WORKER),
                    week(),
                    dispute=dispute,
                    version=dispute.version,
                    ground="not_ours",
                    reason="再",
                )
            with pytest.raises(Conflict):
                objecting.raise_objection(
                    staff.actor(WORKER), week(), dispute=dispute, version=99, ground="not_ours", reason="再"
                )
            report = filed(week(), on=SUNDAY, zero=False)
            assert report.found == 1


class TestDecideObjection:
    def test_upheld_as_none_gives_an_edition_that_is_no_zero_before_somebody_says_so(self) -> None:
        with transaction():
            objection = objected()
            report = filed(week(), on=SUNDAY, zero=False)
            decide(objection)
            second = in_force()
            assert (second.edition, second.reason_code, second.found, second.is_zero) == (
                2,
                "objection",
                0,
                False,
            )
            assert (report.state, objection.state, objection.dispute.state) == (
                "superseded",
                "upheld",
                "void",
            )
            secretary = staff.actor(SECRETARY)
            with pytest.raises(RuleBroken) as caught:
                signing.sign_report(secretary, second, version=second.version)
            assert caught.value.field == "zero_said"
            with pytest.raises(RuleBroken, match="必须有排查记录"):
                signing.sign_report(secretary, second, version=second.version, zero_said=True)
            act(FIRST)
            signing.sign_report(secretary, second, version=second.version, zero_said=True)
            assert second.is_zero
            assert second.document.kind == "screening_zero_report"  # type: ignore[union-attr]
            with pytest.raises(RuleBroken, match="已经决定"):
                decide(objection)

    def test_upheld_as_another_unit_s_it_is_found_there(self) -> None:
        """The other unit's zero report of that week is superseded in the same moment."""
        with transaction():
            objection = objected("not_ours")
            clock.fix_today(SUNDAY)
            act(FIRST, unit="C2")
            there = file_report(
                staff.actor(SECRETARY), week("C2"), version=0, words=WORDS, zero_said=True, at=at(SUNDAY)
            )
            with pytest.raises(RuleBroken) as caught:
                decide(objection)
            assert caught.value.field == "other_unit_id"
            session.rollback()
        with transaction():
            objection = objected("not_ours")
            act(FIRST, unit="C2")
            there = file_report(
                staff.actor(SECRETARY), week("C2"), version=0, words=WORDS, zero_said=True, at=at(SUNDAY)
            )
            decide(objection, other_unit_id=staff.unit("C2").id)
            assert rules.figures_of(week()).found == 0
            assert (in_force("C2").edition, in_force("C2").found, there.state) == (2, 1, "superseded")

    def test_upheld_as_a_twin_it_is_merged_and_refused_it_counts_on(self) -> None:
        with transaction():
            twin: Dispute = make_dispute("C2", on=FRIDAY)
            objection = objected("duplicate", other_number=twin.number)
            filed(week(), on=SUNDAY, zero=False)
            decide(objection)
            assert objection.dispute.merged_into is twin
            assert in_force().found == 0
            again = objected("not_ours")
            decide(again, upheld=False)
            assert again.state == "refused"
            assert in_force().found == 1


def test_two_weeks_are_two_periods() -> None:
    """What was found on the first day of a week is no find of the week before."""
    with transaction():
        street = staff.unit("S").id
        assert period_of("week", FIRST, practice_of(street, SUNDAY)).last == SUNDAY
        filed(week(), on=SUNDAY)
        clock.fix_today(TUESDAY)
        make_dispute("C1", on=dt.date(2026, 11, 23))
        assert in_force().edition == 1


class TestDays:
    def test_a_find_in_a_special_period_supersedes_the_day_and_the_week(self) -> None:
        """The day is owed besides the week; a zero of each wants an act of its own period, and both hear of the find."""
        with transaction():
            special = SpecialPeriod(
                street_id=staff.unit("S").id,
                name="重要会议期间",
                first=FRIDAY,
                last=SATURDAY,
                made_by=staff.actor(STREET).account_id,
            )
            special.units.append(SpecialPeriodUnit(unit_id=staff.unit("C1").id))
            session.add(special)
            session.flush()
            ensure_duties()
            day = duty_of("C1", FRIDAY, "day")
            filed(week(), on=FRIDAY)
            secretary = staff.actor(SECRETARY)
            with pytest.raises(RuleBroken, match="必须有排查记录"):
                file_report(secretary, day, version=0, words=WORDS, zero_said=True, at=at(FRIDAY, 16))
            report = filed(day, on=FRIDAY, hour=16)
            assert report.document is not None
            assert report.document.frozen["facts"]["issue"] == "2026年日报第324期"
            make_dispute("C1", on=FRIDAY)
            session.expire_all()
            again = report_in_force(day)
            assert again is not None
            assert (again.edition, again.found, in_force().edition, in_force().found) == (2, 1, 2, 1)
