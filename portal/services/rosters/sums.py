"""What a roster comes to: planned, handed out and not, by goods and money. Pure figures, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Thing:
    """One kind of goods that every line gets: so many of it, worth `value_fen` apiece."""

    name: str
    unit: str
    quantity: int
    value_fen: int


@dataclass(frozen=True)
class Portion:
    """One line that was not struck: its money, and what became of it (waiting, received, uncollected)."""

    money_fen: int
    outcome: str = "waiting"


@dataclass(frozen=True)
class Measured:
    """People and money of a roster, or of a part of it."""

    people: int = 0
    money_fen: int = 0


@dataclass(frozen=True)
class ThingSum:
    """One kind of goods: pieces and value planned, handed out and left."""

    name: str
    unit: str
    planned: int
    handed: int
    left: int
    planned_fen: int
    handed_fen: int
    left_fen: int


@dataclass(frozen=True)
class Totals:
    """Everything that a roster comes to; `left` is what was not handed out, whether it waits or was not collected."""

    planned: Measured
    handed: Measured
    waiting: Measured
    uncollected: Measured
    things: tuple[ThingSum, ...]

    @property
    def left(self) -> Measured:
        """What was not handed out."""
        return Measured(
            self.waiting.people + self.uncollected.people,
            self.waiting.money_fen + self.uncollected.money_fen,
        )

    @property
    def reconciles(self) -> bool:
        """Whether handed out and left make up what was planned: by people, by money, by each kind of goods."""
        parts = (
            self.planned.people == self.handed.people + self.left.people,
            self.planned.money_fen == self.handed.money_fen + self.left.money_fen,
            *(one.planned == one.handed + one.left for one in self.things),
            *(one.planned_fen == one.handed_fen + one.left_fen for one in self.things),
        )
        return all(parts)

    def to_plain(self) -> dict[str, Any]:
        """The totals as JSON can hold them."""
        return asdict(self)


def reckon(things: Sequence[Thing], portions: Iterable[Portion]) -> Totals:
    """The totals of the lines that were not struck. Sums in whole fen."""
    lines = list(portions)
    planned, handed = _measure(lines), _measure([p for p in lines if p.outcome == "received"])
    return Totals(
        planned=planned,
        handed=handed,
        waiting=_measure([p for p in lines if p.outcome == "waiting"]),
        uncollected=_measure([p for p in lines if p.outcome == "uncollected"]),
        things=tuple(_thing(one, planned.people, handed.people) for one in things),
    )


def _measure(lines: Sequence[Portion]) -> Measured:
    return Measured(len(lines), sum(p.money_fen for p in lines))


def _thing(one: Thing, planned: int, handed: int) -> ThingSum:
    pieces = [one.quantity * people for people in (planned, handed, planned - handed)]
    return ThingSum(one.name, one.unit, *pieces, *(number * one.value_fen for number in pieces))
