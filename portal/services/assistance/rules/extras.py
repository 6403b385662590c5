"""分类施保, and the care of destitute persons: a line for each person beside the household's sum, each made whole by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.counting import is_adult
from portal.services.assistance.rules.family import Family, Person
from portal.services.assistance.rules.sheet import percent_text, yuan
from portal.services.assistance.rules.terms import (
    CARE_NONE,
    EXTRA_ELDERLY,
    EXTRA_MINOR,
    EXTRAS,
    Extra,
    Terms,
    whole,
)
from portal.standards.ages import age_on

ELDERLY = 60
PAPER_GROUNDS: dict[str, str] = {
    "elderly": "老年人",
    "minor": "未成年人",
    "disabled": "重度残疾人",
    "ill": "重病患者",
}
PAPER_CARE: dict[str, str] = {
    "none": "全自理照料护理",
    "half": "半护理照料护理",
    "full": "全护理照料护理",
}
PAPER_FIXED = "{what} {fen}"
PAPER_SHARE = "{what} {standard} × {percent} = {fen}"
PAPER_HIGHEST = "{line}（另有{others}，按较高的一项发放）"


@dataclass(frozen=True)
class ExtraLine:
    """One person's line. `code` is a ground of `EXTRAS`, or `care_` and a level of care; `fen` a month."""

    name: str
    code: str
    text: str
    fen: int
    key: str = ""

    def to_plain(self) -> dict[str, Any]:
        """As JSON values."""
        return dict(self.__dict__)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> ExtraLine:
        """A line again."""
        return cls(**plain)


def grounds_of_age(birth: dt.date | None, on: dt.date) -> tuple[str, ...]:
    """The ground that somebody's age gives on a day (57号 art. 27); none where the birth is not known.

    Whoever is born within the month that begins on that day is a minor in it.
    """
    if birth is None:
        return ()
    if birth > on or not is_adult(birth, on):
        return (EXTRA_MINOR,)
    return (EXTRA_ELDERLY,) if age_on(birth, on) >= ELDERLY else ()


def still_holding(grounds: Sequence[str], birth: dt.date | None, on: dt.date) -> tuple[str, ...]:
    """What of somebody's earlier grounds holds on a day: who has come of age is no minor any more (57号 art. 27)."""
    came_of_age = birth is not None and birth <= on and is_adult(birth, on)
    return tuple(one for one in grounds if one != EXTRA_MINOR or not came_of_age)


def extra_lines(family: Family, terms: Terms) -> tuple[ExtraLine, ...]:
    """The lines of everybody who counts, in the family's order. A ground for which no sum is set gives no line.

    Raises RuleBroken at `care` for a person who needs care of a level for which no sum is set.
    """
    return tuple(line for person in family.counted for line in _of_person(person, terms))


def _of_person(person: Person, terms: Terms) -> Iterator[ExtraLine]:
    lines = [
        _line(person, ground, PAPER_GROUNDS[ground], terms.extras[ground], terms)
        for ground in EXTRAS
        if ground in person.grounds and ground in terms.extras
    ]
    lines = [line for line in lines if line.fen]
    if len(lines) > 1 and terms.together == "highest":
        lines = [_highest(lines)]
    yield from lines
    if terms.care and person.care:
        yield from _care(person, terms)


def _highest(lines: list[ExtraLine]) -> ExtraLine:
    best = max(lines, key=lambda line: line.fen)
    others = "、".join(PAPER_GROUNDS[line.code] for line in lines if line is not best)
    text = PAPER_HIGHEST.format(line=best.text, others=others)
    return ExtraLine(best.name, best.code, text, best.fen, best.key)


def _care(person: Person, terms: Terms) -> Iterator[ExtraLine]:
    sum_of = terms.care.get(person.care)
    if sum_of is None and person.care != CARE_NONE:
        raise RuleBroken("care", N_("还没有登记这一护理档次的照料护理标准。"))
    if sum_of is not None:
        line = _line(person, f"care_{person.care}", PAPER_CARE[person.care], sum_of, terms)
        if line.fen:
            yield line


def _line(person: Person, code: str, what: str, extra: Extra, terms: Terms) -> ExtraLine:
    fen = whole(extra.exact(terms.standard_fen), terms.rounding)
    if extra.percent is None:
        text = PAPER_FIXED.format(what=what, fen=yuan(fen))
    else:
        text = PAPER_SHARE.format(
            what=what,
            standard=yuan(terms.standard_fen),
            percent=percent_text(extra.percent),
            fen=yuan(fen),
        )
    return ExtraLine(person.name, code, text, fen, person.key)
