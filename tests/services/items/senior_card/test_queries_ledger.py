"""The register of issued cards: every column, ended cards struck, groups, conditions, scope, and one statement for all."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import session, transaction
from portal.ledgers import Row, asking, queries
from portal.services.items.senior_card import actions
from portal.services.items.senior_card.ledger import CARDS
from portal.services.items.senior_card.models import SeniorCard
from tests.factories import services, staff
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("hall")


def listed(who: str = "clerk", **given: str) -> list[Row]:
    """The lines that somebody sees for these conditions."""
    actor = staff.actor(who)
    words = {key.rstrip("_"): value for key, value in given.items()}
    asked = asking.read(asking.question(CARDS, actor, words))
    found = list(queries.list_rows(CARDS, actor, asked))
    measure = queries.measure(CARDS, actor, asked)
    assert (measure.rows, measure.struck) == (len(found), sum(row.is_struck for row in found))
    return found


def card_of(years: int) -> SeniorCard:
    """A card issued today to somebody of this age."""
    services.card_on_the_spot(services.born(years, dt.date(2026, 11, 22)))
    return session.query(SeniorCard).order_by(SeniorCard.id.desc()).first()  # type: ignore[return-value]


class TestIssuedCards:
    def test_says_every_column(self) -> None:
        with transaction():
            card = card_of(66)
            number, kind, name = card.number, card.type_name, card.resident.name
            tail = card.resident.primary_paper.number[-4:]
        row = listed()[0]
        assert {c.key for c in CARDS.columns} == {*row.values, "position"}
        assert row.values["number"] == number
        assert row.values["type"] == row.group == kind
        assert row.values["holder"] == name
        assert row.values["identity"] == "*" * 14 + tail
        assert row.values["unit"] == "示范街道办事处"
        assert row.values["business"] == "首次申领"
        assert row.values["issued"] == row.values["valid_from"] == dt.date(2026, 11, 22)
        assert row.values["status"] == "有效"
        assert (row.values["ended"], row.values["ending"], row.values["former"]) == (None, "", None)

    def test_strikes_what_has_ended_and_names_the_card_before(self) -> None:
        with transaction():
            first = card_of(66)
            actions.record_loss(staff.actor("clerk"), first, version=None, reason="买菜时遗失")
            number = first.number
            services.card_on_the_spot(first.resident, "lost")
        found = listed(group="none")
        assert [row.is_struck for row in found] == [True, False]
        assert found[0].values["status"] == "已挂失"
        assert found[1].values["former"] == number

    def test_groups_by_type_unless_the_reader_wishes_otherwise(self) -> None:
        with transaction():
            for years in (66, 75, 67):
                card_of(years)
        green, red = "老年优待证（绿证）", "老年优待证（红证）"
        assert [row.group for row in listed()] == [green, green, red]
        assert [row.group for row in listed(group="none")] == [None] * 3

    def test_is_narrowed_by_each_condition_and_by_the_reader_s_units(self) -> None:
        with transaction():
            codes = [card_of(years).card_type for years in (66, 75)]
        assert len(listed(type=codes[0])) == len(listed(type=codes[1])) == 1
        assert len(listed(status="valid")) == 2
        assert listed(status="lost") == []
        assert listed(from_="2026-11-01", to="2026-11-21") == []
        assert len(listed("district")) == 2
        assert listed("clerk_s2") == []

    def test_sorts_by_each_column_and_pages_in_that_order(self) -> None:
        with transaction():
            for years in (66, 75, 67):
                card_of(years)
        actor = staff.actor("clerk")
        for column in (c for c in CARDS.columns if c.sorts):
            for desc in ("", "1"):
                words = {"sort": column.key, "desc": desc, "group": "unit"}
                asked = asking.read(asking.question(CARDS, actor, words))
                whole = [row.key for row in queries.list_rows(CARDS, actor, asked)]
                rest = queries.list_rows(CARDS, actor, asked, behind=whole[0])
                assert len(whole) == 3
                assert [row.key for row in rest] == whole[1:], column.key

    def test_asks_the_database_the_same_for_one_card_and_for_many(self) -> None:
        def count() -> int:
            with transaction("read"), statements() as sent:
                actor = staff.actor("clerk")
                asked = asking.read(asking.question(CARDS, actor, {}))
                before = len(sent)
                assert list(queries.list_rows(CARDS, actor, asked))
                return len(sent) - before

        with transaction():
            card_of(66)
        one = count()
        with transaction():
            for years in (67, 68, 75):
                card_of(years)
        assert count() == one == 2, (
            "the keys in their order, and what the cards say; the units in reach were read before"
        )
