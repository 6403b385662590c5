"""What a declaration of a ledger must hold to, and which columns come of what is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from portal.ledgers import Asked, Column, Filter, Ledger, all_ledgers, define, definition
from tests.ledgers.sample import grouped_ledger, ledger_of_lines

pytestmark = pytest.mark.usefixtures("app")
DAY = dt.date(2026, 11, 22)


def columns(ledger: Ledger, **asked: Any) -> list[str]:
    """The keys of the columns that come of a question."""
    return [c.key for c in ledger.columns_of(Asked(DAY, DAY, **asked))]


class TestDefine:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": "applications"}, "declared twice"),
            ({"name": "prints"}, "the address of the printed ones"),
            ({"columns": (Column("a", "甲", 1), Column("a", "乙", 1))}, "a column is declared twice"),
            ({"columns": (Column("a", "甲", 278),)}, "wider than 277.0 mm"),
            ({"columns": (Column("a", "甲", 191),), "orientation": "portrait"}, "wider than 190.0 mm"),
            ({"columns": (Column("a", "甲", 1, total=True),)}, "wants an expression"),
            ({"columns": (Column("a", "甲", 1, groups=True),)}, "wants an expression"),
            ({"default_group": "name"}, "no column to group by"),
            ({"filters": (Filter("sort", "次序", lambda _actor: []),)}, "a filter must not be called"),
        ],
    )
    def test_refuses_what_contradicts_itself(
        self, changes: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(definition, "_ledgers", dict(definition._ledgers))
        with pytest.raises(ValueError, match=said):
            define(ledger_of_lines(0, **changes))

    def test_finds_every_ledger_of_the_portal(self) -> None:
        assert {"applications", "senior-cards"} <= {one.name for one in all_ledgers()}


class TestColumnsOf:
    def test_are_all_unless_some_are_named(self) -> None:
        ledger = ledger_of_lines(0)
        assert columns(ledger) == [c.key for c in ledger.columns]

    def test_stand_in_the_order_asked_with_number_and_link_in_front(self) -> None:
        assert columns(ledger_of_lines(0), columns=("fee", "name")) == ["position", "number", "fee", "name"]
        assert columns(ledger_of_lines(0), columns=("fee", "number")) == ["position", "fee", "number"]

    @pytest.mark.parametrize("named", [(), ("name",), ("fee", "name", "note")])
    @pytest.mark.parametrize("orientation", ["landscape", "portrait"])
    def test_fill_the_sheet(self, named: tuple[str, ...], orientation: Any) -> None:
        ledger = replace(grouped_ledger(0), orientation=orientation)
        found = ledger.columns_of(Asked(DAY, DAY, columns=named))
        assert sum(c.width_mm for c in found) == pytest.approx(ledger.width_mm, abs=0.05)
        assert found[0].width_mm == 10, "the running number stays narrow"
