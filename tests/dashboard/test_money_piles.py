"""Money on its way: each batch, adjustment and roster stands with whoever takes its next step, and with nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.actor import Actor
from portal.dashboard.elsewhere import other_piles
from portal.dashboard.money_piles import money_piles
from portal.db import transaction
from portal.services.assistance.adjustments import actions as adjusting
from portal.services.assistance.adjustments import queries as batches
from portal.services.assistance.payments import actions as payments
from portal.services.rosters import actions as rosters
from tests.factories import adjustments, assistance, staff
from tests.factories import payments as months
from tests.factories import rosters as rounds
from tests.services.conftest import unrendered

__all__ = ["unrendered"]
pytestmark = pytest.mark.usefixtures("database", "unrendered")
PEOPLE = ("clerk", "reviewer", "leader", "district", "community", "supervisor")


def _standing() -> dict[str, set[str]]:
    """Which piles lie on whose desk."""
    found = {who: {pile.key for pile in money_piles(staff.actor(who)) if pile.count} for who in PEOPLE}
    return {who: keys for who, keys in found.items() if keys}


def _actor(who: str) -> Actor:
    return staff.actor(who)


def test_a_payment_month_goes_from_desk_to_desk() -> None:
    with transaction():
        assistance.make_standard()
        assistance.make_file().next_review_on = months.DECEMBER
    key = months.prepare()
    assert _standing() == {"clerk": {"payments-checking"}}
    with transaction():
        payments.submit_month(_actor("clerk"), months.stored(key), version=None)
    assert _standing() == {"reviewer": {"payments-review"}}
    with transaction():
        payments.review_month(_actor("reviewer"), months.stored(key), version=None)
    assert _standing() == {"leader": {"payments-approve"}}
    with transaction():
        payments.approve_month(_actor("leader"), months.stored(key), version=None)
    assert _standing() == {"reviewer": {"payments-approved"}}


def test_an_adjustment_waits_for_another_person_and_then_for_its_exceptions() -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with transaction():
        adjustments.make_standard()
        adjustments.make_files([(1, 0)])
    adjustments.entered()
    assert _standing() == {"leader": {"adjustments-approve"}}


def test_a_roster_goes_from_desk_to_desk_and_to_the_community_that_hands_out() -> None:
    with transaction():
        roster = rounds.make_roster()
        for person in rounds.make_people(1):
            rounds.add(roster, person)
        assert _standing() == {"clerk": {"rosters-draft"}}
        rosters.submit_roster(_actor("clerk"), roster, version=None)
        assert _standing() == {"reviewer": {"rosters-review"}}
        rosters.review_roster(_actor("reviewer"), roster, version=None)
        assert _standing() == {"leader": {"rosters-agree"}}
        rosters.agree_roster(_actor("leader"), roster, version=None)
        assert _standing() == {"clerk": {"rosters-hand-out"}, "community": {"rosters-hand-out"}}
        pile = next(one for one in other_piles(_actor("community")) if one.key == "rosters-hand-out")
    assert (pile.rows[0].label, pile.rows[0].href) == (roster.title, f"/rosters/{roster.id}")


def test_who_prepares_and_who_approves_learn_of_a_batch_that_was_not_carried_out() -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with transaction():
        adjustments.make_standard()
        adjustments.make_files([(1, 0)])
    key = adjustments.entered()
    with transaction():
        adjustments.make_files([(1, 0)], prefix="后")
    assert adjustments.approve(key) == "failed"
    told = {who for who, piles in _standing().items() if "adjustments-not-done" in piles}
    assert told == {"clerk", "reviewer", "leader"}
    with transaction("read"):
        assert [one.id for one in batches.list_not_done(_actor("clerk"))] == [key]


def test_a_refused_reversal_is_told_of_the_batch() -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with transaction():
        adjustments.make_standard()
        adjustments.make_files([(1, 0)])
    key = adjustments.entered()
    assert adjustments.approve(key) == "done"
    with transaction():
        batch = adjustments.see(key)
        assert not batches.is_reversal_refused(batch)
        adjusting.ask_reversal(_actor("clerk"), batch, version=None, reason="文件有误")
        adjusting.refuse_reversal(_actor("leader"), batch, version=None, reason="标准无误")
        assert batches.is_reversal_refused(batch)
