"""Entering standards, taking one back, and the terms of a month made of them; on both databases."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import Forbidden, NotFound, RuleBroken
from portal.services.assistance.actions.standards import doubts, enter_standard, withdraw_standard
from portal.services.assistance.models import SupportStandard
from portal.services.assistance.queries.standards import get_standard, list_standards
from portal.services.assistance.rules.terms import Extra, PropertyLimits
from portal.services.assistance.standards import terms_on
from portal.services.assistance.terms_settings import income_rules, is_decided_by_street, limit_days
from portal.settings.actions import change_setting
from tests.factories import assistance, staff

pytestmark = pytest.mark.usefixtures("database")
JANUARY, MAY, JUNE = dt.date(2026, 1, 1), dt.date(2026, 5, 1), dt.date(2026, 6, 1)
PAPER = "示范区民发〔2026〕9号"

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"scheme": "marginal_income"}, "scheme"),
    ({"scheme": "lottery"}, "scheme"),
    ({"code": "care_full"}, "code"),
    ({"area": "mountain"}, "area"),
    ({"fen": None}, "amount"),
    ({"percent": 100}, "amount"),
    ({"fen": 0}, "amount"),
    ({"fen": -1, "code": "extra_ill"}, "amount"),
    ({"fen": None, "percent": 100}, "way"),
    ({"fen": None, "percent": 100_001, "code": "extra_ill"}, "amount"),
    ({"fen": None, "percent": 2000, "code": "tier_A"}, "way"),
    ({"source": " "}, "source"),
]

UNLIKELY = [
    (64, MAY, "0.64 元不像每月的标准。"),
    (6_400_000, MAY, "64000.00 元不像每月的标准。"),
    (59_999, MAY, "比原来的 600.00 低。"),
    (90_001, MAY, "比原来的 600.00 高出 50% 以上。"),
    (64_000, dt.date(2027, 12, 1), "2027-12 离本月超过一年。"),
    (64_000, dt.date(2025, 10, 1), "2025-10 离本月超过一年。"),
    (64_000, dt.date(2025, 12, 1), "2026-01 起已有后来的标准，这次登记只补充其间的月份。"),
]


def enter(fen: int | None = 64_000, since: dt.date = MAY, **more: Any) -> SupportStandard:
    """A standard for everybody entered by the administrator, or a street's by the reviewer (or `actor`), confirmed."""
    who = "reviewer" if more.get("unit_id") else "admin"
    given: dict[str, Any] = {"scheme": "minimum_living", "area": "urban", "code": "", "confirmed": True}
    return enter_standard(
        more.pop("actor", None) or staff.actor(who),
        **given | {"fen": fen, "valid_from": since, "source": PAPER} | more,
    )


def standard_of(
    month: dt.date, area: str = "urban", scheme: str = "minimum_living", street: str = "S"
) -> int:
    """The base standard of a month in fen."""
    return terms_on(scheme, area, month, street_id=staff.unit(street).id).standard_fen


def change(key: str, text: str) -> None:
    """A setting changed from today on."""
    change_setting(staff.actor("admin"), key=key, text=text, valid_from=clock.today(), reason="试")


