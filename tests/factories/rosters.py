"""Made-up rosters: a round with money and rice, people on it, and the steps to its hand-out in one call."""

from __future__ import annotations

import datetime as dt

from portal.residents.models import Resident
from portal.services.rosters import actions
from portal.services.rosters.actions import Item
from portal.services.rosters.models import Roster
from portal.services.rosters.queries import lines_of
from tests.factories import residents, staff

SPRING = (Item("money", "慰问金", 50_000), Item("goods", "大米", 6_050, 2, "袋"))
FIRE = "住房失火，生活用品烧毁"


def make_roster(title: str = "2027年元旦慰问") -> Roster:
    """A round of 500 yuan and two bags of rice; call inside a transaction."""
    return actions.start_roster(
        staff.actor("clerk"),
        kind="holiday",
        title=title,
        starts_on=dt.date(2026, 12, 25),
        ends_on=dt.date(2027, 1, 10),
        items=SPRING,
    )


def add(roster: Roster, person: Resident, reason: str = FIRE, own_fen: int | None = None) -> None:
    """Take somebody by hand."""
    number = person.primary_paper.number if person.primary_paper else ""
    actions.add_person(
        staff.actor("clerk"),
        roster,
        version=None,
        name=person.name,
        identity=number or "",
        reason=reason,
        own_fen=own_fen,
    )


def make_people(count: int, unit: str = "C1") -> list[Resident]:
    """So many residents of a community; C2 gets a grid of its own for them."""
    if unit == "C1":
        grid = staff.unit("G1").id
    else:
        grid = staff.make_unit(f"G-{unit}", "grid", "新华社区第一网格", "新华一", staff.unit(unit)).id
    return [residents.make_resident(grid_id=grid) for _ in range(count)]


def agree(roster: Roster) -> Roster:
    """Hand in, pass and agree, each by another person."""
    actions.submit_roster(staff.actor("clerk"), roster, version=None)
    actions.review_roster(staff.actor("reviewer"), roster, version=None)
    return actions.agree_roster(staff.actor("leader"), roster, version=None)


def agreed(count: int = 2) -> Roster:
    """A round that is being handed out to so many people of C1."""
    roster = make_roster()
    for person in make_people(count):
        add(roster, person)
    agree(roster)
    assert len(lines_of(roster.id)) == count
    return roster
