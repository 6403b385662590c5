"""The stock book: the next serial for each card, spoiled ones replaced, runs handed back, counts; it balances at any moment."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.errors import Conflict, RuleBroken
from portal.services.items.senior_card.stock import actions, queries
from portal.services.items.senior_card.stock.book import Balance
from portal.services.items.senior_card.stock.models import CardBatch
from portal.services.models import Application
from portal.settings.actions import change_setting
from tests.factories import services, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = dt.date(2026, 11, 22)


def use_stock() -> None:
    change_setting(
        staff.actor("admin"), key="senior_card.use_stock", text="yes", reason="启用", valid_from=None
    )


def receive(first: str = "A000101", last: str = "A000103") -> CardBatch:
    return actions.receive_batch(staff.actor("clerk"), card_type="green", first=first, last=last)


def make_card() -> Application:
    return services.card_on_the_spot(services.born(60, TODAY))


def balance() -> Balance:
    return queries.balances(staff.unit("S").id)["green"]


class TestTakeBlank:
    def test_off_by_default_then_serials_in_order_spoiled_and_replaced_until_none_is_left(self) -> None:
        with transaction():
            batch = receive()
            make_card()
            assert balance() == Balance(3)
            use_stock()
            make_card()
            moves = queries.list_moves(staff.unit("S").id)
            assert [(batch.text(m.serial), m.kind) for m in moves] == [("A000101", "issued")]
            clerk = staff.actor("clerk")
            actions.spoil_blank(clerk, batch, version=None, serial="A000101", reason="打印错位")
            assert balance() == Balance(3, 1, 1, 0)
            with pytest.raises(Conflict):
                actions.return_blanks(clerk, batch, version=1, first="A000103", last="A000103", reason="交回")
            card = moves[0].card
            assert card is not None
            assert {m.kind for m in queries.list_moves(staff.unit("S").id) if m.card is card} == {
                "issued",
                "spoiled",
            }
            actions.return_blanks(
                clerk, batch, version=None, first="A000103", last="A000103", reason="交回区民政局"
            )
            assert balance() == Balance(3, 1, 1, 1)
            assert balance().in_hand == 0
            assert list(queries.low_types(clerk)) == ["green"]
            with pytest.raises(RuleBroken, match="没有"):
                make_card()

    @pytest.mark.both
    def test_what_does_not_fit_is_refused_at_its_field_and_a_count_explains_its_difference(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            batch = receive()
            for first, last, field in (
                ("A000103", "A000110", "first"),
                ("A000201", "B000202", "last"),
                ("A000210", "A000202", "last"),
                ("ABC", "ABC", "first"),
            ):
                with pytest.raises(RuleBroken) as refused:
                    receive(first, last)
                assert refused.value.field == field
            for serial in ("A000104", "101"):
                with pytest.raises(RuleBroken) as refused:
                    actions.spoil_blank(clerk, batch, version=None, serial=serial, reason="卡纸")
                assert refused.value.field == "serial"
            with pytest.raises(RuleBroken) as refused:
                actions.count_blanks(clerk, card_type="green", found=2)
            assert refused.value.field == "note"
            made = actions.count_blanks(clerk, card_type="green", found=2, note="一张找不到")
            assert (made.expected, made.found) == (3, 2)