class TestEnterStandard:
    def test_from_its_month_on_and_never_before(self) -> None:
        with transaction():
            enter(60_000, JANUARY)
            made = enter(64_000, dt.date(2026, 5, 20))
            assert made.valid_from == MAY
            found = [
                standard_of(month) for month in (JANUARY, dt.date(2026, 4, 30), MAY, dt.date(2026, 5, 19))
            ]
        assert found == [60_000, 60_000, 64_000, 64_000]

    def test_before_the_first_one_there_are_no_terms(self) -> None:
        with transaction():
            enter(60_000, JANUARY)
        with pytest.raises(RuleBroken) as refused:
            standard_of(dt.date(2025, 12, 1))
        assert refused.value.field == "month"
        assert "2025-12 没有登记“最低生活保障”的保障标准" in str(refused.value)

    def test_the_trail_says_what_was_entered(self) -> None:
        with transaction():
            enter(64_000)
        line = session.query(AuditEntry).filter_by(verb="assistance.enter_standard").one()
        assert (line.facts["standard"], line.facts["month"], line.facts["source"]) == (
            "640.00",
            "2026-05",
            PAPER,
        )

    def test_only_who_may(self) -> None:
        for role in ("clerk", "leader", "district", "community"):
            with pytest.raises(Forbidden), transaction():
                enter_standard(
                    staff.actor(role),
                    scheme="minimum_living",
                    area="urban",
                    code="",
                    fen=1,
                    valid_from=MAY,
                    source="x",
                )

    def test_refuses_at_the_field(self) -> None:
        for given, field in REFUSED:
            with pytest.raises(RuleBroken) as refused, transaction():
                enter(**given)
            assert refused.value.field == field, given

    def test_a_unit_must_be_a_street(self) -> None:
        with pytest.raises(RuleBroken) as refused, transaction():
            enter(unit_id=staff.unit("C1").id)
        assert refused.value.field == "unit_id"

    def test_nobody_enters_another_streets_own(self) -> None:
        for unit_id in (staff.unit("S2").id, 10**15):
            with pytest.raises(RuleBroken, match="管辖") as refused, transaction():
                enter(unit_id=unit_id)
            assert refused.value.field == "unit_id"

    @pytest.mark.parametrize("area", ["urban", ""])
    def test_a_month_has_one_standard(self, area: str) -> None:
        with transaction():
            enter(64_000)
        with pytest.raises(RuleBroken) as refused, transaction():
            enter(65_000, area=area)
        assert refused.value.field == "month"
        assert "2026-05 起的标准已经登记为 640.00" in str(refused.value)

    def test_town_and_country_together_stand_in_the_way_of_each(self) -> None:
        with transaction():
            enter(64_000, area="")
        for area in ("urban", "rural"):
            with pytest.raises(RuleBroken), transaction():
                enter(65_000, area=area)

    def test_another_area_figure_or_street_is_another_standard(self) -> None:
        with transaction():
            enter(64_000)
            enter(50_000, area="rural")
            enter(10_000, code="extra_ill")
            enter(66_000, unit_id=staff.unit("S2").id, actor=staff.actor("admin"))
            found = [standard_of(MAY), standard_of(MAY, "rural"), standard_of(MAY, street="S2")]
        assert found == [64_000, 50_000, 66_000]

    def test_a_street_enters_and_withdraws_its_own_and_not_everybodys(self) -> None:
        reviewer, street = staff.actor("reviewer"), staff.unit("S").id
        with transaction():
            with pytest.raises(RuleBroken, match="全区统一的标准由管辖全部街道的岗位登记") as refused:
                enter(actor=reviewer)
            assert refused.value.field == "unit_id"
            everybodys, own = enter(), enter(66_000, unit_id=street)
            with pytest.raises(RuleBroken):
                withdraw_standard(reviewer, everybodys, reason="试")
            withdraw_standard(reviewer, own, reason="文号填错")


class TestDoubts:
    def ask(self, fen: int | None = 64_000, month: dt.date = MAY, **more: Any) -> list[str]:
        """The doubts about an urban standard, as sentences."""
        given: dict[str, Any] = {"scheme": "minimum_living", "area": "urban", "code": ""}
        return [text % params for text, params in doubts(**given | {"fen": fen, "valid_from": month} | more)]

    def test_an_ordinary_rise_raises_none(self) -> None:
        with transaction():
            enter(60_000, JANUARY)
        assert self.ask(64_000) == []
        assert self.ask(90_000) == []

    def test_what_is_unlikely_is_asked_about(self) -> None:
        with transaction():
            enter(60_000, JANUARY)
        for fen, month, words in UNLIKELY:
            assert words in self.ask(fen, month)
        with pytest.raises(RuleBroken) as refused, transaction():
            enter(59_999, confirmed=False)
        assert refused.value.field == "confirmed"
        with transaction():
            enter(59_999)

    def test_a_share_and_a_sum_are_not_compared(self) -> None:
        with transaction():
            enter(10_000, JANUARY, code="extra_ill")
        assert self.ask(None, percent=2000, code="extra_ill") == []
        assert self.ask(None, percent=20_000, code="extra_ill") == ["200% 超过保障标准的一倍。"]


