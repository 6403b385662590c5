"""Reading cases of destitute persons: the one of an application, the sheet of today, the district's spot checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.residents.queries import find_present_household
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import next_month
from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon
from portal.services.assistance.schemes import DESTITUTE
from portal.services.assistance.standards import terms_on
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.rules import Found, Missing, judge
from portal.services.models import Application
from portal.units.queries import street_above


def find_case(application: Application) -> DestituteCase | None:
    """What the visit found and what followed, or None before it."""
    return session.scalars(
        select(DestituteCase).where(DestituteCase.application_id == application.id)
    ).first()


def find_cases(keys: Collection[int]) -> dict[int, DestituteCase]:
    """The same for many applications, by their keys, each with its letter."""
    statement = (
        select(DestituteCase)
        .where(DestituteCase.application_id.in_(keys))
        .options(joinedload(DestituteCase.letter), joinedload(DestituteCase.application))
    )
    return {one.application_id: one for one in session.scalars(statement)}


def sheet_of(case: DestituteCase, on: dt.date) -> Reckoning:
    """What the person would get from the month after a day: basic living and care. Raises RuleBroken for no standard."""
    application = case.application
    street = street_above(application.unit_id, on)
    terms = terms_on(
        DESTITUTE, case.area, next_month(on), street_id=street.id if street else application.unit_id
    )
    person = Person(case.resident.name, "01", care=case.care_level, key=str(case.resident_id))
    return reckon(Family(people=(person,)), terms)


def conditions_of(case: DestituteCase, on: dt.date) -> tuple[Missing, ...]:
    """The three conditions on a day; raises RuleBroken where no standard is entered."""
    birth = case.resident.birth_date or on
    standard = sheet_of(case, on).standard_fen
    return judge(Found.from_plain(case.found or {}), birth=birth, on=on, standard_fen=standard)


def community_of(application: Application) -> int:
    """The community that posts the notice: that of the household, else the one that took the application."""
    household = find_present_household(application.resident) if application.resident else None
    return household.unit_id if household and household.unit_id else application.unit_id


def find_file(application: Application) -> SupportFile | None:
    """The file that was opened for a granted application, or None."""
    return session.scalars(select(SupportFile).where(SupportFile.application_id == application.id)).first()


def spot_checks(year: int) -> tuple[int, int]:
    """Of so many cases that the district answered in a year, how many it visited (抽查)."""
    answered = DestituteCase.answered_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    rows = session.execute(
        select(DestituteCase.is_spot_checked, func.count())
        .where(answered, DestituteCase.answer.in_(("confirmed", "denied")))
        .group_by(DestituteCase.is_spot_checked)
    )
    counted = {bool(checked): number for checked, number in rows.tuples()}
    return sum(counted.values()), counted.get(True, 0)
