"""Terms and families as the tests of the rules write them: yuan in, fen inside."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon
from portal.services.assistance.rules.terms import Terms
from portal.services.assistance.schemes import DESTITUTE, FLAT, MINIMUM_LIVING

NOVEMBER = dt.date(2026, 11, 1)
TODAY = dt.date(2026, 11, 22)


def difference(standard: int = 640, **more: Any) -> Terms:
    """补差 at a standard in yuan."""
    return Terms(MINIMUM_LIVING, "urban", NOVEMBER, "difference", standard * 100, **more)


def tiers(**yuan: int) -> Terms:
    """分档 with these tiers in yuan a person, at a standard of 640."""
    table = {code: sum_ * 100 for code, sum_ in yuan.items()}
    return Terms(MINIMUM_LIVING, "rural", NOVEMBER, "tier", 64000, tiers=table)


def flat(yuan: int) -> Terms:
    """A flat sum a household."""
    return Terms(FLAT, "urban", NOVEMBER, "flat", yuan * 100)


def destitute(yuan: int, **more: Any) -> Terms:
    """特困人员 with a basic living standard in yuan."""
    return Terms(DESTITUTE, "urban", NOVEMBER, "person", yuan * 100, **more)


def family(persons: int = 1, income: int = 0, **more: Any) -> Family:
    """A family of so many people with a monthly income in yuan."""
    people = tuple(Person(f"测试{number}", key=str(number)) for number in range(1, persons + 1))
    return Family(people, income_fen=income * 100, **more)


def total(persons: int, income: int, standard: int = 640) -> int:
    """What such a family is paid by 补差, in fen."""
    return reckon(family(persons, income), difference(standard)).total_fen


def text_of(found: Reckoning, code: str) -> str:
    """The text of the only line with this code."""
    (line,) = [line for line in found.lines if line.code == code]
    return line.text
