"""What is typed into an agreement, without a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.errors import RuleBroken
from portal.mediation.agreements.limits import stage_of
from portal.mediation.agreements.terms import (
    NewAgreement,
    NewObligation,
    check_agreement,
    effective_day,
    read_capitals,
    read_copies,
)

DAY = dt.date(2026, 11, 2)
LATER = dt.date(2026, 12, 2)
PARTIES = {1, 2}


def given(**changes: Any) -> NewAgreement:
    owed = NewObligation(debtor_id=2, creditor_id=1, fen=50_000, due_on=LATER)
    return NewAgreement(
        **{
            "form": "written",
            "reached_on": DAY,
            "facts": "漏水",
            "terms": "赔偿500元（大写：人民币伍佰元整）。",
            "amount_fen": 50_000,
            "obligations": (owed,),
            **changes,
        }
    )


def refused(**changes: Any) -> str | None:
    with pytest.raises(RuleBroken) as error:
        check_agreement(given(**changes), PARTIES)
    return error.value.field


class TestCheckAgreement:
    def test_a_whole_agreement_passes(self) -> None:
        check_agreement(given(), PARTIES)
        check_agreement(given(obligations=(), is_performed_at_once=True), PARTIES)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"form": "carved"}, "form"),
            ({"facts": "  "}, "facts"),
            ({"terms": ""}, "terms"),
            ({"terms": "赔偿500元（大写：人民币伍仟元整）。"}, "terms"),
            ({"terms": "字" * 6001}, "terms"),
            ({"amount_capitals": "伍仟元整"}, "amount_capitals"),
            ({"amount_fen": 0, "amount_capitals": "伍佰元整", "obligations": ()}, "amount"),
            ({"amount_fen": 60_000}, "amount"),
            ({"obligations": ()}, "obligations"),
        ],
    )
    def test_what_cannot_stand_is_refused_at_its_field(self, changes: dict[str, Any], field: str) -> None:
        assert refused(**changes) == field

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"debtor_id": 9}, "obligations-0-debtor"),
            ({"creditor_id": 2}, "obligations-0-creditor"),
            ({"creditor_id": None}, "obligations-0-creditor"),
            ({"fen": 0}, "obligations-0-what"),
            ({"due_on": DAY - dt.timedelta(days=1)}, "obligations-0-due_on"),
            ({"due_on": dt.date(2099, 1, 1)}, "obligations-0-due_on"),
        ],
    )
    def test_each_thing_owed_is_checked(self, changes: dict[str, Any], field: str) -> None:
        one = {"debtor_id": 2, "creditor_id": 1, "fen": 50_000, "due_on": LATER, **changes}
        assert refused(obligations=(NewObligation(**one),)) == field


class TestAmounts:
    def test_capitals_are_filled_when_nobody_typed_them(self) -> None:
        assert read_capitals(140_950, "") == "人民币壹仟肆佰零玖元伍角整"
        assert read_capitals(0, "") == ""

    def test_any_lawful_writing_is_kept_as_typed(self) -> None:
        assert read_capitals(168_032, "壹仟陆佰捌拾元零叁角贰分") == "壹仟陆佰捌拾元零叁角贰分"

    def test_a_difference_is_told_with_the_right_words(self) -> None:
        with pytest.raises(RuleBroken) as error:
            read_capitals(140_950, "人民币壹仟肆佰元整")
        assert error.value.params["right"] == "人民币壹仟肆佰零玖元伍角整"

    def test_copies_are_parties_and_one(self) -> None:
        assert read_copies(None, 2) == 3
        assert read_copies(5, 2) == 5
        for wanted in (2, 99):
            with pytest.raises(RuleBroken):
                read_copies(wanted, 2)


class TestEffectiveDay:
    @pytest.mark.parametrize(
        ("parties", "mediators", "seals", "day"),
        [
            ([3, 2], [2], [2], 3),
            ([2, 2], [4], [3], 4),
            ([2, 2], [2], [9], 9),
            ([], [2], [2], None),
            ([2], [], [2], None),
            ([2, 2], [2], [], None),
        ],
    )
    def test_a_written_one_binds_from_the_last_of_three_acts(
        self, parties: list[int], mediators: list[int], seals: list[int], day: int | None
    ) -> None:
        def days(numbers: list[int]) -> list[dt.date]:
            return [dt.date(2026, 11, number) for number in numbers]

        found = effective_day(
            "written", DAY, parties=days(parties), mediators=days(mediators), seals=days(seals)
        )
        assert found == (dt.date(2026, 11, day) if day else None)

    def test_an_oral_one_binds_from_the_day_it_was_reached(self) -> None:
        assert effective_day("oral", DAY, parties=[LATER]) == DAY


@pytest.mark.parametrize(("left", "stage"), [(8, None), (7, 7), (4, 7), (3, 3), (1, 3), (0, 0), (-1, None)])
def test_reminders_come_seven_three_and_no_days_before(left: int, stage: int | None) -> None:
    assert stage_of(DAY + dt.timedelta(days=left), DAY, [7, 3, 0]) == stage
