"""A family's property (家庭财产) held against the office's limits: 57号 art. 14. A finding, never a silent refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.rules.terms import PropertyLimits

PAPER_FINDINGS: dict[tuple[str, bool], str] = {
    ("money", False): "人均货币财产 {have} 元，不超过 {limit} 元（{standard} × {months}个月）",
    ("money", True): "人均货币财产 {have} 元，超过 {limit} 元（{standard} × {months}个月）",
    ("vehicles", False): "机动车 {have} 辆，不超过 {limit} 辆",
    ("vehicles", True): "机动车 {have} 辆，超过 {limit} 辆",
    ("houses", False): "住房 {have} 套，不超过 {limit} 套",
    ("houses", True): "住房 {have} 套，超过 {limit} 套",
}


@dataclass(frozen=True)
class Property:
    """What a family has, necessary property already left out: money, securities and insurance in fen, vehicles, houses."""

    money_fen: int = 0
    vehicles: int = 0
    houses: int = 0


@dataclass(frozen=True)
class Finding:
    """One limit and how the family stands to it, in a sentence for paper; `is_over` when it has more."""

    code: str
    text: str
    is_over: bool

    def to_plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {"code": self.code, "text": self.text, "is_over": self.is_over}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Finding:
        """A finding again."""
        return cls(plain["code"], plain["text"], plain["is_over"])


def judge_property(
    had: Property, limits: PropertyLimits, *, persons: int, standard_fen: int
) -> tuple[Finding, ...]:
    """A finding for each limit that the office has set. Exactly at the limit is not over it."""
    found = []
    if limits.months is not None:
        limit = standard_fen * limits.months
        is_over = had.money_fen > limit * persons
        text = PAPER_FINDINGS["money", is_over].format(
            have=yuan(_per_head(had.money_fen, persons, is_over)),
            limit=yuan(limit),
            standard=yuan(standard_fen),
            months=limits.months,
        )
        found.append(Finding("money", text, is_over))
    for code, have, most in (
        ("vehicles", had.vehicles, limits.vehicles),
        ("houses", had.houses, limits.houses),
    ):
        if most is not None:
            text = PAPER_FINDINGS[code, have > most].format(have=have, limit=most)
            found.append(Finding(code, text, have > most))
    return tuple(found)


def _per_head(fen: int, persons: int, up: bool) -> int:
    """A person's part in whole fen, rounded away from the limit so that the printed comparison is true."""
    heads = max(1, persons)
    return -(-fen // heads) if up else fen // heads
