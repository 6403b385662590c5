"""The record of printed ledgers: whose prints a post sees, one by its code, and the digits of each page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portal.db import session, transaction
from portal.errors import Forbidden, NotFound
from portal.ledgers import Ledger, prints
from portal.ledgers.models import LedgerPrint
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
Declare = Callable[[int], Ledger]


@pytest.fixture(autouse=True)
def declared(sample: Declare) -> Ledger:
    """The sample ledger."""
    return sample(0)


def store(code: str, unit: str | None = "S", who: str | None = None, **more: Any) -> None:
    """A print that was kept."""
    with transaction():
        session.add(
            LedgerPrint(
                check_code=code,
                title="样例台账",
                first=dt.date(2026, 11, 1),
                last=dt.date(2026, 11, 22),
                unit_id=staff.unit(unit).id if unit else None,
                rows=5,
                page_digests=bytes(range(16)),
                sha256="a" * 64,
                printed_by=staff.actor(who).account_id if who else None,
                **({"ledger": "sample", "pages": 2} | more),
            )
        )


def codes(who: str) -> list[str]:
    """The codes of the prints that somebody sees."""
    return [line.record.check_code for line in prints.list_prints(staff.actor(who))[0]]


class TestListPrints:
    def test_shows_prints_of_the_reader_s_units_and_their_own(self) -> None:
        store("STREET22")
        store("COMM2222", "C1")
        store("OTHER222", "S2")
        store("ALL22222", None)
        store("MINE2222", "S2", "clerk")
        assert codes("clerk") == ["MINE2222", "COMM2222", "STREET22"]
        assert codes("clerk_s2") == ["MINE2222", "OTHER222"]
        assert len(codes("district")) == 5

    def test_hides_prints_of_ledgers_that_the_reader_may_not_read(self) -> None:
        store("GONE2222", ledger="no-longer-there")
        assert codes("clerk") == []

    def test_wants_the_right_to_read_ledgers(self) -> None:
        with pytest.raises(Forbidden):
            prints.list_prints(staff.actor("auditor"))

    def test_goes_by_pages_newest_first(self) -> None:
        for number in range(2, 5):
            store(f"CODE{number}222")
        lines, total = prints.list_prints(staff.actor("clerk"), page=2, size=2)
        assert (total, [line.code for line in lines]) == (3, ["CODE-2222"])


class TestGetPrint:
    def test_finds_a_code_as_it_is_typed(self) -> None:
        store("ABCD2345")
        line = prints.get_print(staff.actor("clerk"), " abcd－2345 ")
        assert (line.code, line.unit) == ("ABCD-2345", "示范街道办事处")
        assert [(one.number, one.digits) for one in prints.digests_of(line.record, 1)] == [
            (1, "0001 0203 0405 0607"),
            (2, "0809 0a0b 0c0d 0e0f"),
        ]
        assert [one.number for one in prints.digests_of(line.record, 2, 1)] == [2]
        assert prints.digests_of(line.record, 3) == []

    @pytest.mark.parametrize("code", ["ABCD2346", "", "none", "ABCD2345"])
    def test_is_not_there_for_others(self, code: str) -> None:
        store("ABCD2345", "S2")
        with pytest.raises(NotFound):
            prints.get_print(staff.actor("clerk"), code)


class TestFreeCheckCode:
    def test_never_gives_one_that_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        store("ABCD2345")
        made = iter(["ABCD2345", "ABCD2346"])
        monkeypatch.setattr(prints, "new_check_code", lambda: next(made))
        assert prints.free_check_code() == "ABCD2346"
