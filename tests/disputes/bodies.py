"""Departments and a police station that take part in the work on disputes, each with one officer who signs in."""

from __future__ import annotations

from portal.actor import Actor
from tests.factories import staff

HUMAN, POLICE = "B1", "B2"


def make_bodies() -> None:
    """The labour office (a department of the street) and the police station (an organ), an officer each."""
    street = staff.unit("S")
    labour = staff.make_unit(HUMAN, "department", "示范街道劳动保障所", "示劳", street)
    police = staff.make_unit(POLICE, "organ", "示范派出所", "示派", street)
    staff.make_account("labour", "测试劳动所", ("partner", labour))
    staff.make_account("police", "测试派出所", ("partner", police))


def officer(unit: str) -> Actor:
    """Who signs for the tasks of a body."""
    return staff.actor({HUMAN: "labour", POLICE: "police"}[unit])
