"""The cast of the tests: a district, a street with two communities, and one member of staff for each role."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sqlalchemy import select

from portal.accounts.models import StaffAccount
from portal.accounts.passwords import hash_password
from portal.accounts.queries import actor_for
from portal.accounts.roles import ROLES
from portal.actor import Actor
from portal.db import session
from portal.units.models import Post, Unit, UnitName, UnitParent

PASSWORD = "zao-shang-kai-men-ban-shi"
SINCE = dt.date(2020, 1, 1)
WORKS_AT = {
    "district": "D",
    "community": "C1",
    "secretary": "C1",
    "mediator": "M1",
    "chair": "M1",
    "justice": "J1",
}


@lru_cache(maxsize=1)
def _hash() -> str:
    return hash_password(PASSWORD)


def make_unit(code: str, kind: str, name: str, short: str, parent: Unit | None = None) -> Unit:
    """A unit that has existed since 2020."""
    unit = Unit(code=code, kind=kind, valid_from=SINCE, phone="0999-1234567", address="示范路1号")
    unit.names.append(UnitName(name=name, short_name=short, valid_from=SINCE))
    session.add(unit)
    session.flush()
    if parent:
        unit.parents.append(UnitParent(parent_id=parent.id, valid_from=SINCE))
    return unit


def make_account(username: str, name: str, *posts: tuple[str, Unit]) -> StaffAccount:
    """A member of staff with the tests' password, holding these (role, unit) posts since 2020."""
    account = StaffAccount(username=username, name=name, password_hash=_hash())
    session.add(account)
    session.flush()
    for role, unit in posts:
        session.add(Post(account_id=account.id, unit_id=unit.id, role=role, valid_from=SINCE))
    session.flush()
    return account


def make_cast() -> None:
    """The units D (district), S (street), C1, C2 (communities), G1 (grid), M1 (committee), J1 (justice), S2 (another street)
    and one account for each role, named like the role, plus `clerk2` at the same hall and `clerk_s2` at the other street."""
    district = make_unit("D", "district", "示范区", "示")
    street = make_unit("S", "street", "示范街道办事处", "示街办", district)
    other = make_unit("S2", "street", "邻近街道办事处", "邻街办", district)
    community = make_unit("C1", "community", "和平社区", "和平", street)
    make_unit("C2", "community", "新华社区", "新华", street)
    make_unit("G1", "grid", "和平社区第一网格", "和平一", community)
    make_unit("M1", "committee", "示范街道人民调解委员会", "示街", street)
    make_unit("J1", "organ", "示范司法所", "示司", street)
    units = {u.code: u for u in session.scalars(select(Unit))}
    for number, role in enumerate(ROLES, start=1):
        make_account(role, f"测试{number:02}", (role, units[WORKS_AT.get(role, "S")]))
    make_account("clerk2", "测试二号窗", ("clerk", street))
    make_account("clerk_s2", "测试邻街窗", ("clerk", other))


def unit(code: str) -> Unit:
    """A unit of the cast."""
    return session.scalars(select(Unit).where(Unit.code == code)).one()


def actor(username: str, role: str | None = None) -> Actor:
    """The actor that an account of the cast is at its first post (or at the first of this role)."""
    account = session.scalars(select(StaffAccount).where(StaffAccount.username == username)).one()
    posts = [p for p in account.posts if role is None or p.role == role]
    return actor_for(account, posts[0] if posts else None)
