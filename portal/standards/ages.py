"""Full years of age (周岁) and the day on which an age is reached. What an age entitles to is not decided here."""

from __future__ import annotations

import datetime as dt

# What a person born on 29 February celebrates in a common year. The first follows 民法典 art. 202 by analogy (no
# corresponding day: the last day of the month) and favours the resident; the second is what some offices do.
LEAP_RULES = ("02-28", "03-01")


def date_of_age(birth: dt.date, years: int, leap_rule: str = "02-28") -> dt.date:
    """The day on which someone born on `birth` reaches `years` full years: the birthday itself (届满).

    Raises ValueError for a negative age, a year past 9999 or an unknown leap rule.
    """
    if leap_rule not in LEAP_RULES:
        raise ValueError(f"leap_rule must be one of {LEAP_RULES}, not {leap_rule!r}")
    if years < 0:
        raise ValueError("years must not be negative")
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        if (birth.month, birth.day) != (2, 29):
            raise
    month, day = (int(part) for part in leap_rule.split("-"))
    return dt.date(birth.year + years, month, day)


def age_on(birth: dt.date, day: dt.date, leap_rule: str = "02-28") -> int:
    """Full years lived on `day`, the birthday counting as reached.

    Raises ValueError when `day` lies before the birth or the leap rule is unknown.
    """
    if day < birth:
        raise ValueError("the day lies before the birth")
    years = day.year - birth.year
    return years if day >= date_of_age(birth, years, leap_rule) else years - 1
