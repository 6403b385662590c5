"""From which conditions people come onto a roster: supported households, holders of senior cards, residents by age.

Each answer names the person, the community and the reason; whether they are taken is decided in `actions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.groups import Household, HouseholdMember
from portal.residents.models import Resident
from portal.services.assistance.models import SupportFile, SupportMember
from portal.services.assistance.schemes import CATEGORIES, PAID, SCHEMES
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import SeniorCard
from portal.standards.ages import age_on, date_of_age
from portal.units.models import Unit
from portal.units.queries import unit_and_below, within_scope

if TYPE_CHECKING:
    from sqlalchemy.sql.base import ExecutableOption

Row = TypeVar("Row")
MOST_PEOPLE = 5_000
OLDEST = 150
PAPER_SUPPORT = "{scheme}在保户{category}，户号{number}"
PAPER_CATEGORY = "（{0}）"
PAPER_MEMBER = "，家庭成员"
PAPER_CARD = "持{type}（{number}）"
PAPER_AGE = "，{0}周岁"
PAPER_RESIDENT = "{unit}居民，{age}周岁"


@dataclass(frozen=True)
class Conditions:
    """What was asked for. `source` is a code of `words.SOURCES`; ages are full years on `on`, both ends included."""

    source: str
    on: dt.date
    unit_id: int
    scheme: str = ""
    category: str = ""
    people: str = "head"
    card_type: str = ""
    youngest: int | None = None
    oldest: int | None = None


@dataclass(frozen=True)
class Chosen:
    """One person whom the conditions name, where, and why."""

    resident: Resident
    unit_id: int
    why: str


def choose_people(actor: Actor, asked: Conditions) -> list[Chosen]:
    """The living people whom the conditions name, in the order of communities and names; raises RuleBroken for too many.

    Only people of the actor's own units are found.
    """
    youngest, oldest = asked.youngest, asked.oldest
    if youngest is not None and oldest is not None and youngest > oldest:
        raise RuleBroken("oldest", N_("年龄上限不能小于下限。"))
    found = {"support": _supported, "cards": _card_holders, "age": _residents}[asked.source](actor, asked)
    if len(found) > MOST_PEOPLE:
        raise RuleBroken(
            "source", N_("符合条件的超过 %(most)s 人，请按社区分开建立花名册。"), most=MOST_PEOPLE
        )
    return sorted(found, key=lambda one: (one.unit_id, one.resident.name_pinyin, one.resident.id))


def born_between(asked: Conditions) -> list[ColumnElement[bool]]:
    """The condition on the birth date that ages from `youngest` to `oldest` full years give on the day asked for."""
    leap = rules_on(asked.on).leap_rule
    found: list[ColumnElement[bool]] = []
    if asked.youngest is not None:
        found.append(Resident.birth_date <= _latest_birth(asked.on, asked.youngest, leap))
    if asked.oldest is not None:
        found.append(Resident.birth_date > _latest_birth(asked.on, asked.oldest + 1, leap))
    return found


def _latest_birth(on: dt.date, age: int, leap: str) -> dt.date:
    """The last birth date that has reached an age on a day."""
    day = dt.date(on.year - age, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)
    while date_of_age(day + dt.timedelta(days=1), age, leap) <= on:
        day += dt.timedelta(days=1)
    return day


def _alive() -> list[ColumnElement[bool]]:
    return [Resident.death_date.is_(None), Resident.merged_into_id.is_(None)]


def _supported(actor: Actor, asked: Conditions) -> list[Chosen]:
    below = unit_and_below(asked.unit_id)
    month = asked.on.replace(day=1)
    statement = (
        select(SupportMember)
        .join(SupportFile, SupportFile.id == SupportMember.file_id)
        .join(Resident, Resident.id == SupportMember.resident_id)
        .where(
            SupportFile.state.in_(sorted(PAID)),
            SupportFile.unit_id.in_(below),
            within_scope(actor, SupportFile.unit_id),
            or_(SupportMember.until_month.is_(None), SupportMember.until_month >= month),
            *_alive(),
            *born_between(asked),
        )
        .options(joinedload(SupportMember.file), _people(SupportMember.resident))
        .order_by(SupportFile.id, SupportMember.id)
    )
    if asked.scheme:
        statement = statement.where(SupportFile.scheme == asked.scheme)
    if asked.category:
        statement = statement.where(SupportFile.category == asked.category)
    if asked.people == "head":
        statement = statement.where(SupportFile.head_id == SupportMember.resident_id)
    found = session.scalars(statement.limit(MOST_PEOPLE + 1)).unique()
    return [Chosen(one.resident, one.file.unit_id, _why_supported(one)) for one in found]


def _why_supported(member: SupportMember) -> str:
    file = member.file
    category = PAPER_CATEGORY.format(CATEGORIES.get(file.category, file.category)) if file.category else ""
    text = PAPER_SUPPORT.format(scheme=SCHEMES[file.scheme].name, category=category, number=file.number)
    return text if member.resident_id == file.head_id else text + PAPER_MEMBER


def _card_holders(actor: Actor, asked: Conditions) -> list[Chosen]:
    statement = (
        select(SeniorCard)
        .join(Resident, Resident.id == SeniorCard.resident_id)
        .where(
            SeniorCard.status == "valid",
            within_scope(actor, SeniorCard.unit_id),
            *_alive(),
            *born_between(asked),
        )
        .options(_people(SeniorCard.resident))
        .order_by(SeniorCard.id)
    )
    if asked.card_type:
        statement = statement.where(SeniorCard.card_type == asked.card_type)
    statement = _living_in(statement, asked.unit_id)
    cards = list(session.scalars(statement.limit(MOST_PEOPLE + 1)).unique())
    homes = Homes(asked.unit_id, [card.resident_id for card in cards])
    leap = rules_on(asked.on).leap_rule
    found = []
    for card in cards:
        birth = card.resident.birth_date
        age = PAPER_AGE.format(age_on(birth, asked.on, leap)) if birth else ""
        why = PAPER_CARD.format(type=card.type_name, number=card.number) + age
        found.append(Chosen(card.resident, homes.unit_of(card.resident), why))
    return found


def _residents(actor: Actor, asked: Conditions) -> list[Chosen]:
    if asked.youngest is None and asked.oldest is None:
        raise RuleBroken("youngest", N_("请填写年龄范围。"))
    visible = within_scope(actor, Unit.id)
    if session.scalar(select(func.count(Unit.id)).where(Unit.id == asked.unit_id, visible)) == 0:
        return []
    statement = select(Resident).where(*_alive(), *born_between(asked)).order_by(Resident.id)
    statement = _living_in(statement, asked.unit_id).options(selectinload(Resident.papers))
    people = list(session.scalars(statement.limit(MOST_PEOPLE + 1)))
    homes, leap = Homes(asked.unit_id, [one.id for one in people]), rules_on(asked.on).leap_rule
    found = []
    for one in people:
        unit_id = homes.unit_of(one)
        birth = one.birth_date or asked.on
        text = PAPER_RESIDENT.format(unit=homes.name(unit_id), age=age_on(birth, asked.on, leap))
        found.append(Chosen(one, unit_id, text))
    return found


def _people(relation: InstrumentedAttribute[Resident]) -> ExecutableOption:
    return joinedload(relation).selectinload(Resident.papers)


def _living_in(statement: Select[tuple[Row]], unit_id: int) -> Select[tuple[Row]]:
    """Keep a statement on residents to those whose grid or present household is in a unit or below it."""
    below = unit_and_below(unit_id)
    at_home = (
        select(HouseholdMember.resident_id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(HouseholdMember.until.is_(None), Household.unit_id.in_(below))
    )
    return statement.where(or_(Resident.grid_id.in_(below), Resident.id.in_(at_home)))


class Homes:
    """Which community people belong to: that of their grid, else of their household, else the unit that is asked for."""

    def __init__(self, unit_id: int, ids: Iterable[int]) -> None:
        self._otherwise = unit_id
        self._households = households_of(ids)
        self._above: dict[int, int] = {}
        self._names: dict[int, str] = {}

    def unit_of(self, resident: Resident) -> int:
        """The key of the community."""
        if resident.grid_id is not None:
            return self._community(resident.grid_id)
        household = self._households.get(resident.id)
        if household is not None and household.unit_id is not None:
            return self._community(household.unit_id)
        return self._otherwise

    def name(self, unit_id: int) -> str:
        """The unit's name today."""
        if unit_id not in self._names:
            self._names[unit_id] = session.get_one(Unit, unit_id).name
        return self._names[unit_id]

    def _community(self, unit_id: int) -> int:
        if unit_id not in self._above:
            unit = session.get(Unit, unit_id)
            while unit is not None and unit.kind == "grid":
                parent = unit.parent_id_on(clock.today())
                unit = session.get(Unit, parent) if parent is not None else None
            self._above[unit_id] = unit.id if unit is not None else self._otherwise
        return self._above[unit_id]


def households_of(ids: Iterable[int]) -> dict[int, Household]:
    """The present household of each of these residents that has one."""
    keys = list(ids)
    found: dict[int, Household] = {}
    for start in range(0, len(keys), 500):
        statement = (
            select(HouseholdMember.resident_id, Household)
            .join(Household, Household.id == HouseholdMember.household_id)
            .where(
                HouseholdMember.resident_id.in_(keys[start : start + 500]), HouseholdMember.until.is_(None)
            )
            .order_by(HouseholdMember.since, HouseholdMember.id)
        )
        found.update((row.resident_id, row.Household) for row in session.execute(statement))
    return found
