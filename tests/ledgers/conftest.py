"""The sample ledger of these tests, there for one test at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.ledgers import Ledger, definition
from tests.ledgers.sample import ledger_of_lines


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Ledger]:
    """Declare the sample ledger with so many lines, until the test ends."""

    def declare(count: int) -> Ledger:
        ledger = ledger_of_lines(count)
        monkeypatch.setitem(definition._ledgers, ledger.name, ledger)
        return ledger

    return declare
