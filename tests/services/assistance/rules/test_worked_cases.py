"""The worked table of C.5, the figures of C.7, and the scenarios of H that the rules answer by themselves."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.services.assistance.rules.amounts import base_sum
from portal.services.assistance.rules.counting import MemberFacts, count_member
from portal.services.assistance.rules.income import IncomeItem, IncomeRules, countable_income
from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon, reckon_again
from portal.services.assistance.rules.reviews import arrears_months
from tests.services.assistance.rules.terms_of import (
    NOVEMBER,
    TODAY,
    difference,
    family,
    flat,
    text_of,
    tiers,
    total,
)


def test_scenario_10() -> None:
    prisoner = MemberFacts("11", away="prison", away_since=dt.date(2026, 3, 5))
    counted = count_member(prisoner, TODAY)
    income = countable_income(
        [
            IncomeItem("wages", 50_000, who="申请人", label="工资", person="1"),
            IncomeItem("wages", 300_000, who="配偶", label="工资", person="2"),
        ],
        [],
        IncomeRules(),
        TODAY,
        not_counted={"2"},
    )
    people = (Person("申请人", key="1"), Person("配偶", counts=counted.counts, why=counted.text, key="2"))
    found = reckon(Family(people, income.month_fen, income.lines), difference(640))
    assert (found.persons, found.income_fen, found.total_fen) == (1, 50_000, 14_000)
    assert text_of(found, "member").startswith("在监狱内服刑（2026-03-05起），不计入")
    assert text_of(found, "left_out") == "配偶 工资 3000.00 × 12：配偶不计入共同生活的家庭成员，其收入不计入"


def test_scenario_11() -> None:
    found = reckon(family(1, 640), difference(640))
    assert not found.eligible
    assert found.is_marginal
    assert found.total_fen == 0
    assert text_of(found, "test") == "640.00 不低于 640.00，不符合收入条件"
    assert text_of(found, "marginal") == "640.00 低于 960.00（640.00 × 1.5），属于最低生活保障边缘家庭"
    assert text_of(found, "total") == "不符合条件，不发放"
    at_the_limit = reckon(family(1, 960), difference(640))
    assert not at_the_limit.is_marginal
    assert "960.00 不低于 960.00" in text_of(at_the_limit, "marginal")


def test_scenario_12() -> None:
    found = reckon(family(3, 1000), difference(640))
    assert found.total_fen == 92000
    assert text_of(found, "base") == "640.00 × 3 − 1000.00 = 920.00"
    assert text_of(found, "per_head") == (
        "1000.00 ÷ 3 = 333.33（分以下略去，只用于比较；保障金按全户计算，最后取整一次）"
    )
    per_head_first = 3 * (64000 - 33333)
    assert per_head_first == 92001


@pytest.mark.parametrize(
    ("persons", "income", "before", "after"),
    [(1, 0, 600, 640), (3, 1100, 700, 820), (3, 1860, 0, 60), (2, 1200, 0, 80)],
)
def test_the_worked_table(persons: int, income: int, before: int, after: int) -> None:
    assert total(persons, income, 600) == before * 100
    assert total(persons, income, 640) == after * 100


def test_those_who_were_not_eligible_were_marginal() -> None:
    for persons, income in ((3, 1860), (2, 1200)):
        found = reckon(family(persons, income), difference(600))
        assert not found.eligible
        assert found.is_marginal


def test_a_tier_household_waits_for_its_new_table() -> None:
    before = reckon(family(1, 100, tier="B"), tiers(A=520, B=450))
    assert before.total_fen == 45000
    same_table = reckon_again(before, tiers(A=520, B=450))
    assert same_table.total_fen == 45000
    assert reckon_again(before, tiers(A=560, B=480)).total_fen == 48000


def test_the_oracle_of_the_minimum_living_adjustment() -> None:
    sizes = [2] * 1347 + [1] * 525
    assert (len(sizes), sum(sizes)) == (1872, 3219)
    before = [reckon(family(size, 100 * (number % 5)), difference(600)) for number, size in enumerate(sizes)]
    after = [reckon_again(found, difference(640)) for found in before]
    delta = sum(new.total_fen - old.total_fen for new, old in zip(after, before, strict=True))
    assert delta == 12876000
    assert 2 * delta == 25752000
    assert all(
        new.total_fen - old.total_fen == 4000 * old.persons for new, old in zip(after, before, strict=True)
    )


@pytest.mark.parametrize(("households", "delta"), [(311, 373200), (310, 372000)])
def test_the_oracle_of_the_flat_scheme(households: int, delta: int) -> None:
    before = sum(reckon(family(2), flat(180)).total_fen for _ in range(households))
    after = sum(reckon(family(2), flat(192)).total_fen for _ in range(households))
    assert after - before == delta


def test_plain_numbers_give_what_a_reckoning_gives() -> None:
    for persons, income in ((1, 0), (3, 1000), (2, 1200)):
        found = reckon(family(persons, income), difference())
        assert found.base_fen == base_sum(difference(), persons, income * 100)


def test_a_standard_announced_within_a_month_holds_for_the_whole_of_it() -> None:
    announced = NOVEMBER.replace(month=5, day=20)
    assert arrears_months(announced, NOVEMBER.replace(month=6)) == 1
    assert arrears_months(announced, NOVEMBER.replace(month=5)) == 0
    assert arrears_months(announced, NOVEMBER.replace(month=7, day=15)) == 2
    assert arrears_months(announced, NOVEMBER.replace(month=4)) == 0


def test_a_sheet_comes_back_as_it_was() -> None:
    found = reckon(family(3, 1000), difference())
    assert Reckoning.from_plain(found.to_plain()) == found
