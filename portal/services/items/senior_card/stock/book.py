"""The figures of the stock book: received = issued + spoiled + handed back + in hand. Pure, no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Balance:
    """The blanks of one type: pieces."""

    received: int = 0
    issued: int = 0
    spoiled: int = 0
    returned: int = 0

    @property
    def in_hand(self) -> int:
        """What must be in the drawer."""
        return self.received - self.issued - self.spoiled - self.returned


def next_serial(first: int, last: int, used: Collection[int]) -> int | None:
    """The lowest serial of a batch that nothing has become of; None where the batch is used up."""
    taken = set(used)
    return next((serial for serial in range(first, last + 1) if serial not in taken), None)
