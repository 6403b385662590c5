"""A line of the calculation sheet (计算表), and how sums stand in it. The words are Chinese in every language: it is paper."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class SheetLine:
    """One figure explained: what it is called, how it was found, and the sum in fen where it is one. `code` names the step."""

    code: str
    label: str
    text: str
    fen: int | None = None

    def to_plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {"code": self.code, "label": self.label, "text": self.text, "fen": self.fen}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> SheetLine:
        """A line again."""
        return cls(plain["code"], plain["label"], plain["text"], plain["fen"])


def yuan(fen: int) -> str:
    """A sum in yuan as it stands in a calculation: 1920.00, without thousands marks."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def exact_yuan(fen: Fraction) -> str:
    """A sum in yuan that may not be whole fen, cut off below and never rounded up: 333.33 of 1000 ÷ 3.

    Cutting keeps the printed comparison true: a sum below a limit of whole fen never looks equal to it.
    """
    return yuan(fen.numerator // fen.denominator)


def decimals(fen: Fraction) -> str:
    """A sum in yuan with as many decimals as it has, up to six: 968.325."""
    if fen.denominator == 1:
        return yuan(fen.numerator)
    whole, rest = divmod(fen.numerator * 10**4 // fen.denominator, 10**6)
    return f"{whole}.{rest:06d}".rstrip("0")


def percent_text(percent: int) -> str:
    """Hundredths of a per cent as 20% or 12.5%."""
    whole, rest = divmod(percent, 100)
    return f"{whole}%" if not rest else f"{whole}.{rest:02d}".rstrip("0") + "%"