class TestTerms:
    def test_everything_that_is_entered_stands_in_the_terms(self) -> None:
        with transaction():
            enter(64_000, JANUARY)
            enter(45_000, JANUARY, code="tier_B")
            enter(6_400, JANUARY, code="extra_elderly")
            enter(None, JANUARY, code="extra_disabled", percent=2000)
            found = terms_on("minimum_living", "urban", MAY, street_id=staff.unit("S").id)
        assert (found.method, found.rounding, found.minimum_fen) == ("difference", "fen", 0)
        assert found.tiers == {"B": 45_000}
        assert found.extras == {
            "elderly": Extra("elderly", fen=6_400),
            "disabled": Extra("disabled", percent=2000),
        }
        assert found.marginal_ratio == Fraction(3, 2)
        assert found.property_limits == PropertyLimits(24, 0, 1)
        assert (found.source, found.month) == (PAPER, MAY)

    def test_nothing_from_a_month_on_ends_a_line(self) -> None:
        with transaction():
            enter(64_000, JANUARY)
            enter(6_400, JANUARY, code="extra_elderly")
            enter(0, JUNE, code="extra_elderly")
            before, after = (terms_on("minimum_living", "urban", m, street_id=None) for m in (MAY, JUNE))
        assert set(before.extras) == {"elderly"}
        assert not after.extras

    @pytest.mark.both
    def test_a_streets_own_goes_before_everybodys(self) -> None:
        with transaction():
            enter(66_000, JANUARY, unit_id=staff.unit("S").id)
            enter(64_000, MAY)
            found = [standard_of(JUNE), standard_of(JUNE, street="S2")]
        assert found == [66_000, 64_000]

    def test_the_later_month_goes_before_the_nearer_area(self) -> None:
        with transaction():
            enter(60_000, JANUARY)
            enter(64_000, MAY, area="")
            found = [standard_of(JANUARY), standard_of(MAY), standard_of(MAY, "rural")]
        assert found == [60_000, 64_000, 64_000]

    def test_a_marginal_family_goes_by_the_allowances_standard(self) -> None:
        with transaction():
            enter(64_000, JANUARY)
            enter(6_400, JANUARY, code="extra_elderly")
            found = terms_on("marginal_income", "urban", MAY, street_id=None)
        assert (found.standard_fen, found.extras, found.source) == (64_000, {}, PAPER)

    def test_the_destitute_may_have_a_share_of_the_allowances(self) -> None:
        with transaction():
            enter(64_000, JANUARY)
            enter(None, JANUARY, scheme="destitute", percent=13_000)
            enter(40_000, JANUARY, scheme="destitute", code="care_full")
            enter(70_000, MAY)
            found = [terms_on("destitute", "urban", m, street_id=None) for m in (JANUARY, MAY)]
        assert [terms.standard_fen for terms in found] == [83_200, 91_000]
        assert found[0].method == "person"
        assert found[0].care == {"full": Extra("full", fen=40_000)}

    def test_a_share_of_nothing_is_nothing(self) -> None:
        with transaction():
            enter(None, JANUARY, scheme="destitute", percent=13_000)
        with pytest.raises(RuleBroken):
            standard_of(MAY, scheme="destitute")

    def test_the_flat_scheme(self) -> None:
        with transaction():
            enter(19_200, JANUARY, scheme="flat_hardship", area="")
            found = terms_on("flat_hardship", "rural", MAY, street_id=staff.unit("S").id)
        assert (found.method, found.standard_fen) == ("flat", 19_200)

    def test_the_offices_choices_hold_for_the_whole_month_in_which_they_change(self) -> None:
        with transaction():
            enter(64_000, JANUARY)
            change("assistance.rounding", "yuan_up")
            change("assistance.minimum", "50.50")
            change("assistance.minimum_by", "person")
            change("assistance.marginal_ratio", "2")
            change("assistance.methods", "urban|tier\nrural|difference")
            change("assistance.extras_together", "sum")
            change("assistance.property_limits", "urban|12||2")
            now, before = (
                terms_on("minimum_living", "urban", dt.date(2026, month, 1), street_id=None)
                for month in (11, 10)
            )
        assert (now.rounding, now.minimum_fen, now.minimum_by_person) == ("yuan_up", 5_100, True)
        assert (now.marginal_ratio, now.method, now.together) == (Fraction(2), "tier", "sum")
        assert now.property_limits == PropertyLimits(12, None, 2)
        assert (before.rounding, before.minimum_fen, before.method) == ("fen", 0, "difference")


