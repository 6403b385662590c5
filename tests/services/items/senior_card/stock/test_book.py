"""The next serial is the lowest that is free, and the figures of the book always balance."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.services.items.senior_card.stock.book import Balance, next_serial


@settings(max_examples=60)
@given(st.integers(1, 50), st.integers(0, 30), st.sets(st.integers(1, 80)))
def test_the_lowest_free_serial(first: int, more: int, used: set[int]) -> None:
    found, last = next_serial(first, first + more, used), first + more
    free = [serial for serial in range(first, last + 1) if serial not in used]
    assert found == (min(free) if free else None)
    taken = last - first + 1 - len(free)
    assert Balance(last - first + 1, issued=taken).in_hand == len(free)
