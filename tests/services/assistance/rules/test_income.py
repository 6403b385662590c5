"""Countable income (57号 art. 13): by kind, looked back on, left out until a day, deducted; the year decides."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from typing import Any

import pytest

from portal.errors import RuleBroken
from portal.services.assistance.rules.income import (
    KINDS,
    Deduction,
    DeductionRule,
    Income,
    IncomeItem,
    IncomeRules,
    Uncounted,
    countable_income,
    months_before,
    twelfth,
)
from tests.services.assistance.rules.terms_of import TODAY

PENSION = Uncounted("basic_pension", "中央基础养老金", dt.date(2025, 12, 31))
SCHOLARSHIP = Uncounted("scholarship", "奖学金")
WORK = DeductionRule("work", "必要就业成本", most_fen=30000)
ILLNESS = DeductionRule("illness", "刚性医疗支出", share=50)
RULES = IncomeRules(
    uncounted={one.code: one for one in (PENSION, SCHOLARSHIP)},
    deductions={one.code: one for one in (WORK, ILLNESS)},
)


def income(*items: IncomeItem | Deduction, rules: IncomeRules = RULES, **more: Any) -> Income:
    """The income of these items, today."""
    received = [item for item in items if isinstance(item, IncomeItem)]
    spent = [item for item in items if isinstance(item, Deduction)]
    return countable_income(received, spent, rules, more.pop("on", TODAY), **more)


def wages(fen: int, **more: Any) -> IncomeItem:
    """Wages of the first member."""
    return IncomeItem("wages", fen, who="张三", label="工资", person="1", **more)


def texts(found: Income, code: str) -> list[str]:
    """The texts of the lines with this code."""
    return [line.text for line in found.lines if line.code == code]


def test_nothing_is_nothing() -> None:
    found = income()
    assert (found.year_fen, found.month_fen, found.by_kind) == (0, 0, {})
    assert texts(found, "income_year") == ["0.00"]
    assert texts(found, "income_month") == ["0.00 ÷ 12 = 0.00"]


def test_kinds_are_added_and_explained() -> None:
    found = income(wages(100000), wages(5000, per="year"), IncomeItem("transfer", 30000, label="养老金"))
    assert found.by_kind == {"wages": 1205000, "transfer": 360000}
    assert texts(found, "income_wages") == ["张三 工资 1000.00 × 12 + 张三 工资 50.00 = 12050.00"]
    assert texts(found, "income_transfer") == ["养老金 300.00 × 12 = 3600.00"]
    assert texts(found, "income_year") == ["12050.00 + 3600.00 = 15650.00"]
    assert texts(found, "income_month") == ["15650.00 ÷ 12 = 1304.17（除不尽，取到分，半分舍去）"]


@pytest.mark.parametrize(("look_back", "year"), [(12, 60000), (6, 120000), (3, 240000)])
def test_a_period_looked_back_on_is_made_a_year(look_back: int, year: int) -> None:
    rules = IncomeRules(look_back=look_back)
    assert income(wages(60000, per="period"), rules=rules).year_fen == year


def test_only_twelve_six_and_three_months_are_looked_back_on() -> None:
    with pytest.raises(ValueError, match="4 months"):
        IncomeRules(look_back=4)


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2025-11-22", False), ("2025-11-23", True), ("2026-11-22", True), ("2026-11-23", False)],
)
def test_what_came_once_counts_within_the_period(day: str, counts: bool) -> None:
    found = income(wages(120000, per="period", received_on=dt.date.fromisoformat(day)))
    assert found.year_fen == (120000 if counts else 0)
    assert found.left_out_fen == (0 if counts else 120000)


def test_a_thing_is_left_out_up_to_its_last_day() -> None:
    item = IncomeItem("transfer", 14300, label="养老金", uncounted="basic_pension")
    before, after = income(item, on=dt.date(2025, 12, 31)), income(item, on=dt.date(2026, 1, 1))
    assert before.year_fen == 0
    assert texts(before, "left_out") == ["养老金 143.00 × 12：中央基础养老金，不计入（至2025-12-31）"]
    assert after.year_fen == 171600
    assert "不计入的规定于2025-12-31到期，计入" in texts(after, "income_transfer")[0]


def test_a_thing_without_a_last_day_is_left_out_for_good() -> None:
    found = income(IncomeItem("transfer", 500000, per="year", uncounted="scholarship"))
    assert (found.year_fen, found.left_out_fen) == (0, 500000)


def test_scenario_10_his_income_does_not_count_and_the_sheet_says_why() -> None:
    found = income(wages(100000), IncomeItem("wages", 50000, who="李四", person="2"), not_counted={"2"})
    assert found.year_fen == 1200000
    assert texts(found, "left_out") == ["李四 500.00 × 12：李四不计入共同生活的家庭成员，其收入不计入"]


def test_deductions_have_a_share_and_a_limit() -> None:
    found = income(
        wages(200000),
        Deduction("work", 50000, who="张三", label="交通", person="1"),
        Deduction("illness", 240001, per="year", label="自付"),
    )
    assert [line.fen for line in found.lines if line.code == "deduction"] == [360000, 120001]
    assert found.deducted_fen == 480001
    assert texts(found, "income_year") == ["24000.00 − 3600.00 − 1200.01 = 19199.99"]


def test_what_one_spends_who_does_not_count_is_not_deducted() -> None:
    assert income(wages(100000), Deduction("work", 10000, person="2"), not_counted={"2"}).deducted_fen == 0


def test_income_is_never_below_nothing() -> None:
    found = income(wages(1000), Deduction("work", 20000))
    assert (found.year_fen, found.month_fen) == (0, 0)
    assert texts(found, "income_year") == ["120.00 − 2400.00 = -2280.00 不足零，按零计"]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (wages(-1), "fen"),
        (wages(1, per="week"), "per"),
        (IncomeItem("gifts", 1), "kind"),
        (wages(1, uncounted="lottery"), "uncounted"),
        (Deduction("tobacco", 1), "code"),
        (Deduction("work", -1), "fen"),
        (Deduction("work", 1, per="day"), "per"),
    ],
)
def test_what_makes_no_sense_is_refused(item: IncomeItem | Deduction, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        income(item)
    assert refused.value.field == field


@pytest.mark.parametrize("year", range(0, 1300, 7))
def test_a_month_is_a_twelfth_with_half_a_fen_to_the_resident(year: int) -> None:
    assert twelfth(year) == math.ceil(Fraction(year, 12) - Fraction(1, 2))


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        ("2026-11-22", 12, "2025-11-22"),
        ("2026-05-31", 3, "2026-02-28"),
        ("2024-05-31", 3, "2024-02-29"),
        ("2026-01-15", 3, "2025-10-15"),
        ("2026-11-30", -3, "2027-02-28"),
        ("2026-12-31", -12, "2027-12-31"),
    ],
)
def test_months_before_keep_the_day_where_there_is_one(day: str, months: int, wanted: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(wanted)


def test_every_kind_has_its_line() -> None:
    found = income(*(IncomeItem(kind, 1200, per="year") for kind in KINDS))
    assert [line.code for line in found.lines][: len(KINDS)] == [f"income_{kind}" for kind in KINDS]
    assert found.month_fen == 500
