"""What a household would be paid, for a question at the counter: the rules applied to what somebody tells. Nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.counting import Counted, MemberFacts, count_member
from portal.services.assistance.rules.family import Family, Person
from portal.services.assistance.rules.income import Deduction, IncomeItem, countable_income
from portal.services.assistance.rules.property import Property
from portal.services.assistance.rules.reckoning import Reckoning, reckon
from portal.services.assistance.standards import terms_on
from portal.services.assistance.terms_settings import income_rules

PAPER_NAMELESS = "第{number}人"
PAPER_WAGES = "工资等"
PAPER_PENSION = "养老金、赡养费等"
PAPER_OTHER = "家庭其他收入"
PAPER_COSTS = "扣减支出"
COSTS = "illness"
# What somebody tells about a person, as the facts that decide whether they count.
SITUATIONS: dict[str, str] = {
    "": N_("无"),
    "student": N_("全日制本科及以下在读"),
    "postgraduate": N_("研究生在读"),
    "dependent": N_("成年但不能独立生活"),
    "elsewhere": N_("不共同居住"),
    "away": N_("服刑、强制隔离戒毒、宣告失踪"),
}


@dataclass(frozen=True)
class Told:
    """One person as told: sums in fen a month; `situation` is a key of `SITUATIONS`."""

    relation: str
    name: str = ""
    birth: dt.date | None = None
    situation: str = ""
    grounds: tuple[str, ...] = ()
    care: str = ""
    wages_fen: int = 0
    pension_fen: int = 0


@dataclass(frozen=True)
class ToldFamily:
    """A household as told: other income in fen a year, costs that may be deducted in fen a month, property."""

    people: Sequence[Told]
    other_fen: int = 0
    costs_fen: int = 0
    tier: str = ""
    assets: Property = field(default_factory=Property)


class WrongPerson(RuleBroken):
    """A rule that one person's facts break; `place` counts from 0."""

    def __init__(self, place: int, broken: RuleBroken) -> None:
        super().__init__(broken.field, broken.message, **broken.params)
        self.place = place


def try_reckoning(
    told: ToldFamily, *, scheme: str, area: str, month: dt.date, street_id: int | None, on: dt.date
) -> Reckoning:
    """What this household would be paid in a month, by the standards entered and the office's choices.

    Raises WrongPerson where one person's facts do not suffice, and RuleBroken as `terms_on` and `reckon` do.
    """
    if not told.people:
        raise RuleBroken(None, N_("请至少填写一个人与申请人的关系。"))
    terms = terms_on(scheme, area, month, street_id=street_id)
    people = tuple(_person(place, one, on) for place, one in enumerate(told.people))
    rules = income_rules(on)
    income = countable_income(
        [item for person, one in zip(people, told.people, strict=True) for item in _items(person, one)]
        + ([IncomeItem("other", told.other_fen, per="year", label=PAPER_OTHER)] if told.other_fen else []),
        [Deduction(COSTS, told.costs_fen, label=PAPER_COSTS)]
        if told.costs_fen and COSTS in rules.deductions
        else [],
        rules,
        on,
        not_counted={person.key for person in people if not person.counts},
    )
    family = Family(
        people=people,
        income_fen=income.month_fen,
        income_lines=income.lines,
        tier=told.tier,
        assets=told.assets,
    )
    return reckon(family, terms)


def _person(place: int, one: Told, on: dt.date) -> Person:
    try:
        counted = _counted(one, on)
    except RuleBroken as error:
        raise WrongPerson(place, error) from error
    return Person(
        name=one.name or PAPER_NAMELESS.format(number=place + 1),
        relation=one.relation,
        counts=counted.counts,
        code=counted.code,
        why=counted.text,
        grounds=one.grounds,
        care=one.care,
        key=str(place + 1),
    )


def _counted(one: Told, on: dt.date) -> Counted:
    return count_member(
        MemberFacts(
            relation=one.relation,
            birth=one.birth,
            can_live_alone=one.situation != "dependent",
            study={"student": "bachelor", "postgraduate": "master"}.get(one.situation, ""),
            together=one.situation != "elsewhere",
            away="prison" if one.situation == "away" else "",
        ),
        on,
    )


def _items(person: Person, one: Told) -> list[IncomeItem]:
    found = []
    for kind, label, fen in (
        ("wages", PAPER_WAGES, one.wages_fen),
        ("transfer", PAPER_PENSION, one.pension_fen),
    ):
        if fen:
            found.append(IncomeItem(kind, fen, label=label, person=person.key, who=person.name))
    return found
