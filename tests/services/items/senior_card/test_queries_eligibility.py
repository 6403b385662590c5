"""Who may have a card and from which day: the leap-day rule, early application, and answers that name the day."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.errors import RuleBroken
from portal.residents.models import Resident
from portal.services import actions
from portal.services.items.registry import Asked, Eligibility, hooks_of
from portal.services.items.senior_card.definition import DEFINITION
from portal.services.items.senior_card.kinds import explain_age, read_types, rules_on
from portal.services.queries import papers_of
from portal.settings.actions import change_setting
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)


def ask(who: Resident, on: dt.date = TODAY, business: str = "new") -> Eligibility:
    return hooks_of(DEFINITION).eligible(Asked(who, business, on, staff.unit("S").id))


def said(found: Eligibility) -> str:
    return found.message % found.chinese_params if found.params else found.message


def change(key: str, text: str, on: dt.date = dt.date(2020, 1, 1)) -> None:
    clock.fix_today(on)
    change_setting(staff.actor("admin"), key=key, text=text, valid_from=None, reason="市里规定")
    clock.fix_today(TODAY)


def test_scenario_02_sixty_on_the_leap_day() -> None:
    with transaction():
        who = residents.make_resident(number="119901196402290132")
    assert not ask(who, dt.date(2024, 2, 28)).ok
    assert ask(who, dt.date(2024, 2, 28)).from_day == dt.date(2024, 2, 29)
    assert ask(who, dt.date(2024, 2, 29)).ok


class TestScenario03:
    """Born 1956-02-29, asks for the card of 70 and over."""

    def _holder(self) -> Resident:
        who = residents.make_resident(number=residents.identity_number(services.LEAP_56, 9))
        clock.fix_today(dt.date(2020, 6, 1))
        services.card_on_the_spot(who)
        clock.fix_today(TODAY)
        return who

    @pytest.mark.parametrize(
        ("rule", "first"), [("02-28", dt.date(2026, 2, 28)), ("03-01", dt.date(2026, 3, 1))]
    )
    def test_scenario_03_the_day_before_and_the_day_itself(self, rule: str, first: dt.date) -> None:
        with transaction():
            change("senior_card.leap_rule", rule)
            who = self._holder()
        before = ask(who, first - dt.timedelta(days=1), "upgrade")
        assert not before.ok
        assert before.from_day == first
        assert f"可于{first.year}年{first.month}月{first.day}日起申请" in said(before)
        assert ask(who, first, "upgrade").ok
        assert ask(who, dt.date(2026, 3, 1), "upgrade").ok

    def test_the_age_comes_before_the_card_in_the_answer(self) -> None:
        with transaction():
            who = residents.make_resident(number=residents.identity_number(services.LEAP_56, 11))
        assert "可于2026年2月28日起申请" in said(ask(who, dt.date(2026, 2, 27), "upgrade"))
        assert "首次申领" in said(ask(who, dt.date(2026, 2, 28), "upgrade"))


class TestScenario04:
    """One turns 60 today, the other tomorrow; both apply today."""

    def test_scenario_04_today_is_accepted_and_issued_tomorrow_is_told_the_day(self) -> None:
        with transaction():
            today = residents.make_zhang()
            tomorrow = residents.make_resident(number=services.SIXTY_TOMORROW, name="林明日")
            assert services.card_on_the_spot(today).state == "issued"
            late = services.checked(services.draft(tomorrow, item="senior_card", business="new"))
            with pytest.raises(RuleBroken) as refusal:
                actions.accept_application(staff.actor("clerk"), late, version=None)
        assert str(refusal.value) == (
            "林明日于2026年11月23日满60周岁，可于2026年11月23日起申请老年优待证（绿证）。"
        )

    def test_a_refusal_on_paper_takes_the_same_sentence(self) -> None:
        with transaction():
            who = residents.make_resident(number=services.SIXTY_TOMORROW)
            application = services.draft(who, item="senior_card", business="new")
            actions.refuse_application(
                staff.actor("clerk"), application, version=None, reason_code="not_eligible"
            )
            facts = papers_of(application)[0].frozen["facts"]
        assert "可于2026年11月23日起申请" in facts["reason"]

    def test_accepted_early_where_the_office_allows_it(self) -> None:
        with transaction():
            change("senior_card.early_days", "1")
            who = residents.make_resident(number=services.SIXTY_TOMORROW)
            application = services.accepted(who, item="senior_card", business="new")
        assert application.state == "accepted"


class TestEligible:
    @pytest.mark.parametrize(
        ("number", "card"),
        [
            (services.SIXTY, "green"),
            (services.SEVENTY, "red"),
            ("119901194611220043", "red"),
            ("119901192611220028", "red"),
            ("119901196402290132", "green"),
        ],
    )
    def test_the_type_goes_by_the_age(self, number: str, card: str) -> None:
        with transaction():
            who = residents.make_resident(number=number)
        assert ask(who).ok
        assert who.birth_date is not None
        assert explain_age(who.birth_date, TODAY)["card"] == card

    def test_58_is_told_when(self) -> None:
        with transaction():
            who = residents.make_resident(number="119901196802290246")
        assert ask(who).from_day == dt.date(2028, 2, 29)

    def test_only_hukou_where_the_office_says_so(self) -> None:
        with transaction():
            change("senior_card.regions", "hukou")
            application = services.checked(
                services.draft(residents.make_zhang(), item="senior_card", business="new")
            )
            actions.save_answers(
                staff.actor("clerk"), application, version=None, answers={"region_basis": "permit"}
            )
            with pytest.raises(RuleBroken, match="只向本地户籍"):
                actions.accept_application(staff.actor("clerk"), application, version=None)

    @pytest.mark.parametrize("business", ["damaged", "change", "lost", "cancel", "upgrade"])
    def test_without_a_card_only_a_first_one(self, business: str) -> None:
        with transaction():
            who = residents.make_resident(number=services.SEVENTY)
        assert not ask(who, business=business).ok
        assert ask(who).ok

    def test_the_fitting_business_is_proposed(self) -> None:
        hooks = hooks_of(DEFINITION)
        with transaction():
            who = services.born(69, TODAY)
            asked = Asked(who, "", TODAY, staff.unit("S").id)
            assert hooks.propose_business(asked) == "new"
            services.card_on_the_spot(who)
            assert hooks.propose_business(asked) == "change"
            next_year = Asked(who, "", dt.date(2027, 11, 22), asked.unit_id)
            assert hooks.propose_business(next_year) == "upgrade"
            who.death_date = TODAY
            assert hooks.propose_business(asked) == "cancel"


class TestReadTypes:
    @pytest.mark.parametrize(
        "rows",
        [
            [],
            [["green", "绿证"]],
            [["Green!", "绿证", "green", "60", "69", "绿"]],
            [["green", "绿证", "blue", "60", "69", "绿"]],
            [["green", "绿证", "green", "sixty", "", "绿"]],
            [["green", "绿证", "green", "70", "60", "绿"]],
            [["a", "甲", "", "60", "", "甲"], ["b", "乙", "", "70", "", "乙"]],
            [["a", "甲", "", "60", "70", "甲"], ["b", "乙", "", "70", "", "乙"]],
            [["a", "甲", "", "60", "69", "甲"], ["a", "乙", "", "70", "", "乙"]],
        ],
    )
    def test_a_table_that_cannot_be_used_is_refused(self, rows: list[list[str]]) -> None:
        with pytest.raises(RuleBroken) as refusal:
            read_types(rows)
        assert refusal.value.field == "value"

    def test_a_third_type_works_from_its_day_with_numbers_of_its_own(self) -> None:
        table = "green|绿证|green|60|69|优绿\nred|红证|red|70|89|优红\ngold|金证||90||优金"
        with transaction():
            change_setting(
                staff.actor("admin"), key="senior_card.types", text=table, valid_from=None, reason="新增"
            )
            application = services.card_on_the_spot(services.born(95, TODAY))
        assert application.result_text == "金证 示街办优金〔2026〕1号"
        assert [one.code for one in rules_on(dt.date(2026, 11, 1)).types] == ["green", "red"]
