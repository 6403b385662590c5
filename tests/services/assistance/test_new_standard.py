"""A standard that is adjusted reaches whoever is decided afterwards: grants, refusals and changes by the old one."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.errors import RuleBroken
from portal.services import actions as hall
from portal.services.assistance.actions import Plan, stands_on_standard
from portal.services.assistance.actions.proposing import replan_change
from portal.services.assistance.adjustments import left_behind
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.months import next_month
from portal.services.items.minimum_living import actions, new_standard
from portal.services.items.minimum_living.actions.granting import granted_sheet
from portal.services.items.minimum_living.hooks import join
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.queries import find_file
from tests.factories import assistance, minimum_living, staff
from tests.services.assistance import life

pytestmark = pytest.mark.usefixtures("database")
NEW = 68_000


def _raise_standard(fen: int = NEW) -> Adjustment:
    """680.00 from next month on, as a batch that was carried out leaves it."""
    month = next_month(clock.today())
    assistance.make_standard(fen, since=month)
    return Adjustment(
        street_id=staff.unit("S").id,
        scheme="minimum_living",
        area="urban",
        old_fen=assistance.STANDARD,
        new_fen=fen,
        effective_month=month,
        run_month=month,
        state="applied",
        id=7,
    )


def _reported(income_fen: int, opinion: str = "agree") -> HouseholdDeclaration:
    minimum_living.seed()
    household, people = minimum_living.family(dt.date(2015, 5, 1))
    declaration = minimum_living.accepted(household, people, income_fen=income_fen)
    if opinion == "agree":
        return minimum_living.reported(declaration)
    return minimum_living.opined(declaration, opinion)


class TestGrant:
    def test_what_is_confirmed_and_issued_afterwards_is_by_the_new_standard(self) -> None:
        join()
        with transaction():
            declaration = _reported(50_000)
            batch = _raise_standard()
            found = new_standard.new_standard_of(declaration)
            assert found is not None
            assert (found.former_fen, found.fen, found.is_same_judgement) == (78_000, 86_000, True)
            cases = left_behind.cases_left_behind(batch)
            assert [one.sentence for one in cases] == [new_standard.BY_ITSELF]
            actions.confirm_household(staff.actor("district"), declaration, version=None, answer="confirmed")
            application = declaration.application
            hall.decide_application(staff.actor("leader"), application, version=None, result="granted")
            hall.issue_result(staff.actor("clerk"), application, version=None)
            file = find_file(application)
            assert file is not None
            decision = file.decisions[0]
            assert (decision.total_fen, decision.standard_fen) == (86_000, NEW)
            assert decision.sheet["terms"]["standard_fen"] == NEW
            assert left_behind.cases_left_behind(batch) == []

    def test_a_new_standard_that_changes_what_was_judged_is_refused_with_the_next_step(self) -> None:
        with transaction():
            declaration = _reported(130_000)  # 650.00 a head: marginal by 640, entitled by 680
            _raise_standard()
            found = new_standard.new_standard_of(declaration)
            assert found is not None
            assert not found.is_same_judgement
            with pytest.raises(RuleBroken, match="请退回") as refused:
                actions.confirm_household(
                    staff.actor("district"), declaration, version=None, answer="confirmed"
                )
            assert refused.value.params == {"month": "2026-12", "former": "640.00", "standard": "680.00"}
            actions.confirm_household(
                staff.actor("district"), declaration, version=None, answer="returned", note="标准已调整"
            )

    def test_nobody_is_refused_by_a_standard_that_no_longer_holds(self) -> None:
        with transaction():
            declaration = _reported(
                200_000, "disagree"
            )  # 1000.00 a head: above 960, below 1020 and so marginal
            _raise_standard()
            application = declaration.application
            hall.review_application(
                staff.actor("reviewer"), application, version=None, opinion="disagree", note="收入不符"
            )
            actions.report_household(staff.actor("clerk"), declaration, version=None, way="post")
            for answer in ("confirmed", "denied"):
                with pytest.raises(RuleBroken, match="按新标准符合条件"):
                    actions.confirm_household(
                        staff.actor("district"), declaration, version=None, answer=answer, note="收入不符"
                    )

    def test_the_sheet_stays_itself_while_the_standard_does(self) -> None:
        with transaction():
            declaration = _reported(50_000)
            assert granted_sheet(declaration, clock.today()).total_fen == 78_000
            assert new_standard.new_standard_of(declaration) is None


class TestChange:
    @pytest.mark.parametrize(
        ("kind", "plan", "before", "after"),
        [
            ("increase", Plan(income_fen=10_000), 118_000, 126_000),
            ("head_change", Plan(), 98_000, 106_000),
            ("refused_work", Plan(), 49_000, 53_000),
        ],
    )
    def test_it_is_reckoned_again_before_it_is_decided(
        self, kind: str, plan: Plan, before: int, after: int
    ) -> None:
        with transaction():
            assistance.make_standard()
            file = assistance.make_file(2, 30_000)
            other = file.members[1]
            if kind == "head_change":
                plan = Plan(head_id=other.resident_id)
            if kind == "refused_work":
                plan = Plan(person_id=other.id)
            change = life.propose(file, kind, plan=plan)
            assert (change.planned or {})["total_fen"] == before
            batch = _raise_standard()
            assert [one.number for one in left_behind.cases_left_behind(batch)] == [file.number]
            if kind == "refused_work":
                life.hear(change)
            with pytest.raises(RuleBroken, match="请先重新核算金额"):
                life.decide(change)
            replan_change(staff.actor("clerk"), change, version=None, plan=plan)
            assert left_behind.cases_left_behind(batch) == []
            assert life.decide(change).total_fen == after

    def test_what_pays_nothing_or_is_frozen_stands_on_no_standard(self) -> None:
        with transaction():
            assistance.make_standard(NEW)
            file = assistance.make_file(2, 30_000)
            month = next_month(clock.today())
            planned = {"total_fen": 98_000, "standard_fen": 64_000, "method": "difference", "sheet": None}
            assert not stands_on_standard(file, "increase", month, planned)
            assert stands_on_standard(file, "fading", month, planned)
            assert stands_on_standard(file, "stop", month, {"total_fen": 0})
