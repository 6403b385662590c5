"""A household's sum: each method, minimum and rounding, 分类施保, care, property, and a line for every figure."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from portal.errors import RuleBroken
from portal.services.assistance.rules.property import Property
from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon
from portal.services.assistance.rules.sheet import decimals, exact_yuan, percent_text, yuan
from portal.services.assistance.rules.terms import (
    CARE_LEVELS,
    SELF_CARE,
    Extra,
    PropertyLimits,
    Terms,
    care_level,
    whole,
)
from portal.services.assistance.schemes import MARGINAL
from tests.services.assistance.rules.terms_of import (
    NOVEMBER,
    destitute,
    difference,
    family,
    flat,
    text_of,
    tiers,
)

EXTRAS = {
    "elderly": Extra("elderly", fen=6400),
    "disabled": Extra("disabled", percent=2000),
    "ill": Extra("ill", percent=1250),
}
CARE = {"half": Extra("half", fen=50000), "full": Extra("full", percent=5000)}


def person(*grounds: str, **more: Any) -> Person:
    """Somebody with these grounds of 分类施保."""
    return Person("张三", grounds=grounds, **more)


class TestAmount:
    """The household's own sum."""

    def test_the_sum_is_what_lacks_to_the_standard(self) -> None:
        found = reckon(family(2, 500), difference(640))
        assert (found.base_fen, found.extra_fen, found.total_fen) == (78000, 0, 78000)
        assert (found.persons, found.standard_fen, found.income_fen) == (2, 64000, 50000)
        assert found.per_head == 25000
        assert text_of(found, "people") == "测试1、测试2，共 2 人"

    def test_who_does_not_count_is_no_head(self) -> None:
        people = (Person("甲"), Person("乙", counts=False, code="prison", why="在监狱内服刑，不计入"))
        found = reckon(Family(people, income_fen=10000), difference(640))
        assert (found.persons, found.total_fen) == (1, 54000)
        assert text_of(found, "member") == "在监狱内服刑，不计入"

    def test_a_household_of_unknown_names_is_reckoned_by_its_number(self) -> None:
        found = reckon(Family(income_fen=10000, persons_known=3), difference(640))
        assert found.total_fen == 182000
        assert text_of(found, "people") == "共 3 人"

    def test_a_tier_is_a_sum_a_person(self) -> None:
        found = reckon(family(3, 100, tier="B"), tiers(A=520, B=450))
        assert found.base_fen == 135000
        assert text_of(found, "base") == "B档 450.00 × 3 = 1350.00"

    def test_a_tier_wants_income_below_the_standard_too(self) -> None:
        found = reckon(family(1, 640, tier="B"), tiers(B=450))
        assert (found.eligible, found.total_fen) == (False, 0)

    @pytest.mark.parametrize("tier", ["", "C"])
    def test_a_tier_without_a_sum_is_refused(self, tier: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            reckon(family(1, 100, tier=tier), tiers(B=450))
        assert refused.value.field == "tier"

    def test_a_flat_sum_is_the_households(self) -> None:
        found = reckon(family(5, 9000), flat(192))
        assert (found.eligible, found.is_marginal, found.total_fen) == (True, False, 19200)
        assert text_of(found, "base") == "每户每月 192.00"
        assert not [line for line in found.lines if line.code in {"test", "per_head", "marginal"}]

    def test_nobody_cannot_be_reckoned_for(self) -> None:
        for empty in (Family(), Family((Person("甲", counts=False),)), Family(persons_known=0)):
            with pytest.raises(RuleBroken) as refused:
                reckon(empty, difference())
            assert refused.value.field == "people"

    def test_income_is_not_negative(self) -> None:
        with pytest.raises(RuleBroken) as refused:
            reckon(family(1, -1), difference())
        assert refused.value.field == "income_fen"

    def test_a_fen_below_the_standard_is_below(self) -> None:
        just = replace(family(1), income_fen=63999)
        assert reckon(just, difference(640)).total_fen == 1
        third = reckon(replace(family(3), income_fen=191999), difference(640))
        assert third.eligible
        assert text_of(third, "test") == "639.99 低于 640.00，符合收入条件"


class TestMarginal:
    """边缘家庭: by the ratio, without cash."""

    def terms(self, **more: Any) -> Terms:
        """The terms of the marginal scheme."""
        return Terms(MARGINAL, "urban", NOVEMBER, "difference", 64000, **more)

    @pytest.mark.parametrize(
        ("income", "eligible", "marginal"),
        [(639, True, False), (640, True, True), (959, True, True), (960, False, False)],
    )
    def test_the_ratio_is_strict(self, income: int, eligible: bool, marginal: bool) -> None:
        found = reckon(family(1, income), self.terms(extras=EXTRAS))
        assert (found.eligible, found.is_marginal, found.total_fen) == (eligible, marginal, 0)

    def test_below_the_standard_it_points_to_the_allowance(self) -> None:
        found = reckon(family(1, 100), self.terms())
        assert text_of(found, "marginal").endswith("同时低于 640.00，可以申请最低生活保障")
        assert text_of(found, "total") == "边缘家庭不按月发放保障金"

    def test_a_limit_between_two_fen_is_exact(self) -> None:
        terms = replace(self.terms(), standard_fen=64555)
        below = reckon(Family(income_fen=96832, persons_known=1), terms)
        above = reckon(Family(income_fen=96833, persons_known=1), terms)
        assert (below.eligible, above.eligible) == (True, False)
        assert "968.32 低于 968.325（645.55 × 1.5）" in text_of(below, "marginal")

    def test_the_ratio_may_be_another(self) -> None:
        found = reckon(family(1, 1279), replace(difference(), marginal_ratio=Fraction(2)))
        assert found.is_marginal
        assert "× 2）" in text_of(found, "marginal")


class TestRounding:
    """Minimum and rounding."""

    @pytest.mark.parametrize(
        ("fen", "rounding", "wanted"),
        [
            (92004, "fen", 92004),
            (92004, "jiao", 92000),
            (92005, "jiao", 92010),
            (92049, "yuan", 92000),
            (92050, "yuan", 92100),
            (92001, "yuan_up", 92100),
            (92000, "yuan_up", 92000),
            (0, "yuan_up", 0),
        ],
    )
    def test_each_way(self, fen: int, rounding: str, wanted: int) -> None:
        assert whole(fen, rounding) == wanted
        found = reckon(replace(family(2), income_fen=128000 - fen), difference(640, rounding=rounding))
        assert found.total_fen == (wanted if fen else 0)
        rounded = [line for line in found.lines if line.code == "rounding"]
        assert bool(rounded) == (wanted != fen)

    def test_the_line_says_how(self) -> None:
        found = reckon(replace(family(1), income_fen=1), difference(640, rounding="yuan_up"))
        assert text_of(found, "rounding") == "639.99 见分进元 = 640.00"

    def test_the_least_is_paid_a_household(self) -> None:
        found = reckon(family(2, 1270), difference(640, minimum_fen=5000))
        assert found.total_fen == 5000
        assert text_of(found, "minimum") == "10.00 低于每户最低 50.00，按 50.00 计"

    def test_or_a_person(self) -> None:
        found = reckon(family(2, 1270), difference(640, minimum_fen=5000, minimum_by_person=True))
        assert found.total_fen == 10000
        assert text_of(found, "minimum") == "10.00 低于最低 50.00 × 2 = 100.00，按 100.00 计"

    def test_who_is_not_eligible_gets_no_least_sum(self) -> None:
        assert reckon(family(2, 1280), difference(640, minimum_fen=5000)).total_fen == 0

    def test_more_than_the_least_is_not_touched(self) -> None:
        found = reckon(family(1, 590), difference(640, minimum_fen=5000))
        assert found.total_fen == 5000
        assert not [line for line in found.lines if line.code == "minimum"]


class TestExtras:
    """分类施保: a line a person, beside the household's sum."""

    def test_a_share_and_a_fixed_sum(self) -> None:
        people = (person("disabled"), person("elderly"), Person("无"))
        found = reckon(Family(people, income_fen=92000), difference(640, extras=EXTRAS))
        assert (found.base_fen, found.extra_fen, found.total_fen) == (100000, 19200, 119200)
        assert [line.text for line in found.extras] == [
            "重度残疾人 640.00 × 20% = 128.00",
            "老年人 64.00",
        ]
        assert text_of(found, "total") == "1000.00 + 128.00 + 64.00 = 1192.00"

    def test_of_two_grounds_the_higher_one(self) -> None:
        found = reckon(Family((person("elderly", "disabled", "ill"),)), difference(640, extras=EXTRAS))
        (line,) = found.extras
        assert (line.code, line.fen) == ("disabled", 12800)
        assert line.text.endswith("（另有老年人、重病患者，按较高的一项发放）")

    def test_or_all_of_them(self) -> None:
        terms = difference(640, extras=EXTRAS, together="sum")
        assert reckon(Family((person("ill", "elderly"),)), terms).extra_fen == 14400

    def test_of_equal_ones_one(self) -> None:
        extras = {"elderly": Extra("elderly", fen=8000), "ill": Extra("ill", percent=1250)}
        (line,) = reckon(Family((person("ill", "elderly"),)), difference(640, extras=extras)).extras
        assert line.code == "elderly"

    def test_a_ground_without_a_sum_gives_no_line(self) -> None:
        assert not reckon(Family((person("minor"),)), difference(640, extras=EXTRAS)).extras
        nothing = {"minor": Extra("minor", fen=0)}
        assert not reckon(Family((person("minor"),)), difference(640, extras=nothing)).extras

    def test_who_does_not_count_gets_none(self) -> None:
        people = (Person("甲"), person("disabled", counts=False))
        assert not reckon(Family(people), difference(640, extras=EXTRAS)).extras

    def test_a_household_that_is_not_eligible_gets_none(self) -> None:
        found = reckon(Family((person("disabled"),), income_fen=64000), difference(640, extras=EXTRAS))
        assert (found.extras, found.total_fen) == ((), 0)

    def test_an_extra_never_moves_the_base(self) -> None:
        plain = reckon(Family((Person("甲"),), income_fen=100), difference(640, extras=EXTRAS))
        more = reckon(Family((person("disabled"),), income_fen=100), difference(640, extras=EXTRAS))
        assert plain.base_fen == more.base_fen

    def test_a_share_is_made_whole_on_its_own_line(self) -> None:
        terms = Terms("minimum_living", "urban", NOVEMBER, "difference", 64555, extras=EXTRAS)
        (line,) = reckon(Family((person("ill"),)), terms).extras
        assert line.fen == 8069
        assert line.text == "重病患者 645.55 × 12.5% = 80.69"


class TestDestitute:
    """特困人员: a full basic standard a person, and care by level."""

    def test_basic_living_and_care_are_separate_lines(self) -> None:
        people = (Person("甲", care="full"), Person("乙", care="half"), Person("丙", care="none"))
        found = reckon(Family(people, income_fen=500000), destitute(832, care=CARE))
        assert (found.eligible, found.base_fen, found.extra_fen) == (True, 249600, 91600)
        assert text_of(found, "base") == "832.00 × 3 = 2496.00"
        assert [line.code for line in found.extras] == ["care_full", "care_half"]
        assert text_of(found, "extra_care_full") == "全护理照料护理 832.00 × 50% = 416.00"

    def test_care_without_a_sum_is_refused(self) -> None:
        people = (Person("甲", care="full"),)
        with pytest.raises(RuleBroken) as refused:
            reckon(Family(people), destitute(832, care={"half": CARE["half"]}))
        assert refused.value.field == "care"

    @pytest.mark.parametrize(
        ("failed", "level"),
        [(0, "none"), (1, "half"), (2, "half"), (3, "half"), (4, "full"), (5, "full"), (6, "full")],
    )
    def test_levels_by_how_much_fails(self, failed: int, level: str) -> None:
        assert care_level(failed) == level
        assert level in CARE_LEVELS

    @pytest.mark.parametrize("failed", [-1, 7])
    def test_there_are_six_things(self, failed: int) -> None:
        assert len(SELF_CARE) == 6
        with pytest.raises(ValueError, match="of 6"):
            care_level(failed)


class TestProperty:
    """Property is a finding, and refuses nothing by itself."""

    LIMITS = PropertyLimits(months=24, vehicles=0, houses=1)

    def findings(self, had: Property, limits: PropertyLimits = LIMITS, persons: int = 2) -> Reckoning:
        """A family's reckoning with this property."""
        return reckon(family(persons, 100, assets=had), difference(640, property_limits=limits))

    def test_at_the_limit_is_not_over_it(self) -> None:
        found = self.findings(Property(money_fen=2 * 24 * 64000, houses=1))
        assert not found.is_over_property
        assert [line.text for line in found.lines if line.code == "property"] == [
            "人均货币财产 15360.00 元，不超过 15360.00 元（640.00 × 24个月）",
            "机动车 0 辆，不超过 0 辆",
            "住房 1 套，不超过 1 套",
        ]

    @pytest.mark.parametrize(
        ("had", "code"),
        [
            (Property(money_fen=2 * 24 * 64000 + 1), "money"),
            (Property(vehicles=1), "vehicles"),
            (Property(houses=2), "houses"),
        ],
    )
    def test_over_one_limit_the_sum_still_stands(self, had: Property, code: str) -> None:
        found = self.findings(had)
        assert [finding.code for finding in found.findings if finding.is_over] == [code]
        assert found.is_over_property
        assert found.eligible
        assert found.total_fen == 118000

    def test_just_over_never_looks_like_the_limit(self) -> None:
        found = self.findings(Property(money_fen=2 * 24 * 64000 + 1))
        assert found.findings[0].text.startswith("人均货币财产 15360.01 元，超过 15360.00 元")

    def test_without_limits_and_without_property_nothing_is_found(self) -> None:
        assert not self.findings(Property(vehicles=9), PropertyLimits()).findings
        assert not reckon(family(1), difference(640, property_limits=self.LIMITS)).findings


def test_a_sheet_survives_json_with_everything_on_it() -> None:
    found = reckon(
        Family((person("ill", "elderly"), Person("甲", care="half")), assets=Property(1, 2, 3), income_fen=3),
        difference(
            640, extras=EXTRAS, care=CARE, property_limits=PropertyLimits(1, None, 2), source="X〔2026〕1号"
        ),
    )
    again = Reckoning.from_plain(json.loads(json.dumps(found.to_plain())))
    assert again == found
    assert again.total_fen == found.total_fen


def test_sums_in_words() -> None:
    assert [yuan(fen) for fen in (0, 5, 100, 192000, -12345)] == [
        "0.00",
        "0.05",
        "1.00",
        "1920.00",
        "-123.45",
    ]
    assert exact_yuan(Fraction(100000, 3)) == "333.33"
    assert [decimals(Fraction(n, 2)) for n in (2, 193665)] == ["0.01", "968.325"]
    assert [percent_text(n) for n in (2000, 1250, 1205, 10000)] == ["20%", "12.5%", "12.05%", "100%"]