class TestWithdrawStandard:
    def test_it_is_gone_and_the_trail_keeps_it(self) -> None:
        with transaction():
            made = enter(64_000)
            key = made.id
        with transaction():
            withdraw_standard(
                staff.actor("admin"), get_standard(staff.actor("admin"), key), reason="文号填错"
            )
        with pytest.raises(NotFound):
            get_standard(staff.actor("admin"), key)
        line = session.query(AuditEntry).filter_by(verb="assistance.withdraw_standard").one()
        assert (line.facts["standard"], line.facts["reason"]) == ("640.00", "文号填错")

    def test_it_wants_a_reason_and_the_right(self) -> None:
        with transaction():
            key = enter(64_000).id
        with pytest.raises(RuleBroken) as refused, transaction():
            withdraw_standard(staff.actor("admin"), get_standard(staff.actor("admin"), key), reason=" ")
        assert refused.value.field == "reason"
        with pytest.raises(Forbidden), transaction():
            withdraw_standard(staff.actor("clerk"), get_standard(staff.actor("admin"), key), reason="试")

    def test_not_after_a_decision_for_its_months(self) -> None:
        with transaction():
            made, other = enter(64_000), enter(50_000, area="rural")
            assistance.make_file(2)
            keys = made.id, other.id
        with pytest.raises(RuleBroken), transaction():
            withdraw_standard(staff.actor("admin"), get_standard(staff.actor("admin"), keys[0]), reason="试")
        with transaction():
            withdraw_standard(
                staff.actor("admin"), get_standard(staff.actor("admin"), keys[1]), reason="没有这样的户"
            )


class TestListStandards:
    def test_what_was_in_force_when_by_which_paper(self) -> None:
        with transaction():
            enter(60_000, JANUARY, source="旧文号")
            enter(64_000, MAY)
            enter(70_000, dt.date(2027, 1, 1))
            enter(6_400, JANUARY, code="extra_ill", area="")
            lines = list_standards("minimum_living", clock.today())
            found = [(one.state, one.standard.fen, one.last_month, one.entered_by) for one in lines]
        assert found == [
            ("planned", 70_000, None, "测试13"),
            ("now", 64_000, dt.date(2026, 12, 1), "测试13"),
            ("past", 60_000, dt.date(2026, 4, 1), "测试13"),
            ("now", 6_400, None, "测试13"),
        ]

    def test_a_code_of_former_times_is_shown_as_it_is(self) -> None:
        with transaction():
            assistance.make_standard(100, code="tier_Z")
            (line,) = list_standards("minimum_living", clock.today())
        assert line.label == "tier_Z"


class TestChoices:
    def test_income_is_counted_as_the_office_has_it(self) -> None:
        assert income_rules().look_back == 12
        assert income_rules().uncounted["basic_pension"].until == dt.date(2025, 12, 31)
        with transaction():
            change("assistance.look_back", "6")
            change("assistance.deductions", "work|必要就业成本|50|300.50")
            rules = income_rules()
        assert rules.look_back == 6
        assert (rules.deductions["work"].share, rules.deductions["work"].most_fen) == (50, 30_050)

    def test_who_decides_and_within_how_many_days(self) -> None:
        street, today = staff.unit("S").id, clock.today()
        assert not is_decided_by_street(street, today)
        assert [limit_days(street, today), limit_days(street, today, is_long=True)] == [30, 45]
        with transaction():
            change_setting(
                staff.actor("admin"),
                key="assistance.decided_by",
                text="street",
                valid_from=today,
                reason="委托确认",
                unit_id=street,
            )
            assert limit_days(street, today) == 20
            assert limit_days(staff.unit("S2").id, today) == 30
