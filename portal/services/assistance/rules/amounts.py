"""The sum of a household as plain numbers, for one reckoning and for twenty thousand: who is below, how much, rounded once.

社会救助法 (2026) art. 18: below the standard means strictly below. A month is whole; nothing is reckoned by the day.
"""

from __future__ import annotations

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.terms import Terms, whole

# By these methods income is tested; the others pay whoever was recognised.
BY_INCOME = frozenset({"difference", "tier"})


def is_below(terms: Terms, persons: int, income_fen: int) -> bool:
    """Whether income a head is strictly below the standard (低于: equal is not below). Always so where income is not tested."""
    return terms.method not in BY_INCOME or income_fen < terms.standard_fen * persons


def is_below_ratio(terms: Terms, persons: int, income_fen: int) -> bool:
    """Whether income a head is strictly below the marginal ratio of the standard (边缘家庭)."""
    return income_fen < terms.marginal_ratio * terms.standard_fen * persons


def plain_sum(terms: Terms, persons: int, income_fen: int, tier: str = "") -> int:
    """The household's sum before minimum and rounding, in whole fen; raises RuleBroken at `tier` for one without a sum."""
    if terms.method == "difference":
        return max(0, terms.standard_fen * persons - income_fen)
    if terms.method == "tier":
        if tier not in terms.tiers:
            raise RuleBroken("tier", N_("请选择档次；该档次须已登记标准。"))
        return terms.tiers[tier] * persons
    return terms.standard_fen * (1 if terms.method == "flat" else persons)


def least_sum(terms: Terms, persons: int) -> int:
    """The least that is paid to an eligible household."""
    return terms.minimum_fen * (persons if terms.minimum_by_person else 1)


def base_sum(terms: Terms, persons: int, income_fen: int, tier: str = "") -> int:
    """The household's sum a month in fen when it is eligible: whole numbers up to the one rounding at the end.

    Raises RuleBroken at `tier` for a tier without a sum.
    """
    return whole(max(least_sum(terms, persons), plain_sum(terms, persons, income_fen, tier)), terms.rounding)
