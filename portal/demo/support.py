"""The demo's supported households: standards, files opened over a year and a half, and their reviews."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.families import account_of, community, members_of, register_family
from portal.demo.office import demo_actor, unit_of
from portal.services.assistance import actions
from portal.services.assistance.actions import BankAccount, NewMember
from portal.services.assistance.actions.standards import enter_standard
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import next_month
from portal.services.assistance.rules.family import Family, Person
from portal.services.assistance.rules.reckoning import reckon
from portal.services.assistance.rules.sheet import SheetLine
from portal.services.assistance.schemes import DESTITUTE, FLAT, MARGINAL, MINIMUM_LIVING, STANDING
from portal.services.assistance.standards import terms_on

STREET = "119901001"
SOURCE = "示范区民发〔{year}〕{number}号"
# (scheme, area, code, fen, share in hundredths of a per cent)
STANDARDS = (
    (MINIMUM_LIVING, "urban", "", 60_000, None),
    (MINIMUM_LIVING, "rural", "", 48_000, None),
    (MINIMUM_LIVING, "", "extra_elderly", None, 1_000),
    (MINIMUM_LIVING, "", "extra_minor", None, 1_000),
    (MINIMUM_LIVING, "", "extra_disabled", None, 2_000),
    (MINIMUM_LIVING, "", "extra_ill", None, 2_000),
    (FLAT, "", "", 45_000, None),
    (DESTITUTE, "", "", None, 13_000),
    (DESTITUTE, "", "care_none", 8_000, None),
    (DESTITUTE, "", "care_half", 30_000, None),
    (DESTITUTE, "", "care_full", 90_000, None),
)


@dataclass(frozen=True)
class Household:
    """A supported household: where, how many months ago it was granted, category, its people, income in yuan a month."""

    key: str
    place: int
    months: int
    category: str
    people: str
    income: int = 0
    area: str = "urban"
    scheme: str = MINIMUM_LIVING


HOUSEHOLDS = (
    Household("old_couple", 1, 19, "A", "m68 10w66i"),
    Household("mother_and_son", 1, 15, "B", "w41 20m13", 420),
    Household("disabled_father", 1, 14, "B", "m50d 10w47 30w16", 900),
    Household("two_girls", 1, 6, "C", "m38 30w9 30w6", 1100),
    Household("widow", 1, 13, "A", "w74d"),
    Household("earns_more", 1, 9, "B", "w36 30w8", 500),
    Household("with_grandmother", 1, 12, "B", "m45 10w44 20m17 52w76", 1300),
    Household("pensioner", 1, 15, "A", "m71", 130),
    Household("earns_less", 1, 5, "C", "m33 10w31 20m4", 1450),
    Household("ill_woman", 1, 10, "B", "w55i", 200),
    Household("alone", 2, 17, "A", "w80", 178),
    Household("father_and_son", 2, 14, "B", "m48 20m14", 380),
    Household("mother_of_two", 2, 13, "B", "w43 30w11 20m7", 760),
    Household("young_couple", 2, 5, "C", "m29 10w28 30w2", 1240),
    Household("both_disabled", 2, 16, "A", "m63d 10w61d", 150),
    Household("ill_wife", 2, 8, "B", "m57 10w54", 600),
    Household("fading", 2, 11, "B", "m35 10w34 20m8", 1200),
    Household("suspended", 2, 10, "B", "m46"),
    Household("died", 2, 16, "A", "w83", 178),
    Household("employed", 2, 7, "B", "w30 30w5", 520),
    Household("gives", 3, 12, "B", "m58 10w56 30w24d", 700),
    Household("takes", 3, 13, "A", "w79", 178),
    Household("reduced", 3, 9, "C", "m40 10w39 20m12", 1000),
    Household("disabled_woman", 3, 11, "A", "w66d"),
    Household("farmers", 3, 14, "A", "m72 10w70", 200, "rural"),
    Household("farm_mother", 3, 10, "B", "w52 20m15", 300, "rural"),
    Household("farm_man", 3, 8, "B", "m60d", 100, "rural"),
    Household("newest", 1, 1, "B", "w39 20m10 30w10", 640),
    Household("newest_man", 2, 1, "B", "m65i"),
    Household("marginal_family", 1, 5, "", "m44 10w42 20m16", 2500, "urban", MARGINAL),
    Household("marginal_woman", 2, 7, "", "w62i", 800, "urban", MARGINAL),
    Household("flat_family", 1, 4, "", "m55d 10w53 20m19", 0, "urban", FLAT),
    Household("flat_woman", 2, 6, "", "w70d", 0, "urban", FLAT),
)
# Their last review was not made: two are overdue, and stand out on the list.
NOT_REVIEWED = ("widow", "mother_of_two")


def tell_support(diary: Diary) -> None:
    """The standards, the files, and their reviews up to today."""
    diary.on(diary.in_month(-20, 4), _enter_standards)
    for number, household in enumerate(HOUSEHOLDS, start=1):
        diary.on(diary.in_month(-household.months, 3 + number % 20), _open, diary, number, household)
    for months in range(-15, 0):
        diary.on(diary.in_month(months, 22), _review, diary)
    diary.on(diary.ago(6), _review, diary)


def file_of(diary: Diary, key: str) -> SupportFile:
    """The file of a household of the table."""
    return session.get_one(SupportFile, diary.keys[key])


def _enter_standards() -> None:
    today = clock.today()
    for number, (scheme, area, code, fen, percent) in enumerate(STANDARDS, start=1):
        enter_standard(
            demo_actor("admin"),
            scheme=scheme,
            area=area,
            code=code,
            fen=fen,
            percent=percent,
            valid_from=today,
            source=SOURCE.format(year=today.year, number=number // 3 + 3),
            confirmed=True,
        )


def _open(diary: Diary, number: int, one: Household) -> None:
    """The household is registered and its file opened; the letters of the newest ones are issued as well."""
    home, people = register_family(number, one.place, one.people)
    month, reviewer = next_month(clock.today()), demo_actor("reviewer")
    members = members_of(one.people)
    family = Family(
        people=tuple(
            Person(p.name, m.relation, grounds=m.grounds, key=str(p.id))
            for p, m in zip(people, members, strict=True)
        ),
        income_fen=one.income * 100,
        income_lines=_income_lines(one, people[0].name),
    )
    terms = terms_on(one.scheme, one.area, month, street_id=unit_of(STREET).id)
    pays = one.scheme != MARGINAL
    file = actions.open_file(
        reviewer,
        scheme=one.scheme,
        area=one.area,
        category=one.category,
        unit_id=community(one.place),
        household=home,
        head=people[0],
        members=[NewMember(p.id, m.relation) for p, m in zip(people, members, strict=True)],
        reckoning=reckon(family, terms),
        bank=BankAccount("示范农商银行晨光支行", account_of(number), people[0].name) if pays else None,
        prepared_by=demo_actor("clerk").account_id,
    )
    diary.keys[one.key] = file.id
    if one.months <= 5:
        actions.issue_letter(reviewer, file.decisions[0])


def _income_lines(one: Household, name: str) -> tuple[SheetLine, ...]:
    if not one.income:
        return ()
    is_pension = members_of(one.people)[0].age >= 65
    what = "城乡居民养老金" if is_pension else "务工收入"
    fen = one.income * 100
    return (SheetLine("income", f"{what}（{name}）", f"每月 {one.income}.00 元", fen),)


def _review(diary: Diary) -> None:
    """What falls due by now is reviewed by two people, except where it was forgotten."""
    today = clock.today()
    late = {diary.keys.get(key) for key in NOT_REVIEWED if (diary.today - today).days < 60}
    due = select(SupportFile).where(SupportFile.next_review_on <= today, SupportFile.state.in_(STANDING))
    for file in session.scalars(due.order_by(SupportFile.id)).all():
        if file.id not in late:
            actions.record_review(
                demo_actor("clerk"),
                file,
                version=None,
                done_on=today,
                with_id=demo_actor("reviewer").account_id,
                finding="unchanged",
                note="入户走访，家庭人口、收入与档案一致",
            )
