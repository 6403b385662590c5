"""Whatever happens in random weeks, every street report equals the disputes counted by hand, and no unit-week is without a state.

The hand count keeps nothing but a diary of each dispute: on which day it entered or left the stock of which unit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.errors import RuleBroken
from portal.screening.calendar import grid, heirs
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.calendar.standings import standings
from portal.screening.figures import SIX
from portal.screening.filing.actions.acts import record_act
from portal.screening.filing.actions.ending import withdraw_report
from portal.screening.filing.actions.filing import file_report
from portal.screening.filing.actions.filling import correct_report
from portal.screening.filing.actions.objecting import decide_objection, raise_objection
from portal.screening.freezing import draft_of, report_in_force
from portal.screening.kinds import DUTY_STATES, IN_FORCE
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import at_hour
from portal.screening.rollup import zero
from portal.screening.rollup.actions import reporting
from portal.screening.rollup.units import in_force
from portal.units.actions import close_unit, found_unit, move_unit
from tests.factories import staff
from tests.factories.filing import WORDS
from tests.factories.screening import make_dispute, read_alone

START = dt.date(2026, 10, 5)
NOON = dt.time(12)
OPS = (
    "day", "day", "day", "find", "find", "find", "resolve", "reopen", "again", "hand_on", "move", "file", "file", "file",
    "correct", "withdraw", "object", "unit",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(OPS), st.integers(0, 99), st.integers(0, 99)), min_size=8, max_size=45
)


@dataclass
class Entry:
    """One dispute in the diary: (day, what, unit or None); a unit is where it is in stock from then on."""

    dispute: Dispute
    moves: list[tuple[dt.date, str, int | None]] = field(default_factory=list)
    counts: bool = True

    def unit_at(self, day: dt.date) -> int | None:
        """In whose stock it lies at the end of a day."""
        found = None
        for on, _what, unit in self.moves:
            if on <= day:
                found = unit
        return found if self.counts else None

    def was_found(self, first: dt.date, last: dt.date, units: set[int]) -> bool:
        """Whether it was found in a period at one of these units."""
        day, _what, unit = self.moves[0]
        return self.counts and first <= day <= last and unit in units

    def was_settled(self, first: dt.date, last: dt.date, units: set[int]) -> bool:
        """Whether a settlement at these units stands for the period: it left their stock by it, and not only for a while."""
        ways: list[str] = []
        before: int | None = None
        for on, what, unit in self.moves:
            if first <= on <= last and before in units and unit not in units:
                ways.append(what)
            before = unit
        there = self.unit_at(first - dt.timedelta(days=1)) in units or self.was_found(first, last, units)
        is_there = self.unit_at(last) in units
        if not self.counts or (is_there and not there):
            return False
        return "resolved" in (ways if there and not is_there else ways[-1:])


class World:
    """A street, its communities, whoever works there, and the diary."""

    def __init__(self) -> None:
        clock.fix_today(START)
        ensure_duties()
        staff.make_account("secretary_c2", "测试二社书记", ("secretary", staff.unit("C2")))
        staff.make_account("street2", "测试二号专干", ("street", staff.unit("S")))
        self.entries: list[Entry] = []
        self.admin, self.street = staff.actor("admin"), staff.actor("street")
        self.mediator = staff.actor("mediator")
        self.changed_units = 0
        self.admin_reader = staff.actor("district")

    def do(self, op: str, one: int, two: int) -> None:
        """Try something; what the rules refuse changes nothing."""
        try:
            with session.begin_nested():
                getattr(self, f"_{op}")(one, two)
        except RuleBroken:
            session.expire_all()

    def _day(self, one: int, _two: int) -> None:
        clock.fix_today(clock.today() + dt.timedelta(days=1 + one % 6))
        ensure_duties()
        for entry in self.entries:
            session.refresh(entry.dispute)
        open_before = {entry.dispute.id: standing.unit_now(entry.dispute) for entry in self.entries}
        heirs.hand_over_closed()
        for entry in self.entries:
            now = standing.unit_now(entry.dispute)
            if now != open_before[entry.dispute.id]:
                last = max(step.on for step in entry.dispute.steps if step.struck_at is None)
                entry.moves.append((last, "moved", now))

    def _find(self, one: int, two: int) -> None:
        unit = staff.unit(("C1", "C2", "S")[one % 3])
        day = clock.today() - dt.timedelta(days=two % 12)
        if day < START or not unit.exists_on(day):
            return
        dispute = make_dispute(unit.code, on=day)
        self.entries.append(Entry(dispute, [(day, "found", unit.id)]))

    def _pick(self, one: int) -> Entry | None:
        return self.entries[one % len(self.entries)] if self.entries else None

    def _resolve(self, one: int, _two: int) -> None:
        entry, today = self._pick(one), clock.today()
        if entry and entry.dispute.state == "open":
            standing.resolve(self.mediator, entry.dispute, on=today, way="people")
            entry.moves.append((today, "resolved", None))

    def _reopen(self, one: int, _two: int) -> None:
        entry = self._pick(one)
        if entry and entry.dispute.state == "resolved":
            standing.reopen(self.mediator, entry.dispute)
            entry.moves.append((clock.today(), "reopened", standing.unit_now(entry.dispute)))

    def _again(self, one: int, two: int) -> None:
        """Settled, broken out again and settled again, all in one day."""
        for verb in (self._resolve, self._reopen, self._resolve):
            verb(one, two)

    def _hand_on(self, one: int, _two: int) -> None:
        entry = self._pick(one)
        if entry:
            standing.hand_on(self.mediator, entry.dispute, on=clock.today(), note="区综治中心")
            entry.moves.append((clock.today(), "out", None))

    def _move(self, one: int, two: int) -> None:
        entry, unit = self._pick(one), staff.unit(("C1", "C2", "S")[two % 3])
        if entry and unit.exists_on(clock.today()):
            made = standing.move_to(
                self.mediator, entry.dispute, unit_id=unit.id, on=clock.today(), note="转办"
            )
            if made is not None:
                entry.moves.append((clock.today(), "moved", unit.id))

    def _duty(self, one: int, two: int) -> tuple[Actor, ReportDuty] | None:
        code, who = (("C1", "secretary"), ("C2", "secretary_c2"))[one % 2]
        if not staff.unit(code).exists_on(clock.today()):
            return None
        statement = select(ReportDuty).where(
            ReportDuty.unit_id == staff.unit(code).id,
            ReportDuty.kind == "week",
            ReportDuty.first <= clock.today(),
        )
        duties = list(session.scalars(statement.order_by(ReportDuty.first)))
        return (staff.actor(who), duties[two % len(duties)]) if duties else None

    def _file(self, one: int, two: int) -> None:
        found = self._duty(one, two)
        if found is None:
            return
        actor, duty = found
        record_act(actor, unit_id=duty.unit_id, day=duty.first, kind="daily", place="楼栋", hands=1)
        words = WORDS.__class__(**{**vars(WORDS), "late_reason": "停电"})
        zero = not standing_figures(duty)
        draft = draft_of(duty)
        version = draft.version if draft else None
        file_report(
            actor, duty, version=version, words=words, zero_said=zero, at=at_hour(clock.today(), NOON)
        )

    def _correct(self, one: int, two: int) -> None:
        found = self._duty(one, two)
        report = report_in_force(found[1]) if found else None
        if found and report:
            correct_report(found[0], report, version=None, reason="核对后更正")
            self._file(one, two)

    def _withdraw(self, one: int, two: int) -> None:
        found = self._duty(one, two)
        report = report_in_force(found[1]) if found else None
        if found and report:
            withdraw_report(found[0], report, version=None, reason="报错了")

    def _object(self, one: int, two: int) -> None:
        entry, found = self._pick(one), self._duty(one, two)
        if entry is None or found is None:
            return
        actor, duty = found
        ground = ("not_a_dispute", "not_ours")[two % 2]
        other = staff.unit("S")
        objection = raise_objection(
            actor,
            duty,
            dispute=entry.dispute,
            version=None,
            ground=ground,
            reason="核实过",
            other_unit_id=other.id if ground == "not_ours" else None,
        )
        decide_objection(self.street, objection, version=None, is_upheld=True, answer="同意")
        if ground == "not_a_dispute":
            entry.counts = False
        else:
            entry.moves = [
                (on, what, other.id if unit is not None else None)
                for on, what, unit in entry.moves
                if what != "moved"
            ]

    def _unit(self, _one: int, two: int) -> None:
        """A unit changes once: another opens, one moves away, or one is merged into the other."""
        self.changed_units += 1
        if self.changed_units > 1:
            return
        today, kind = clock.today(), two % 3
        if kind == 0:
            found_unit(
                self.admin,
                kind="community",
                code="C9",
                name="新设社区",
                short_name="新设",
                parent_id=staff.unit("S").id,
                valid_from=today,
            )
        elif kind == 1:
            move_unit(
                self.admin,
                unit_id=staff.unit("C2").id,
                parent_id=staff.unit("S2").id,
                starts_on=today,
                reason="区划调整",
            )
        else:
            close_unit(
                self.admin,
                unit_id=staff.unit("C2").id,
                last_day=today,
                reason="撤并",
                successor_id=staff.unit("C1").id,
                with_posts=True,
            )

    def by_hand(self, units: set[int], first: dt.date, last: dt.date) -> dict[str, int]:
        """The figures of units as the diary has them."""
        before = first - dt.timedelta(days=1)
        return {
            "opening": sum(entry.unit_at(before) in units for entry in self.entries),
            "found": sum(entry.was_found(first, last, units) for entry in self.entries),
            "resolved": sum(entry.was_settled(first, last, units) for entry in self.entries),
            "closing": sum(entry.unit_at(last) in units for entry in self.entries),
        }


def standing_figures(duty: ReportDuty) -> int:
    """How many disputes the records have as found in a duty's period."""
    from portal.screening.filing.rules import figures_of

    return figures_of(duty).found


