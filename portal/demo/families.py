"""The demo's families: made-up people of given ages registered as households. What becomes of them is told elsewhere."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

from portal import clock
from portal.demo.office import demo_actor, unit_of
from portal.demo.people import made_up_name
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.residents.actions import add_household_member, register_household, register_resident
from portal.residents.groups import Household
from portal.residents.models import Resident
from portal.residents.person import Person
from portal.residents.synthetic import identity_number

STREET = "119901001"
PLACES = {1: "和平里", 2: "新华路", 3: "柳荫街", 4: "书院巷"}
_PERSON = re.compile(r"(\d\d)?([mw])(\d+)([di]*)")
_LETTERS = {"d": "disabled", "i": "ill"}
_GROWN, _OLD = 18, 70


@dataclass(frozen=True)
class Member:
    """Somebody of a family: relation to the head (a code of GB/T 4761), sex, age, and grounds of 分类施保."""

    relation: str
    sex: str
    age: int
    grounds: tuple[str, ...]


def members_of(text: str) -> list[Member]:
    """Read `m52 10w50d 20m15`: a man of 52, his wife of 50 with a severe disability, their son."""
    found = []
    for word in text.split():
        read = _PERSON.fullmatch(word)
        if read is None:
            raise ValueError(word)
        age = int(read[3])
        grounds = [_LETTERS[letter] for letter in read[4]]
        grounds += ["minor"] * (age < _GROWN) + ["elderly"] * (age >= _OLD)
        found.append(Member(read[1] or "01", "1" if read[2] == "m" else "2", age, tuple(grounds)))
    return found


def community(place: int) -> int:
    """The key of a community by its number."""
    return unit_of(f"{STREET}{place:03}").id


def register_family(number: int, place: int, people: str) -> tuple[Household, list[Resident]]:
    """Register the people and their household in a community; the same number gives the same family on every run."""
    clerk = demo_actor("clerk")
    grid = unit_of(f"{STREET}{place:03}G1").id
    address = (
        f"示范区{PLACES[place]}{number % 60 + 1}号{number % 4 + 1}单元{number % 6 + 1}0{number % 3 + 1}室"
    )
    made = []
    for n, member in enumerate(members_of(people)):
        birth = _birth(member.age, number * 5 + n)
        person = Person(
            name=made_up_name(
                number,
                number * 3 + n,
                sex=member.sex,
                is_child=member.age <= 25,
                is_kin=member.relation[0] not in "15",
            ),
            kind="citizen",
            number=identity_number(birth, 700 + number * 2 % 200 + (member.sex == "1")),
            ethnic_group="01",
            phone=f"139001{number:03}{n:02}" if member.age >= _GROWN else "",
            household_address=address,
            address=address,
            grid_id=grid,
        )
        made.append(register_resident(clerk, person=person, other_person_reason="证件号码不同，已当面核对"))
    household = register_household(
        clerk, number=f"{STREET}{number:04}", address=address, unit_id=community(place), head=made[0]
    )
    for resident, member in zip(made[1:], members_of(people)[1:], strict=True):
        add_household_member(
            clerk, household, version=None, resident=resident, relation=member.relation, since=None
        )
    return household, made


def account_of(number: int) -> str:
    """A made-up bank account that keeps the check digit of cards."""
    body = f"62220000{number:07}"
    doubled = [int(d) * (2 if n % 2 == 0 else 1) for n, d in enumerate(reversed(body))]
    return f"{body}{-sum(d - 9 if d > 9 else d for d in doubled) % 10}"


def keep_scan(username: str, name: str, purpose: str) -> StoredFile:
    """A picture as somebody uploads it: a photograph from the board, a signed sheet."""
    return store_file(demo_actor(username), stream=io.BytesIO(picture()), name=name, purpose=purpose)


@cache
def picture() -> bytes:
    """A sheet of paper with lines, plainly a sample."""
    image = Image.new("RGB", (420, 560), "#d8d2c4")
    pen = ImageDraw.Draw(image)
    pen.rectangle((50, 50, 370, 510), fill="white", outline="#888888")
    for y in range(110, 460, 28):
        pen.line((80, y, 340 - y % 60, y), fill="#777777", width=3)
    pen.text((180, 70), "SAMPLE", fill="#aa3333")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()


def _birth(age: int, n: int) -> dt.date:
    """A birthday of somebody so old on the office's day; those of no years yet were born three weeks ago or more."""
    today = clock.today()
    if not age:
        return today - dt.timedelta(days=21 + n % 60)
    day = dt.date(today.year - age, n % 12 + 1, n % 27 + 1)
    return day if day.replace(year=today.year) <= today else day.replace(year=day.year - 1)
