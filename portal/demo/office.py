"""The demo's district, street, communities and staff: one account for each role, at a unit where that role has work."""

from __future__ import annotations

import datetime as dt
from functools import cache

from sqlalchemy import select

from portal.accounts.models import StaffAccount
from portal.accounts.passwords import hash_password
from portal.accounts.queries import actor_for
from portal.actor import Actor
from portal.almanac.seed import seed_calendar
from portal.db import session
from portal.settings.models import SettingValue
from portal.units.actions import found_unit
from portal.units.models import Post, Unit

SINCE = dt.date(2024, 1, 1)

# (account, what it is, name, [(role, unit code)])
STAFF = (
    ("admin", "系统管理员", "管理员", [("admin", "119901001")]),
    ("clerk", "窗口人员", "林小禾", [("clerk", "119901001")]),
    ("reviewer", "审核人（兼窗口）", "沈知行", [("reviewer", "119901001"), ("clerk", "119901001")]),
    ("leader", "分管领导（签发）", "顾明远", [("leader", "119901001")]),
    ("district", "区级确认", "韩立诚", [("district", "119901")]),
    ("mediator", "调解员", "温如言", [("mediator", "119901001M")]),
    ("chair", "调委会主任", "方守正", [("chair", "119901001M")]),
    ("community", "社区工作者填报", "叶知秋", [("community", "119901001001")]),
    ("secretary", "社区书记签发", "秦望舒", [("secretary", "119901001001")]),
    ("street", "街道综治汇总", "罗定安", [("street", "119901001")]),
    ("justice", "司法所", "任司衡", [("justice", "119901001J")]),
    ("supervisor", "督办员", "孟清和", [("supervisor", "119901001")]),
    ("auditor", "审计员", "严慎独", [("auditor", "119901001")]),
)
ACCOUNTS = tuple((name, what) for name, what, _person, _posts in STAFF)
# Colleagues without whom a street would stand still; a newcomer needs none of them to look around.
_COLLEAGUES = (
    ("secretary2", "", "苏晚晴", [("secretary", "119901001002")]),
    ("secretary3", "", "谢长风", [("secretary", "119901001003")]),
    ("secretary4", "", "许慕白", [("secretary", "119901001004")]),
    ("chair2", "", "纪和气", [("chair", "119901001001M")]),
    ("mediator2", "", "魏邻里", [("mediator", "119901001001M")]),
    ("chair3", "", "苗舒心", [("chair", "119901001002M")]),
    ("mediator3", "", "丁近邻", [("mediator", "119901001002M")]),
    ("street2", "", "程怀瑾", [("street", "119901001")]),
)

_STREET = "119901001"
_UNITS = (
    # (kind, code, name, short name, code of the unit above)
    ("district", "119901", "示范区人民政府", "示", None),
    ("street", _STREET, "示范区晨光街道办事处", "晨街办", "119901"),
    ("community", f"{_STREET}001", "和平里社区居民委员会", "和平里", _STREET),
    ("community", f"{_STREET}002", "新华路社区居民委员会", "新华路", _STREET),
    ("community", f"{_STREET}003", "柳荫社区居民委员会", "柳荫", _STREET),
    ("community", f"{_STREET}004", "书院社区居民委员会", "书院", _STREET),
    ("grid", f"{_STREET}001G1", "和平里第一网格", "和平里一", f"{_STREET}001"),
    ("grid", f"{_STREET}001G2", "和平里第二网格", "和平里二", f"{_STREET}001"),
    ("grid", f"{_STREET}002G1", "新华路第一网格", "新华路一", f"{_STREET}002"),
    ("grid", f"{_STREET}003G1", "柳荫第一网格", "柳荫一", f"{_STREET}003"),
    ("grid", f"{_STREET}004G1", "书院第一网格", "书院一", f"{_STREET}004"),
    ("committee", f"{_STREET}M", "晨光街道人民调解委员会", "晨街", _STREET),
    ("committee", f"{_STREET}W", "晨光街道物业纠纷人民调解委员会", "晨物", _STREET),
    ("committee", f"{_STREET}001M", "和平里社区人民调解委员会", "和调", f"{_STREET}001"),
    ("committee", f"{_STREET}002M", "新华路社区人民调解委员会", "新调", f"{_STREET}002"),
    ("organ", f"{_STREET}J", "晨光司法所", "晨司", _STREET),
)


_BODIES = (
    ("minimum_living.check_body", "示范区民政局（居民家庭经济状况核对中心）"),
    ("minimum_living.district_body", "示范区民政局"),
    ("assistance.district_body", "示范区民政局"),
)


def open_street(password: str) -> None:
    """Found the units, open the accounts with one password, and seed the calendar where that has not been done."""
    demo_actor.cache_clear()
    hashed = hash_password(password)
    accounts = {
        name: StaffAccount(username=name, name=person, password_hash=hashed)
        for name, _what, person, _p in (*STAFF, *_COLLEAGUES)
    }
    session.add_all(accounts.values())
    session.flush()
    founder = Actor(
        accounts["admin"].id, None, None, "admin", accounts["admin"].name, frozenset({"units.manage_units"})
    )
    units: dict[str, Unit] = {}
    for kind, code, name, short, above in _UNITS:
        phone = "0999-6001000" if kind in {"street", "community", "committee"} else ""
        units[code] = found_unit(
            founder,
            kind=kind,
            code=code,
            name=name,
            short_name=short,
            parent_id=units[above].id if above else None,
            valid_from=SINCE,
            phone=phone,
            address="示范区晨光路18号" if kind == "street" else "",
        )
    for name, _what, _person, posts in (*STAFF, *_COLLEAGUES):
        for role, code in posts:
            session.add(
                Post(account_id=accounts[name].id, unit_id=units[code].id, role=role, valid_from=SINCE)
            )
    session.add_all(
        SettingValue(
            key=key,
            content={"value": body},
            valid_from=SINCE,
            reason="区里的对口部门",
            set_by=accounts["admin"].id,
        )
        for key, body in _BODIES
    )
    session.flush()
    seed_calendar()


@cache
def demo_actor(username: str, role: str | None = None) -> Actor:
    """The actor that a demo account is, at its first post (or its post of this role); found once in the street's filling."""
    account = session.scalars(select(StaffAccount).where(StaffAccount.username == username)).one()
    posts = session.scalars(select(Post).where(Post.account_id == account.id).order_by(Post.id)).all()
    return actor_for(account, next(p for p in posts if role in (None, p.role)))


def unit_of(code: str) -> Unit:
    """A unit of the demo by its code."""
    return session.scalars(select(Unit).where(Unit.code == code)).one()


def grids() -> list[Unit]:
    """The grids that residents live in."""
    return list(session.scalars(select(Unit).where(Unit.kind == "grid").order_by(Unit.code)))
