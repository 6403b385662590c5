"""What a reader asks of a ledger: periods, units and conditions, and the sentence where one cannot be met."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal import clock
from portal.ledgers import asking
from portal.ledgers.heading import period_words
from tests.factories import staff
from tests.ledgers.sample import grouped_ledger, ledger_of_lines

pytestmark = pytest.mark.usefixtures("database")


def ask(who: str = "clerk", **given: str) -> asking.Asked:
    """What somebody of the cast asks of the sample ledger."""
    words = {key.rstrip("_"): value for key, value in given.items()}
    return asking.read(asking.question(ledger_of_lines(3), staff.actor(who), words))


class TestRead:
    def test_opens_on_this_month(self) -> None:
        assert ask() == asking.Asked(dt.date(2026, 11, 1), dt.date(2026, 11, 22))

    def test_a_list_of_the_day_opens_on_today(self) -> None:
        ledger = replace(ledger_of_lines(3), opens_today=True)
        found = asking.read(asking.question(ledger, staff.actor("clerk"), {}))
        assert (found.first, found.last) == (dt.date(2026, 11, 22), dt.date(2026, 11, 22))

    def test_takes_one_day(self) -> None:
        assert ask(from_="2026-11-22", to="2026-11-22").first == dt.date(2026, 11, 22)

    @pytest.mark.parametrize("text", ["2026-13-01", "2026-02-29", "0000-01-01"])
    def test_says_that_there_is_no_such_day(self, text: str) -> None:
        with pytest.raises(asking.NotAsked) as refused:
            ask(from_=text)
        assert "没有这一天" in str(refused.value.refusals["from"])

    @pytest.mark.parametrize(
        "text", ["20261101", "2026-W47-7", "昨天", "2026/11/01", "2026-11-01T00:00", "२०२६-११-०१"]
    )
    def test_says_how_a_date_is_written(self, text: str) -> None:
        with pytest.raises(asking.NotAsked) as refused:
            ask(to=text)
        assert set(refused.value.refusals) == {"to"}
        assert "2026-11-22" in str(refused.value.refusals["to"])

    def test_names_every_condition_at_fault(self) -> None:
        with pytest.raises(asking.NotAsked) as refused:
            ask(from_="x", to="y", kind="other", unit="99")
        assert set(refused.value.refusals) == {"from", "to", "kind", "unit"}

    def test_refuses_an_end_before_the_beginning(self) -> None:
        with pytest.raises(asking.NotAsked) as refused:
            ask(from_="2026-11-22", to="2026-11-21")
        assert set(refused.value.refusals) == {"to"}

    def test_offers_only_units_that_the_reader_may_see(self) -> None:
        units = asking.question(ledger_of_lines(0), staff.actor("clerk"), {}).units
        assert [name for _key, name in units] == ["和平社区", "新华社区", "示范街道办事处"]
        assert ask(unit=str(staff.unit("C1").id)).unit_id == staff.unit("C1").id
        with pytest.raises(asking.NotAsked):
            ask(unit=str(staff.unit("S2").id))

    def test_offers_every_unit_to_the_district(self) -> None:
        assert ask("district", unit=str(staff.unit("S2").id)).unit_id == staff.unit("S2").id


class TestWords:
    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"from": "2026-01-01", "to": "2026-12-31", "kind": "all"},
            {"columns": "fee,name", "sort": "fee", "desc": "1"},
        ],
    )
    def test_give_the_same_question_back(self, given: dict[str, str]) -> None:
        ledger, clerk = ledger_of_lines(3), staff.actor("clerk")
        asked = asking.read(asking.question(ledger, clerk, given))
        assert asking.read(asking.question(ledger, clerk, asked.words())) == asked

    def test_keep_the_days_when_the_day_moves_on(self) -> None:
        ledger, clerk = ledger_of_lines(3), staff.actor("clerk")
        words = asking.read(asking.question(ledger, clerk, {})).words()
        clock.fix_today(dt.date(2027, 1, 5))
        assert asking.read(asking.question(ledger, clerk, words)).first == dt.date(2026, 11, 1)

    def test_keep_that_no_groups_are_wanted(self) -> None:
        ledger, clerk = replace(grouped_ledger(3), default_group="sort"), staff.actor("clerk")
        assert asking.read(asking.question(ledger, clerk, {})).group == "sort"
        words = asking.read(asking.question(ledger, clerk, {"group": "none"})).words()
        assert asking.read(asking.question(ledger, clerk, words)).group == ""

    def test_say_nothing_of_columns_where_all_are_named(self) -> None:
        ledger = ledger_of_lines(3)
        everything = ",".join(c.key for c in ledger.columns if c.key != "position")
        assert ask(columns=everything).columns == ()


class TestPeriodWords:
    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ((2026, 11, 22), (2026, 11, 22), "2026年11月22日"),
            ((2026, 2, 1), (2026, 2, 28), "2026年2月"),
            ((2026, 1, 1), (2026, 12, 31), "2026年度"),
            ((2026, 1, 1), (2026, 11, 30), "2026年1月1日至2026年11月30日"),
            ((2025, 11, 1), (2026, 11, 30), "2025年11月1日至2026年11月30日"),
        ],
    )
    def test_names_a_period(self, first: tuple[int, int, int], last: tuple[int, int, int], said: str) -> None:
        assert period_words(dt.date(*first), dt.date(*last)) == said
