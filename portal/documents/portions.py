"""Many keys in portions, such as one statement may name or one short transaction may treat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

KEYS_A_STATEMENT = 500


def portions(keys: Sequence[int], size: int = KEYS_A_STATEMENT) -> Iterator[Sequence[int]]:
    """The keys in their order, at most `size` at a time."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
