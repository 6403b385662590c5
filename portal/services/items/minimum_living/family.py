"""From what a household declared to what the rules reckon with: members, income, property as plain values. No rule of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from portal.services.assistance import standards
from portal.services.assistance.months import next_month
from portal.services.assistance.rules.counting import Counted, MemberFacts, Override, count_member
from portal.services.assistance.rules.extras import grounds_of_age
from portal.services.assistance.rules.family import Family, Person
from portal.services.assistance.rules.income import Deduction, Income, IncomeItem, countable_income
from portal.services.assistance.rules.property import Property
from portal.services.assistance.rules.reckoning import Reckoning, reckon
from portal.services.assistance.rules.terms import EXTRA_DISABLED, EXTRA_ILL
from portal.services.assistance.schemes import FLAT, MINIMUM_LIVING
from portal.services.assistance.terms_settings import income_rules
from portal.services.items.minimum_living.alone import ground_of
from portal.services.items.minimum_living.definition import HOUSEHOLD_SUM, SINGLE
from portal.services.items.minimum_living.models import DeclaredLine, DeclaredMember, HouseholdDeclaration
from portal.services.items.minimum_living.vocabulary import MONEY, SEVERE
from portal.units.queries import street_above


def counted_of(member: DeclaredMember, on: dt.date) -> Counted:
    """Whether a declared member counts on a day (57号 art. 7), with the reason; of one who applies alone nobody else does.

    Raises RuleBroken where a date of birth is missing.
    """
    declaration = member.declaration
    if declaration is not None and declaration.application.business == SINGLE:
        return _counted_alone(member, on)
    details, person = member.details or {}, member.resident
    wanted = details.get("override", "")
    return count_member(
        MemberFacts(
            relation=member.relation,
            birth=person.birth_date,
            can_live_alone=not details.get("needs_care"),
            study=str(details.get("study", "")),
            full_time=True,
            together=not details.get("lives_elsewhere"),
            away=str(details.get("away", "")),
            away_since=_day(details.get("away_since")),
            died_on=person.death_date,
            override=Override(wanted == "count", str(details.get("override_reason", ""))) if wanted else None,
        ),
        on,
    )


def _counted_alone(member: DeclaredMember, on: dt.date) -> Counted:
    """One who applies alone counts, with the ground (57号 art. 8), and nobody else of the family."""
    counted = count_member(MemberFacts(member.relation, died_on=member.resident.death_date, alone=True), on)
    ground = ground_of(member.declaration) if counted.counts else None
    return replace(counted, text=f"{counted.text}；{ground.text}") if ground else counted


def sheet_of(declaration: HouseholdDeclaration, on: dt.date, *, category: str = "") -> Reckoning:
    """The calculation sheet as of a day: what the household would be paid from the month after it.

    The category is its tier too, where sums are by tiers. Raises RuleBroken when no standard is entered for the month,
    nobody counts, or a figure is missing.
    """
    application = declaration.application
    street = street_above(application.unit_id, on)
    month = next_month(on)
    terms = standards.terms_on(
        FLAT if application.business == HOUSEHOLD_SUM else MINIMUM_LIVING,
        declaration.area,
        month,
        street_id=street.id if street else application.unit_id,
    )
    tier = (category or declaration.category) if terms.method == "tier" else ""
    return reckon(replace(family_of(declaration, on), tier=tier), terms)


def family_of(declaration: HouseholdDeclaration, on: dt.date) -> Family:
    """The declared household as plain values for the rules."""
    people = tuple(_person(member, on) for member in declaration.members)
    income = income_of(declaration, on)
    return Family(
        people=people,
        income_fen=income.month_fen,
        income_lines=income.lines,
        assets=assets_of(declaration),
    )


def income_of(declaration: HouseholdDeclaration, on: dt.date) -> Income:
    """The household's countable income on a day, each line explained; who does not count brings none."""
    left = {str(m.id) for m in declaration.members if not counted_of(m, on).counts}
    rules = income_rules(on)
    return countable_income(
        [_income_item(line) for line in declaration.lines_of("income")],
        [_deduction(line) for line in declaration.lines_of("deduction")],
        rules,
        on,
        not_counted=left,
    )


def assets_of(declaration: HouseholdDeclaration) -> Property:
    """What the household has, necessary property (marked exempt) left out."""
    lines = [line for line in declaration.lines_of("property") if not (line.details or {}).get("is_exempt")]
    return Property(
        money_fen=sum(_fen(line) for line in lines if line.kind in MONEY),
        vehicles=sum(1 for line in lines if line.kind == "vehicle"),
        houses=sum(1 for line in lines if line.kind == "house"),
    )


def _person(member: DeclaredMember, on: dt.date) -> Person:
    counted = counted_of(member, on)
    return Person(
        name=member.resident.name,
        relation=member.relation,
        counts=counted.counts,
        code=counted.code,
        why=counted.text,
        grounds=grounds_of(member, on),
        key=str(member.resident.id),
    )


def grounds_of(member: DeclaredMember, on: dt.date) -> tuple[str, ...]:
    """The grounds of 分类施保 that somebody has: age, severe disability, serious illness (57号 art. 27)."""
    details, birth = member.details or {}, member.resident.birth_date
    found: list[str] = []
    if birth is not None and birth <= on:
        found.extend(grounds_of_age(birth, on))
    if details.get("disability_grade") in SEVERE:
        found.append(EXTRA_DISABLED)
    if details.get("is_ill"):
        found.append(EXTRA_ILL)
    return tuple(found)


def _income_item(line: DeclaredLine) -> IncomeItem:
    details = line.details or {}
    return IncomeItem(
        kind=line.kind,
        fen=_fen(line),
        per=details.get("per", "month"),
        label=details.get("label", ""),
        person=str(line.member_id or ""),
        who=line.member.resident.name if line.member else "",
        uncounted=details.get("uncounted", ""),
    )


def _deduction(line: DeclaredLine) -> Deduction:
    details = line.details or {}
    return Deduction(
        code=line.kind,
        fen=_fen(line),
        per=details.get("per", "month"),
        label=details.get("label", ""),
        person=str(line.member_id or ""),
        who=line.member.resident.name if line.member else "",
    )


def _fen(line: DeclaredLine) -> int:
    return int((line.details or {}).get("fen", 0))


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