def check(world: World) -> None:
    """Every claim, at the end of a history."""
    today = clock.today()
    for duty in session.scalars(select(ReportDuty).where(ReportDuty.kind.in_(("half_month", "month")))):
        if duty.first > today or duty.unit.code != "S":
            continue
        silent = [one for one in zero.owed_by(duty, at_hour(today, NOON)) if in_force(one) is None]
        may_say = zero.ground_of(duty, at_hour(today, NOON)).may_be_said
        report = reporting.make_roll_up(
            world.street, duty, version=None, zero_said=may_say, at=at_hour(today, NOON)
        )
        units = {row["unit_id"] for row in report.figures["units"]}
        hand = world.by_hand(units, duty.first, duty.last)
        assert {name: getattr(report, name) for name in hand} == hand, duty.label
        assert report.is_zero == (not hand["found"] and report.acts > 0 and not silent), duty.label
        assert sum(row["closing"] for row in report.figures["units"]) == report.closing
        for name in SIX:
            assert sum(getattr(line, f"in_{name}") for line in report.lines) == getattr(report, name), name
        assert sum(report.figures["ways"].values()) == report.figures["ways"]["people"] == report.resolved
    for report in session.scalars(select(ScreeningReport).where(ScreeningReport.state.in_(IN_FORCE))):
        hand = world.by_hand({report.duty.unit_id}, report.duty.first, report.duty.last)
        told = {name: getattr(report, name) for name in hand}
        assert told == hand or report.ground_moved_at is not None, report.duty.label
        assert not (report.is_zero and hand["found"]), "a zero stands against a dispute"
    must_have_states(world, today)


