"""The demo's residents: a few with the names and numbers that try a register, and a crowd of plausible neighbours."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.demo.office import demo_actor, grids
from portal.residents.actions import PossibleMatch, register_resident
from portal.residents.person import Person
from portal.residents.synthetic import identity_number

# Names that a register must keep: rare characters, a separator, one character, two surnames.
_NAMED = (
    ("张䶮", 67, "1"),
    ("陈𬭚", 72, "1"),
    ("李𬎆", 61, "2"),
    ("阿卜杜拉·买买提江", 70, "1"),
    ("欧阳明月", 83, "2"),
    ("单于秀英", 90, "2"),
    ("仇国玉", 65, "1"),
    ("王秀兰", 60, "2"),
    ("王秀兰", 74, "2"),
    ("刘桂芳", 59, "2"),
    ("司马𬱖", 69, "1"),
    ("何婉清", 100, "2"),
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = tuple(
    "建国秀英桂兰志强玉梅国栋淑珍文斌晓燕立新春花永福慧敏德厚丽华家和兆祥素琴振邦月娥守业婉如长青金凤少杰雪梅广平佩文庆余思源"[
        n : n + 2
    ]
    for n in range(0, 60, 2)
)
_GROWN = {
    "1": (
        "建国",
        "志强",
        "国栋",
        "文斌",
        "立新",
        "永福",
        "德厚",
        "家和",
        "兆祥",
        "振邦",
        "守业",
        "长青",
        "广平",
    ),
    "2": (
        "秀英",
        "桂兰",
        "玉梅",
        "淑珍",
        "晓燕",
        "春花",
        "慧敏",
        "丽华",
        "素琴",
        "月娥",
        "婉如",
        "金凤",
        "雪梅",
    ),
}
_CHILDREN = {
    "1": ("浩然", "子轩", "宇航", "俊熙", "明哲", "嘉树", "晨阳"),
    "2": ("雨桐", "欣怡", "梓涵", "若溪", "思琪", "佳宁", "晨曦"),
}
_STREETS = ("晨光路", "和平里", "新华路", "柳荫街", "书院巷", "东风里")


def register_people(count: int = 90) -> None:
    """Register the named ones and `count` others through the counter's own action; the same people on every run."""
    actor = demo_actor("clerk")
    for position, person in enumerate(_people(count, clock.today())):
        try:
            register_resident(actor, person=person)
        except PossibleMatch:
            register_resident(
                actor, person=person, other_person_reason=f"同名同日，证件号码不同（第{position}人）"
            )


def made_up_name(family: int, n: int, *, sex: str, is_child: bool = False, is_kin: bool = True) -> str:
    """The name of somebody of a family; a spouse or somebody's mother brings a surname of their own."""
    place = family * 7 + (0 if is_kin else n + 3)
    given = _CHILDREN[sex] if is_child else _GROWN[sex]
    return _SURNAMES[place % len(_SURNAMES)] + given[(n * 7 + family) % len(given)]


def _people(count: int, today: dt.date) -> list[Person]:
    places = grids()
    named = [(name, age, sex) for name, age, sex in _NAMED]
    crowd = [
        (
            _SURNAMES[n * 7 % len(_SURNAMES)] + _GIVEN[n * 11 % len(_GIVEN)],
            20 + n * 13 % 68,
            "1" if n % 2 else "2",
        )
        for n in range(count)
    ]
    made = []
    for n, (name, age, sex) in enumerate([*named, *crowd]):
        birth = _birth(today, age, n)
        address = f"示范区{_STREETS[n % len(_STREETS)]}{n % 40 + 1}号{n % 6 + 1}单元{n % 5 + 1}0{n % 4 + 1}室"
        made.append(
            Person(
                name=name,
                kind="citizen",
                number=identity_number(birth, n % 450 * 2 + (1 if sex == "1" else 2)),
                ethnic_group="05" if "·" in name else "01",
                phone=f"139000{n:05}",
                household_address=address,
                address=address,
                grid_id=places[n % len(places)].id,
            )
        )
    return made


def _birth(today: dt.date, age: int, n: int) -> dt.date:
    """A birthday of this age today; whoever is 59 turns 60 tomorrow, so that "可于…起申请" can be shown."""
    if age == 59:
        tomorrow = today + dt.timedelta(days=1)
        return tomorrow.replace(year=tomorrow.year - 60, day=min(tomorrow.day, 28))
    day = dt.date(today.year - age, n % 12 + 1, n % 28 + 1)
    return (
        day if day <= today.replace(year=day.year, day=min(today.day, 28)) else day.replace(year=day.year - 1)
    )
