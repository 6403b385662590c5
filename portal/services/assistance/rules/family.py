"""The household that is reckoned for: who is in it, who counts, what it has. Plain values, kept with every calculation sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.services.assistance.rules.property import Property
from portal.services.assistance.rules.sheet import SheetLine


@dataclass(frozen=True)
class Person:
    """Somebody in the family. `grounds` are codes of `EXTRAS`; `care` a level of `CARE_LEVELS` for a destitute person.

    `code` and `why` are what `counting.count_member` answered; `key` is whatever tells people apart (a resident's key).
    """

    name: str
    relation: str = ""
    counts: bool = True
    code: str = ""
    why: str = ""
    grounds: tuple[str, ...] = ()
    care: str = ""
    key: str = ""

    def to_plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {**self.__dict__, "grounds": list(self.grounds)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Person:
        """A person again."""
        return cls(**{**plain, "grounds": tuple(plain.get("grounds", ()))})


@dataclass(frozen=True)
class Family:
    """Who is in the household, and its countable income a month in fen, explained by `income_lines`.

    `tier` is the tier that it was put in, for the method of tiers. `persons_known` says how many count where nobody is
    named: files from paper, bulk work.
    """

    people: tuple[Person, ...] = ()
    income_fen: int = 0
    income_lines: tuple[SheetLine, ...] = ()
    tier: str = ""
    assets: Property | None = None
    persons_known: int | None = None

    @property
    def counted(self) -> tuple[Person, ...]:
        """Those who count."""
        return tuple(person for person in self.people if person.counts)

    @property
    def persons(self) -> int:
        """How many count."""
        return len(self.counted) if self.persons_known is None else self.persons_known

    def to_plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "people": [person.to_plain() for person in self.people],
            "income_fen": self.income_fen,
            "income_lines": [line.to_plain() for line in self.income_lines],
            "tier": self.tier,
            "assets": dict(self.assets.__dict__) if self.assets else None,
            "persons_known": self.persons_known,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Family:
        """A family again."""
        had = plain.get("assets")
        return cls(
            people=tuple(Person.from_plain(one) for one in plain["people"]),
            income_fen=plain["income_fen"],
            income_lines=tuple(SheetLine.from_plain(one) for one in plain["income_lines"]),
            tier=plain.get("tier", ""),
            assets=Property(**had) if had else None,
            persons_known=plain.get("persons_known"),
        )