def must_have_states(world: World, today: dt.date) -> None:
    """Each community's weeks touch from its first day to today, each in exactly one state; silence is no zero."""
    weeks: dict[int, list[ReportDuty]] = {}
    for duty in session.scalars(
        select(ReportDuty).where(ReportDuty.kind == "week").order_by(ReportDuty.first)
    ):
        weeks.setdefault(duty.unit_id, []).append(duty)
    for code in ("C1", "C2"):
        unit = staff.unit(code)
        end = min(today, unit.valid_to or today)
        day = START
        for duty in weeks[unit.id]:
            if duty.first > end:
                break
            assert duty.first == day or duty.first <= START
            day = duty.last + dt.timedelta(days=1)
        assert day > end
    every, now = {duty.id: duty for duties in weeks.values() for duty in duties}, at_hour(today, NOON)
    seen = {
        cell.duty_id: cell.standing
        for street in grid.list_streets(world.admin_reader)
        for cell in grid.read_grid(
            world.admin_reader, street, "week", START, today + dt.timedelta(days=60), at=now
        ).cells.values()
    }
    session.expire_all()
    assert (
        seen == {key: read_alone(duty, now) for key, duty in every.items()} == standings(every.values(), now)
    )
    for key, standing_now in seen.items():
        assert standing_now.state in DUTY_STATES
        assert standing_now.is_reported == (report_in_force(every[key]) is not None)


@pytest.mark.usefixtures("database")
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_random_weeks_count_as_by_hand(steps: list[tuple[str, int, int]]) -> None:
    """Disputes, settlements, reports, corrections, withdrawals, objections and a change of units, in any order."""
    with transaction() as verdict:
        verdict.keep = False
        world = World()
        for step in steps:
            world.do(*step)
        check(world)
