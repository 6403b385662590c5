"""When a file is reviewed next (定期核查), how long a 渐退期 lasts, how far arrears reach. 57号 art. 31, 33; 民发〔2022〕83号."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from portal.errors import N_, RuleBroken
from portal.services.assistance.months import add_months, month_of, months_from
from portal.services.assistance.rules.income import months_before

MOST_FADING = 6


def next_review(category: str, last: dt.date, table: Mapping[str, int]) -> dt.date:
    """The day by which a file of this category is reviewed again: so many months after the last review or the decision.

    `table` gives months by category; its empty key is for files without one and for categories that it does not name.
    Raises KeyError when there is neither.
    """
    return months_before(last, -(table[category] if category in table else table[""]))


def fading_until(first: dt.date, months: int, most: int = MOST_FADING) -> dt.date:
    """The last month of a 渐退期 that begins in the month `first`; raises RuleBroken at `months` for more than `most` or none."""
    if not 1 <= months <= most:
        raise RuleBroken("months", N_("渐退期为 1 到 %(most)s 个月。"), most=most)
    return add_months(month_of(first), months - 1)


def arrears_months(effective: dt.date, first_paid: dt.date) -> int:
    """How many months of arrears a change owes: from the month it is effective up to the month before it is first paid.

    A day in the middle of a month stands for the whole month; a change that was paid in time owes none.
    """
    return max(0, months_from(month_of(effective), month_of(first_paid)))
