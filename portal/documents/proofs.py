"""Other papers of this office that can be proven: rooms above register how to recognise what they printed (ledgers, 台账).

Issued papers themselves are proven in `proving`; this room never sees the records of the rooms that register here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Finder = Callable[[str], str | None]


@dataclass(frozen=True)
class Prover:
    """How a room recognises its own print: by the SHA-256 of a file's bytes in hexadecimal, or by the check code on it.

    Each gives one sentence that says what it is, as `documents verify` prints it, or None for what is not the room's.
    """

    by_sha256: Finder
    by_code: Finder


_provers: dict[str, Prover] = {}


def add_prover(room: str, *, by_sha256: Finder, by_code: Finder) -> None:
    """Register how `room` recognises its prints; the last word of a room counts."""
    _provers[room] = Prover(by_sha256, by_code)


def find_by_sha256(sha256: str) -> str | None:
    """The sentence of the room that printed the file with this digest, or None."""
    return next((said for prover in _provers.values() if (said := prover.by_sha256(sha256))), None)


def find_by_code(code: str) -> str | None:
    """The sentence of the room that printed this check code (in the shape of `codes.read_code`), or None."""
    return next((said for prover in _provers.values() if (said := prover.by_code(code))), None)
