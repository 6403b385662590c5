"""The types of senior card by age (绿证、红证), kept as a setting; each type draws its numbers from a book of its own."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal import settings
from portal.documents.kinds import define_number_kind, number_kind_of
from portal.errors import N_, RuleBroken
from portal.standards.ages import LEAP_RULES, age_on, date_of_age

_GROUP = N_("老年优待证")
PAPER_DEFAULT_TYPES = [
    ["green", "老年优待证（绿证）", "green", "60", "69", "优绿"],
    ["red", "老年优待证（红证）", "red", "70", "", "优红"],
]
COLOURS = ("green", "red", "")
OLDEST = 150
_COLUMNS = 6
_CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")


@dataclass(frozen=True)
class CardType:
    """One type: for ages from `youngest` to `oldest` full years, both included (None: no end). `word` stands in its numbers."""

    code: str
    name: str
    colour: str
    youngest: int
    oldest: int | None
    word: str

    def fits(self, age: int) -> bool:
        """Whether somebody of this age may hold it."""
        return self.youngest <= age and (self.oldest is None or age <= self.oldest)

    @property
    def number_kind(self) -> str:
        """The book that its numbers come from, declared on first use."""
        code = f"senior_card_{self.code}"
        try:
            number_kind_of(code)
        except KeyError:
            define_number_kind(code, _NUMBER_LABEL.get(self.code, N_("老年优待证编号")), self.word)
        return code


_NUMBER_LABEL = {"green": N_("老年优待证编号（绿证）"), "red": N_("老年优待证编号（红证）")}


def read_types(rows: list[list[str]]) -> list[CardType]:
    """The types of a table, youngest first; raises RuleBroken at `value` for one that cannot be used.

    Columns: code, name, colour (green, red or empty), youngest age, oldest age (empty: no end), word of the number.
    """
    found = [_read_row(row) for row in rows]
    if not found or len({one.code for one in found}) != len(found):
        raise RuleBroken("value", N_("至少要有一种证件，编码不能重复。"))
    found.sort(key=lambda one: one.youngest)
    for lower, higher in pairwise(found):
        if lower.oldest is None or lower.oldest >= higher.youngest:
            raise RuleBroken("value", N_("各类证件的年龄段不能重叠。"))
    return found


def _read_row(row: list[str]) -> CardType:
    if len(row) != _COLUMNS:
        raise RuleBroken("value", N_("每行六栏：编码|名称|颜色|起始年龄|截止年龄|编号用字。"))
    code, name, colour, youngest, oldest, word = row
    ages_are_numbers = (
        youngest.isascii() and youngest.isdigit() and (not oldest or (oldest.isascii() and oldest.isdigit()))
    )
    if not _CODE.fullmatch(code) or not name or not word or colour not in COLOURS or not ages_are_numbers:
        raise RuleBroken(
            "value",
            N_("“%(row)s”不完整：编码用小写字母，颜色为 green、red 或空，年龄为整数。"),
            row="|".join(row),
        )
    last = int(oldest) if oldest else None
    if int(youngest) > OLDEST or (last is not None and not int(youngest) <= last <= OLDEST):
        raise RuleBroken("value", N_("“%(row)s”的年龄段不对。"), row="|".join(row))
    return CardType(code, name, colour, int(youngest), last, word)


def _check_table(value: Any) -> None:
    read_types(value)


TYPES = settings.define(
    "senior_card.types",
    "table",
    PAPER_DEFAULT_TYPES,
    N_("证件类型"),
    _GROUP,
    hint=N_("每行：编码|名称|颜色|起始年龄|截止年龄|编号用字。"),
    check=_check_table,
)
EARLY = settings.define(
    "senior_card.early_days",
    "integer",
    0,
    N_("可以提前申请的天数"),
    _GROUP,
    hint=N_("提前申请的，到届满之日才能制证。"),
    minimum=0,
    maximum=90,
)
LEAP = settings.define(
    "senior_card.leap_rule",
    "choice",
    "02-28",
    N_("2 月 29 日出生的，平年在哪一天届满"),
    _GROUP,
    choices=tuple(
        zip(LEAP_RULES, (N_("2 月 28 日（民法典第二百零二条，有利于老年人）"), N_("3 月 1 日")), strict=True)
    ),
)
REGIONS = settings.define(
    "senior_card.regions",
    "choice",
    "hukou_or_permit",
    N_("办证范围"),
    _GROUP,
    choices=(("hukou_or_permit", N_("户籍或居住证")), ("hukou", N_("仅本地户籍"))),
)


@dataclass(frozen=True)
class CardRules:
    """The office's rules of a day, read once: types, days of early application, leap rule, who may apply."""

    types: list[CardType]
    early_days: int
    leap_rule: str
    hukou_only: bool

    def type_at(self, birth: dt.date, day: dt.date) -> CardType | None:
        """The type for somebody born on `birth`, by full years (周岁) on a day; None when there is none."""
        age = age_on(birth, day, self.leap_rule) if day >= birth else -1
        return next((one for one in self.types if one.fits(age)), None)

    def reached_on(self, birth: dt.date, age: int) -> dt.date:
        """The day on which an age is reached: the birthday itself."""
        return date_of_age(birth, age, self.leap_rule)

    def apply_from(self, birth: dt.date, card_type: CardType) -> dt.date:
        """The first day on which a type may be applied for."""
        return self.reached_on(birth, card_type.youngest) - dt.timedelta(days=self.early_days)

    def next_type(self, birth: dt.date, day: dt.date) -> CardType | None:
        """The first type that somebody grows into after a day; None when there is none left."""
        return next((one for one in self.types if self.reached_on(birth, one.youngest) > day), None)

    def find(self, code: str) -> CardType | None:
        """The type with this code, if it is still in the table."""
        return next((one for one in self.types if one.code == code), None)


def rules_on(day: dt.date | None = None, unit_id: int | None = None) -> CardRules:
    """The rules in force on a day (today when None)."""

    def value(setting: settings.Definition) -> Any:
        return settings.value(setting.key, on=day, unit_id=unit_id)

    return CardRules(
        types=read_types(value(TYPES)),
        early_days=int(value(EARLY)),
        leap_rule=str(value(LEAP)),
        hukou_only=value(REGIONS) == "hukou",
    )


def explain_age(birth: dt.date, day: dt.date) -> dict[str, Any]:
    """The answer of `explain age`: full years on a day, and the card type that they give (its code and name, or None)."""
    rules = rules_on(day)
    found = rules.type_at(birth, day)
    return {
        "age": age_on(birth, day, rules.leap_rule),
        "card": found.code if found else None,
        "card_name": found.name if found else None,
    }


for _row in read_types(PAPER_DEFAULT_TYPES):
    _ = _row.number_kind
