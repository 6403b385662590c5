"""What a reckoning is done by: the standards and the office's choices of one month, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from portal.errors import N_

Rounding = Literal["fen", "jiao", "yuan", "yuan_up"]
# How a sum is made whole, in fen: half up to the nearest, except that 进元 always goes up.
ROUNDINGS: dict[str, str] = {
    "fen": N_("到分"),
    "jiao": N_("四舍五入到角"),
    "yuan": N_("四舍五入到元"),
    "yuan_up": N_("见分进元"),
}
# The grounds of 分类施保 (民发〔2021〕57号 art. 27): who gets a line beside the household's sum.
EXTRA_ELDERLY, EXTRA_MINOR, EXTRA_DISABLED, EXTRA_ILL = "elderly", "minor", "disabled", "ill"
EXTRAS: dict[str, str] = {
    EXTRA_ELDERLY: N_("老年人"),
    EXTRA_MINOR: N_("未成年人"),
    EXTRA_DISABLED: N_("重度残疾人"),
    EXTRA_ILL: N_("重病患者"),
}
# The levels of care of destitute persons (特困人员认定办法): by how many of six everyday things somebody cannot do alone.
CARE_NONE, CARE_HALF, CARE_FULL = "none", "half", "full"
CARE_LEVELS: dict[str, str] = {
    CARE_NONE: N_("全自理"),
    CARE_HALF: N_("半护理（部分丧失生活自理能力）"),
    CARE_FULL: N_("全护理（完全丧失生活自理能力）"),
}
TIERS: dict[str, str] = {
    "A": N_("A档"),
    "B": N_("B档"),
    "C": N_("C档"),
    "D": N_("D档"),
    "E": N_("E档"),
}
# When one person has two grounds of 分类施保: the higher line, or both.
TOGETHER: dict[str, str] = {"highest": N_("只发较高的一项"), "sum": N_("各项都发")}


@dataclass(frozen=True)
class Extra:
    """A sum a person and month: fixed in `fen`, or `percent` of the base standard in hundredths of a per cent (2000: 20 %)."""

    code: str
    fen: int | None = None
    percent: int | None = None

    def exact(self, standard_fen: int) -> Fraction:
        """The sum in fen before it is made whole."""
        if self.percent is not None:
            return Fraction(standard_fen * self.percent, 10_000)
        return Fraction(self.fen or 0)


@dataclass(frozen=True)
class PropertyLimits:
    """From where on a family's property is too much; None: the office has set no limit.

    `months` is how many monthly standards of money and securities a person may have.
    """

    months: int | None = None
    vehicles: int | None = None
    houses: int | None = None


@dataclass(frozen=True)
class Terms:
    """The terms of one scheme and area in one month. Money in fen a month; `standard_fen` is a person's, or by the flat
    method the household's.

    `minimum_fen` is the least that is paid to an eligible household, a person with `minimum_by_person`. `source` is the
    paper that set the standard. `marginal_ratio` says up to how many standards a family is 边缘.
    """

    scheme: str
    area: str
    month: dt.date
    method: str
    standard_fen: int
    tiers: Mapping[str, int] = field(default_factory=dict)
    extras: Mapping[str, Extra] = field(default_factory=dict)
    care: Mapping[str, Extra] = field(default_factory=dict)
    minimum_fen: int = 0
    minimum_by_person: bool = False
    rounding: Rounding = "fen"
    marginal_ratio: Fraction = Fraction(3, 2)
    together: str = "highest"
    property_limits: PropertyLimits = PropertyLimits()
    source: str = ""

    def to_plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            **self.__dict__,
            "month": self.month.isoformat(),
            "tiers": dict(self.tiers),
            "extras": {code: dict(extra.__dict__) for code, extra in self.extras.items()},
            "care": {code: dict(extra.__dict__) for code, extra in self.care.items()},
            "marginal_ratio": str(self.marginal_ratio),
            "property_limits": dict(self.property_limits.__dict__),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Terms:
        """Terms again."""
        return cls(
            **{
                **plain,
                "month": dt.date.fromisoformat(plain["month"]),
                "extras": {code: Extra(**one) for code, one in plain["extras"].items()},
                "care": {code: Extra(**one) for code, one in plain["care"].items()},
                "marginal_ratio": Fraction(plain["marginal_ratio"]),
                "property_limits": PropertyLimits(**plain["property_limits"]),
            }
        )


def whole(exact: Fraction | int, rounding: str = "fen") -> int:
    """A sum made whole, the only rounding that it sees: half up to fen, jiao or yuan, or up to the next yuan (not negative)."""
    step = {"fen": 1, "jiao": 10, "yuan": 100, "yuan_up": 100}[rounding]
    steps = Fraction(exact) / step
    if rounding == "yuan_up":
        return -(-steps.numerator // steps.denominator) * step
    return (2 * steps.numerator + steps.denominator) // (2 * steps.denominator) * step


def care_level(failed: int) -> str:
    """The level of care when somebody fails `failed` of the six things: eating, dressing, getting up, toilet, walking, bathing.

    0 is full self-care, up to 3 half care, 4 and more full care (特困人员认定办法). Raises ValueError outside 0–6.
    """
    if not 0 <= failed <= len(SELF_CARE):
        raise ValueError(f"{failed} of {len(SELF_CARE)} things")
    return CARE_NONE if failed == 0 else CARE_HALF if failed <= 3 else CARE_FULL


SELF_CARE: dict[str, str] = {
    "eating": N_("吃饭"),
    "dressing": N_("穿衣"),
    "getting_up": N_("上下床"),
    "toilet": N_("如厕"),
    "walking": N_("室内行走"),
    "bathing": N_("洗澡"),
}
