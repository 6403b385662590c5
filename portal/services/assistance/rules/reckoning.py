"""What a household is paid (保障金计算): the household first, in whole fen, rounded once; every figure explained by a line.

Sources: 社会救助法 (2026) art. 18 and 20, 民发〔2021〕57号 art. 2, 21 and 27, 特困人员认定办法.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules import explaining
from portal.services.assistance.rules.amounts import BY_INCOME, base_sum, is_below, is_below_ratio
from portal.services.assistance.rules.extras import ExtraLine, extra_lines
from portal.services.assistance.rules.family import Family, Person
from portal.services.assistance.rules.property import Finding, judge_property
from portal.services.assistance.rules.sheet import SheetLine
from portal.services.assistance.rules.terms import Terms
from portal.services.assistance.schemes import MARGINAL

__all__ = [
    "ExtraLine",
    "Family",
    "Person",
    "Reckoning",
    "SheetLine",
    "base_sum",
    "is_below",
    "reckon",
    "reckon_again",
]


@dataclass(frozen=True)
class Reckoning:
    """What was found. `eligible`: income a head is below the standard (strictly); `is_marginal`: not, but below the ratio.

    Sums in fen a month, all 0 where not eligible; `total_fen` is `base_fen` + `extra_fen`. Property is in `findings` and
    refuses nothing by itself. `family` and `terms` are what it was found from, so that it can be found again.
    """

    family: Family
    terms: Terms
    eligible: bool
    is_marginal: bool
    base_fen: int
    extras: tuple[ExtraLine, ...]
    findings: tuple[Finding, ...]
    lines: tuple[SheetLine, ...] = field(default=())

    @property
    def method(self) -> str:
        """How the sum was found: a code of `METHODS`."""
        return self.terms.method

    @property
    def persons(self) -> int:
        """How many count."""
        return self.family.persons

    @property
    def standard_fen(self) -> int:
        """The standard a person and month; the household's by the flat method."""
        return self.terms.standard_fen

    @property
    def income_fen(self) -> int:
        """The household's countable income a month."""
        return self.family.income_fen

    @property
    def per_head(self) -> Fraction:
        """Income a head and month in fen, exact."""
        return Fraction(self.income_fen, self.persons)

    @property
    def extra_fen(self) -> int:
        """The lines of 分类施保 and of care together."""
        return sum(line.fen for line in self.extras)

    @property
    def total_fen(self) -> int:
        """What is paid a month."""
        return self.base_fen + self.extra_fen

    @property
    def is_over_property(self) -> bool:
        """Whether some limit of property is passed."""
        return any(finding.is_over for finding in self.findings)

    def to_plain(self) -> dict[str, Any]:
        """The whole sheet as JSON values; `from_plain` reads it back."""
        return {
            "family": self.family.to_plain(),
            "terms": self.terms.to_plain(),
            "eligible": self.eligible,
            "is_marginal": self.is_marginal,
            "base_fen": self.base_fen,
            "extras": [line.to_plain() for line in self.extras],
            "findings": [finding.to_plain() for finding in self.findings],
            "lines": [line.to_plain() for line in self.lines],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Reckoning:
        """A reckoning as it stood then, lines and all; raises KeyError for what is none."""
        return cls(
            family=Family.from_plain(plain["family"]),
            terms=Terms.from_plain(plain["terms"]),
            eligible=plain["eligible"],
            is_marginal=plain["is_marginal"],
            base_fen=plain["base_fen"],
            extras=tuple(ExtraLine.from_plain(one) for one in plain["extras"]),
            findings=tuple(Finding.from_plain(one) for one in plain["findings"]),
            lines=tuple(SheetLine.from_plain(one) for one in plain["lines"]),
        )


def reckon(family: Family, terms: Terms) -> Reckoning:
    """What a family is paid by these terms, with every figure explained.

    Raises RuleBroken at `people` where nobody counts, at `income_fen` for a negative income, at `tier` for a tier without a
    sum, at `care` for a level of care without one.
    """
    if family.persons < 1:
        raise RuleBroken("people", N_("没有计入的家庭成员，不能计算。"))
    if family.income_fen < 0:
        raise RuleBroken("income_fen", N_("家庭月收入不能是负数。"))
    persons, income = family.persons, family.income_fen
    below = is_below(terms, persons, income)
    in_ratio = terms.method in BY_INCOME and is_below_ratio(terms, persons, income)
    pays = below and terms.scheme != MARGINAL
    extras = extra_lines(family, terms) if pays else ()
    found = Reckoning(
        family=family,
        terms=terms,
        eligible=in_ratio if terms.scheme == MARGINAL else below,
        is_marginal=in_ratio and not below,
        base_fen=base_sum(terms, persons, income, family.tier) if pays else 0,
        extras=extras,
        findings=judge_property(
            family.assets, terms.property_limits, persons=persons, standard_fen=terms.standard_fen
        )
        if family.assets
        else (),
    )
    return replace(found, lines=tuple(explaining.lines_of(found)))


def reckon_again(before: Reckoning, terms: Terms) -> Reckoning:
    """The same family by other terms: a standard was adjusted, nothing else has changed."""
    return reckon(before.family, terms)
