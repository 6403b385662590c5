"""What holds for every family: more income never brings more money, sums reconcile, one rounding, tiers and lines apart."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.services.assistance.rules.income import IncomeItem, IncomeRules, countable_income
from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon
from portal.services.assistance.rules.terms import EXTRAS, ROUNDINGS, TOGETHER, Extra, Terms, whole
from portal.services.assistance.schemes import MINIMUM_LIVING
from tests.services.assistance.rules.terms_of import NOVEMBER, TODAY

STANDARDS = st.integers(1, 300_000)
INCOMES = st.integers(0, 2_000_000)
SUMS = st.integers(0, 60_000)
EXTRA_SUMS = st.one_of(
    st.builds(lambda fen: (fen, None), SUMS),
    st.builds(lambda percent: (None, percent), st.integers(0, 10_000)),
)


@st.composite
def terms(draw: Any, method: str = "") -> Terms:
    """Any terms of the allowance."""
    lines = draw(st.dictionaries(st.sampled_from(list(EXTRAS)), EXTRA_SUMS))
    return Terms(
        MINIMUM_LIVING,
        "urban",
        NOVEMBER,
        method or draw(st.sampled_from(["difference", "tier"])),
        draw(STANDARDS),
        tiers={"A": draw(SUMS), "B": draw(SUMS)},
        extras={code: Extra(code, *given) for code, given in lines.items()},
        minimum_fen=draw(st.one_of(st.just(0), SUMS)),
        minimum_by_person=draw(st.booleans()),
        rounding=draw(st.sampled_from(list(ROUNDINGS))),
        together=draw(st.sampled_from(list(TOGETHER))),
    )


@st.composite
def families(draw: Any) -> Family:
    """Any family of which at least one counts."""
    grounds = st.sets(st.sampled_from(list(EXTRAS))).map(lambda found: tuple(sorted(found)))
    people = draw(
        st.lists(st.builds(Person, st.just("某"), counts=st.booleans(), grounds=grounds), max_size=6)
    )
    return Family((Person("户主", grounds=draw(grounds)), *people), income_fen=draw(INCOMES), tier="A")


@settings(max_examples=100, deadline=None)
@given(families(), terms(), st.integers(0, 500_000))
def test_more_income_never_brings_more_money(family: Family, by: Terms, more: int) -> None:
    poorer = reckon(family, by)
    richer = reckon(replace(family, income_fen=family.income_fen + more), by)
    assert richer.base_fen <= poorer.base_fen
    assert richer.total_fen <= poorer.total_fen
    assert richer.extra_fen in {0, poorer.extra_fen}


@settings(max_examples=100, deadline=None)
@given(families(), terms())
def test_every_sum_reconciles_with_its_lines(family: Family, by: Terms) -> None:
    found = reckon(family, by)
    lines = {line.code: line for line in found.lines}
    assert found.total_fen == found.base_fen + found.extra_fen == (lines["total"].fen or 0)
    last = [line.fen for line in found.lines if line.code in {"base", "minimum", "rounding"}]
    assert (last[-1] if last else 0) == found.base_fen
    assert sum(line.fen or 0 for line in found.lines if line.code.startswith("extra_")) == found.extra_fen
    assert found.eligible == (found.per_head < by.standard_fen)
    assert all(line.text and "{" not in line.text for line in found.lines)
    assert not (found.total_fen and not found.eligible)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 9),
    STANDARDS,
    st.lists(st.tuples(st.integers(0, 900_000), st.sampled_from(["month", "period", "year"])), max_size=5),
    st.sampled_from([12, 6, 3]),
)
def test_the_household_first_is_the_exact_sum_rounded_once(
    persons: int, standard: int, received: list[tuple[int, str]], look_back: int
) -> None:
    items = [IncomeItem("wages", fen, per=per) for fen, per in received]
    income = countable_income(items, [], IncomeRules(look_back=look_back), TODAY)
    yearly = sum(fen * {"month": 12, "period": 12 // look_back, "year": 1}[per] for fen, per in received)
    exact = standard * persons - Fraction(yearly, 12)
    found = reckon(
        Family(persons_known=persons, income_fen=income.month_fen),
        Terms(MINIMUM_LIVING, "urban", NOVEMBER, "difference", standard),
    )
    assert found.total_fen == (whole(exact) if exact > 0 and found.eligible else 0)
    assert income.year_fen == yearly


@settings(max_examples=100, deadline=None)
@given(families(), terms("difference"), terms("difference"))
def test_the_extras_and_the_base_know_nothing_of_each_other(family: Family, by: Terms, other: Terms) -> None:
    bare = replace(by, extras={})
    assert reckon(family, bare).base_fen == reckon(family, by).base_fen
    swapped = reckon(family, replace(by, extras=other.extras, together=other.together))
    assert swapped.base_fen == reckon(family, by).base_fen


@settings(max_examples=60, deadline=None)
@given(families(), terms("tier"))
def test_a_tier_pays_by_heads_and_nothing_else(family: Family, by: Terms) -> None:
    found = reckon(family, replace(by, minimum_fen=0, rounding="fen"))
    assert found.base_fen == (by.tiers["A"] * found.persons if found.eligible else 0)


@settings(max_examples=60, deadline=None)
@given(families(), terms(), st.integers(0, 50_000))
def test_a_higher_standard_never_pays_less(family: Family, by: Terms, more: int) -> None:
    higher = replace(by, standard_fen=by.standard_fen + more)
    assert reckon(family, higher).total_fen >= reckon(family, by).total_fen


@settings(max_examples=60, deadline=None)
@given(families(), terms())
def test_a_sheet_comes_back_and_gives_the_same_again(family: Family, by: Terms) -> None:
    found = reckon(family, by)
    again = Reckoning.from_plain(json.loads(json.dumps(found.to_plain())))
    assert again == found
    assert reckon(again.family, again.terms) == found


@settings(max_examples=100, deadline=None)
@given(st.fractions(0, 10**9), st.sampled_from(list(ROUNDINGS)))
def test_rounding_is_nearest_or_up_and_stable(exact: Fraction, rounding: str) -> None:
    step = {"fen": 1, "jiao": 10, "yuan": 100, "yuan_up": 100}[rounding]
    made = whole(exact, rounding)
    assert made % step == 0
    assert whole(made, rounding) == made
    assert (0 <= made - exact < step) if rounding == "yuan_up" else (abs(2 * (made - exact)) <= step)
