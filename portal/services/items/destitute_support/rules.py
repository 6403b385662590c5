"""Who is a destitute person (特困人员认定办法; 社会救助法 art. 16): three things are missing. Pure; no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.errors import N_
from portal.services.assistance.rules.sheet import yuan
from portal.standards.ages import age_on

ELDERLY, CHILD = 60, 16
DISABILITIES: dict[str, str] = {
    "": N_("无"),
    "intellectual": N_("智力"),
    "mental": N_("精神"),
    "limb": N_("肢体"),
    "sight": N_("视力"),
    "other": N_("其他（听力、言语）"),
}
GRADES: dict[str, str] = {"": N_("无"), "1": N_("一级"), "2": N_("二级"), "3": N_("三级"), "4": N_("四级")}
# Which grades of which disability count as being unable to work.
UNABLE: dict[str, frozenset[str]] = {
    "intellectual": frozenset("123"),
    "mental": frozenset("123"),
    "limb": frozenset("12"),
    "sight": frozenset("1"),
}
SUPPORTERS: dict[str, str] = {
    "none": N_("没有法定义务人"),
    "unable": N_("有法定义务人，但无履行能力"),
    "able": N_("有法定义务人，有履行能力"),
}
PAPER_LABOUR = "无劳动能力"
PAPER_INCOME = "无生活来源"
PAPER_SUPPORT = "无义务人或者义务人无履行能力"
PAPER_ELDERLY = "{age} 周岁，已满六十周岁"
PAPER_CHILD = "{age} 周岁，未满十六周岁"
PAPER_DISABLED = "{kind}残疾{grade}"
PAPER_ABLE = "{age} 周岁，残疾类别和等级不在规定范围内"
PAPER_LESS = "月收入 {income} 元，低于基本生活标准 {standard} 元；财产{property}"
PAPER_NOT_LESS = "月收入 {income} 元，不低于基本生活标准 {standard} 元；财产{property}"
PAPER_PROPERTY = {False: "符合规定", True: "超过规定"}


@dataclass(frozen=True)
class Found:
    """What the visit found: disability, income a month in fen, property, supporters, and what somebody cannot do alone.

    `failed` are codes of `SELF_CARE`; `about_supporters` explains those who are unable.
    """

    disability: str = ""
    grade: str = ""
    income_fen: int = 0
    is_over_property: bool = False
    supporters: str = "none"
    about_supporters: str = ""
    failed: tuple[str, ...] = ()
    note: str = ""

    def to_plain(self) -> dict[str, object]:
        """As JSON values."""
        return {**self.__dict__, "failed": list(self.failed)}

    @classmethod
    def from_plain(cls, plain: dict[str, object]) -> Found:
        """What was found, again."""
        return cls(**{**plain, "failed": tuple(plain.get("failed") or ())})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Missing:
    """One of the three conditions: whether it holds, and why, as it stands on paper."""

    label: str
    holds: bool
    why: str


def judge(found: Found, *, birth: dt.date, on: dt.date, standard_fen: int) -> tuple[Missing, ...]:
    """The three conditions on a day: no ability to work, income below the basic standard, nobody who can support."""
    return _labour(found, age_on(birth, on)), _income(found, standard_fen), _support(found)


def _labour(found: Found, age: int) -> Missing:
    if age >= ELDERLY:
        return Missing(PAPER_LABOUR, True, PAPER_ELDERLY.format(age=age))
    if age < CHILD:
        return Missing(PAPER_LABOUR, True, PAPER_CHILD.format(age=age))
    if found.grade in UNABLE.get(found.disability, frozenset()):
        words = PAPER_DISABLED.format(kind=DISABILITIES[found.disability], grade=GRADES[found.grade])
        return Missing(PAPER_LABOUR, True, words)
    return Missing(PAPER_LABOUR, False, PAPER_ABLE.format(age=age))


def _income(found: Found, standard_fen: int) -> Missing:
    below = found.income_fen < standard_fen
    words = (PAPER_LESS if below else PAPER_NOT_LESS).format(
        income=yuan(found.income_fen),
        standard=yuan(standard_fen),
        property=PAPER_PROPERTY[found.is_over_property],
    )
    return Missing(PAPER_INCOME, below and not found.is_over_property, words)


def _support(found: Found) -> Missing:
    words = SUPPORTERS[found.supporters]
    if found.about_supporters:
        words = f"{words}：{found.about_supporters}"
    return Missing(PAPER_SUPPORT, found.supporters != "able", words)
