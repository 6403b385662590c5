"""What a roster comes to always makes up what was planned, by people, money and each thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.services.rosters.ledger import ROSTERS, columns_for
from portal.services.rosters.sums import Portion, Thing, reckon

FEN = st.integers(0, 10**9)
OUTCOMES = st.sampled_from(["waiting", "received", "uncollected"])


@settings(max_examples=50)
@given(
    st.lists(st.builds(Thing, st.just("米"), st.just("袋"), st.integers(1, 99), FEN), max_size=4),
    st.lists(st.builds(Portion, FEN, OUTCOMES), max_size=30),
)
def test_handed_out_and_left_make_up_what_was_planned(things: list[Thing], portions: list[Portion]) -> None:
    totals = reckon(things, portions)
    assert totals.reconciles
    assert totals.planned.money_fen == sum(one.money_fen for one in portions)
    assert totals.left.people == totals.waiting.people + totals.uncollected.people
    for one, thing in zip(totals.things, things, strict=True):
        assert one.planned_fen == thing.value_fen * thing.quantity * len(portions)


@pytest.mark.parametrize(
    ("has_money", "has_goods", "left_out"),
    [
        (True, True, set()),
        (False, True, {"money"}),
        (True, False, {"goods", "worth"}),
    ],
)
def test_a_sheet_has_no_column_for_what_nobody_gets(
    has_money: bool, has_goods: bool, left_out: set[str]
) -> None:
    asked = columns_for(has_money=has_money, has_goods=has_goods)
    everything = {column.key for column in ROSTERS.columns}
    assert (everything - set(asked.split(",")) if asked else set()) == left_out
