"""The figures of one decision as plain values, whatever reckoned them. How they are found is in `rules`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from portal.services.assistance.rules.sheet import SheetLine

METHOD_WITHOUT_SUM = "difference"


class Reckoned(Protocol):
    """What a reckoning tells a decision; `rules.reckoning.Reckoning` is one."""

    @property
    def persons(self) -> int:
        """How many count."""

    @property
    def standard_fen(self) -> int:
        """The standard a person and month."""

    @property
    def income_fen(self) -> int:
        """The household's countable income a month."""

    @property
    def base_fen(self) -> int:
        """The household's sum a month."""

    @property
    def extra_fen(self) -> int:
        """The lines of 分类施保 together."""

    @property
    def method(self) -> str:
        """How the sum was found: a code of `METHODS`."""

    def to_plain(self) -> dict[str, Any]:
        """The whole sheet (计算表) as JSON values."""


@dataclass(frozen=True)
class Sums:
    """A month's sum of a household in fen, and what it was found from; `sheet` is the calculation sheet as JSON values."""

    method: str
    persons: int
    standard_fen: int
    income_fen: int
    base_fen: int
    extra_fen: int = 0
    sheet: dict[str, Any] | None = None

    @property
    def total_fen(self) -> int:
        """What is paid a month."""
        return self.base_fen + self.extra_fen

    @classmethod
    def of(cls, found: Sums | Reckoned) -> Sums:
        """The figures of a reckoning, or these figures."""
        if isinstance(found, Sums):
            return found
        return cls(
            found.method,
            found.persons,
            found.standard_fen,
            found.income_fen,
            found.base_fen,
            found.extra_fen,
            found.to_plain(),
        )

    @classmethod
    def nothing(cls, method: str = METHOD_WITHOUT_SUM, *, persons: int = 0, standard_fen: int = 0) -> Sums:
        """Nothing is paid: for a stop or a suspension."""
        return cls(method, persons, standard_fen, 0, 0)


def sheet_lines(sheet: dict[str, Any] | None) -> tuple[SheetLine, ...]:
    """The lines of a decision's calculation sheet; empty for a decision that has none."""
    return tuple(SheetLine.from_plain(line) for line in (sheet or {}).get("lines", ()))
