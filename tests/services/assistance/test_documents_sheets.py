"""The calculation sheet as paper: a look that a person approved, every figure on it, and no sheet where nothing is explained."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.errors import RuleBroken
from portal.services.assistance.rules.counting import MemberFacts, count_member
from portal.services.assistance.rules.income import (
    Deduction,
    DeductionRule,
    IncomeItem,
    IncomeRules,
    Uncounted,
    countable_income,
)
from portal.services.assistance.rules.property import Property
from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon
from portal.services.assistance.rules.terms import Extra, PropertyLimits
from portal.services.assistance.sheets import CalculationSheet, SheetSigner, calculation_sheet
from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.documents.sample import DAY, LONG_NAME, OFFICE
from tests.services.assistance.rules.terms_of import difference

APPROVED = Path(__file__).with_name("approved")
TODAY = dt.date(2026, 11, 22)
RULES = IncomeRules(
    uncounted={
        "basic": Uncounted("basic", "中央确定的城乡居民基本养老保险基础养老金", dt.date(2025, 12, 31))
    },
    deductions={"illness": DeductionRule("illness", "患病的刚性医疗支出（报销后自付部分）")},
)


def found(name: str = "张䶮") -> Reckoning:
    """A household with everything on its sheet: a prisoner, a student, income, a deduction, an extra, property."""
    told = (
        (name, MemberFacts("01"), ("elderly", "disabled")),
        ("陈𬭚", MemberFacts("12", away="prison", away_since=dt.date(2026, 3, 5)), ()),
        ("王\U0002c386", MemberFacts("20", dt.date(2006, 5, 1), study="bachelor"), ()),
    )
    people = []
    for person, facts, grounds in told:
        counted = count_member(facts, TODAY)
        people.append(Person(person, counts=counted.counts, why=counted.text, grounds=grounds, key=person))
    income = countable_income(
        [
            IncomeItem("wages", 120_000, label="工资", who=name),
            IncomeItem("transfer", 14_300, label="养老金", who=name, uncounted="basic"),
            IncomeItem("wages", 300_000, label="工资", who="陈𬭚", person="陈𬭚"),
        ],
        [Deduction("illness", 30_000, label="透析自付", who=name)],
        RULES,
        TODAY,
        not_counted={"陈𬭚"},
    )
    family = Family(tuple(people), income.month_fen, income.lines, assets=Property(1_200_000, 0, 1))
    extras = {"elderly": Extra("elderly", fen=6400), "disabled": Extra("disabled", percent=2000)}
    return reckon(
        family,
        difference(
            640, extras=extras, property_limits=PropertyLimits(24, 0, 1), source="示范区民发〔2026〕9号"
        ),
    )


def sheet(reckoning: Reckoning, **more: Any) -> CalculationSheet:
    """The paper of a reckoning."""
    return calculation_sheet(
        office=OFFICE,
        household=reckoning.family.people[0].name,
        number="示街办保户〔2026〕128号",
        community="和平社区",
        scheme=reckoning.terms.scheme,
        area=reckoning.terms.area,
        method=reckoning.method,
        month=dt.date(2026, 12, 1),
        standard_fen=reckoning.standard_fen,
        source=reckoning.terms.source,
        persons=reckoning.persons,
        lines=reckoning.lines,
        total_fen=reckoning.total_fen,
        made_on=DAY,
        **more,
    )


SIGNED = {
    "decision_number": "示街办助决〔2026〕64号",
    "signers": (
        SheetSigner(label="制表", name="测试01", post="窗口人员", day=DAY),
        SheetSigner(label="审核", name="测试02", post="审核人", day=DAY),
        SheetSigner(label="审批", name="测试03", post="分管领导", day=DAY),
    ),
}


def test_the_sheet_looks_as_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    order = sample.order("calculation_sheet", sheet(found(), **SIGNED))
    must_look(order, APPROVED / "calculation_sheet.png", tmp_path_factory)


def test_every_figure_stands_on_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    reckoning = found(LONG_NAME)
    text = text_of(sample.order("calculation_sheet", sheet(reckoning)), tmp_path_factory)
    for line in reckoning.lines:
        assert line.fen is None or f"{line.fen // 100}.{line.fen % 100:02d}" in text
    assert "640.00×2−1043.00=237.00" in text
    assert "人民币叁佰陆拾伍元整" in text
    assert "制表：" in text


def test_figures_and_capitals_must_agree() -> None:
    facts = sheet(found())
    with pytest.raises(RuleBroken, match="不一致"):
        CalculationSheet(**{**vars(facts), "figures": "999.00"})


def test_without_lines_there_is_no_sheet() -> None:
    reckoning = found()
    with pytest.raises(RuleBroken, match="没有计算表"):
        calculation_sheet(
            office=OFFICE,
            household="张䶮",
            number="1",
            scheme=reckoning.terms.scheme,
            area="urban",
            method="difference",
            month=DAY,
            standard_fen=64000,
            persons=1,
            lines=(),
            total_fen=0,
            made_on=DAY,
        )
