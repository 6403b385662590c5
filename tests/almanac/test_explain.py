"""The `explain` commands, as a program calls them: JSON, and 2 on wrong use."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import Result

from portal.almanac.seed import seed_calendar
from portal.db import transaction
from portal.web.application import Portal


@pytest.fixture(autouse=True)
def _seeded(app: Portal) -> None:
    with app.app_context(), transaction():
        seed_calendar()


def _ask(app: Portal, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["explain", *arguments])


def _answer(app: Portal, *arguments: str) -> dict[str, Any]:
    done = _ask(app, *arguments)
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


class TestExplainDue:
    def test_names_every_day(self, app: Portal) -> None:
        answer = _answer(app, "due", "2026-04-28", "10")
        assert (answer["due"], answer["provisional"]) == ("2026-05-14", False)
        days = {row["day"]: row for row in answer["days"]}
        assert days["2026-05-01"] == {
            "day": "2026-05-01",
            "counted": False,
            "number": None,
            "reason": "劳动节放假",
            "official": True,
        }
        assert days["2026-05-09"]["reason"] == "劳动节调休上班"
        assert [row["number"] for row in answer["days"] if row["counted"]] == list(range(1, 11))

    def test_a_year_without_notice_is_provisional(self, app: Portal) -> None:
        assert _answer(app, "due", "2026-11-20", "30")["provisional"]


class TestExplainPeriod:
    def test_week_and_half_month_at_the_turn_of_the_year(self, app: Portal) -> None:
        answer = _answer(app, "period", "2026-12-30")
        assert set(answer) == {"week", "half_month"}
        assert set(answer["week"]) >= {"label", "from", "to", "due"}
        assert (answer["week"]["from"], answer["week"]["to"]) == ("2026-12-28", "2027-01-03")
        assert (answer["half_month"]["from"], answer["half_month"]["to"]) == ("2026-12-16", "2026-12-31")


class TestExplainAmount:
    def test_capitals(self, app: Portal) -> None:
        assert _answer(app, "amount", "1234.50") == {
            "figures": "1234.50",
            "capitals": "人民币壹仟贰佰叁拾肆元伍角整",
        }

    @pytest.mark.parametrize("amount", ["-5", "1.234", "abc", "1e999"])
    def test_what_is_no_amount_is_wrong_use(self, app: Portal, amount: str) -> None:
        done = _ask(app, "amount", amount)
        assert done.exit_code == 2
        assert done.stderr


class TestExplainIdentity:
    def test_valid_and_not(self, app: Portal) -> None:
        good = _answer(app, "identity", "119901196611220018")
        assert (good["valid"], good["birth"], good["normalised"]) == (
            True,
            "1966-11-22",
            "119901196611220018",
        )
        bad = _answer(app, "identity", "119901196613220017")
        assert bad["valid"] is False
        assert bad["message"]


class TestExplainAge:
    @pytest.mark.parametrize(
        ("birth", "day", "age", "card"),
        [
            ("1956-02-29", "2026-02-28", 70, "red"),
            ("1956-02-29", "2026-02-27", 69, "green"),
            ("1966-11-23", "2026-11-22", 59, None),
            ("1966-11-22", "2026-11-22", 60, "green"),
            ("1926-11-22", "2026-11-22", 100, "red"),
        ],
    )
    def test_age_and_card(self, app: Portal, birth: str, day: str, age: int, card: str | None) -> None:
        answer = _answer(app, "age", birth, day)
        assert (answer["age"], answer["card"]) == (age, card)
        assert bool(answer["card_name"]) == bool(card)


class TestWrongUse:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("due", "2026-13-01", "3"),
            ("due", "2026-11-22", "-3"),
            ("due", "2026-11-22", "many"),
            ("due", "9999-12-31", "3"),
            ("due", "0001-01-01", "3"),
            ("period", "yesterday"),
            ("age", "2026-11-22", "1966-11-22"),
            ("age", "1966-02-30", "2026-11-22"),
            ("nothing",),
        ],
    )
    def test_ends_2_with_a_sentence(self, app: Portal, arguments: tuple[str, ...]) -> None:
        done = _ask(app, *arguments)
        assert done.exit_code == 2
        assert done.stderr
        assert not done.stdout.startswith("{")
