"""Records that bear a number which none of their papers carries in the book, like a mediation its 案号: rooms say whose it is."""

from __future__ import annotations

from collections.abc import Callable

_finders: dict[str, Callable[[str], int | None]] = {}


def add(subject_kind: str, find: Callable[[str], int | None]) -> None:
    """Let papers be found by the number of records of this class: `find` gives the key of the one that bears it."""
    _finders[subject_kind] = find


def find_subject(number: str) -> tuple[str, int] | None:
    """The record that bears a number; None for a number that nobody bears."""
    for kind, find in _finders.items():
        key = find(number)
        if key is not None:
            return kind, key
    return None
