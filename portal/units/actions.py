"""Founding, renaming, moving and closing units: always from a day on, so that what was true before stays readable."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.standards.invalid import InvalidPhone
from portal.standards.phones import check_phone
from portal.units import changes
from portal.units.models import KINDS, Post, Unit, UnitName, UnitParent
from portal.units.queries import find_unit_by_code, get_unit, list_children, unit_and_below

PERMISSION = "units.manage_units"
ONE_DAY = dt.timedelta(days=1)
STANDS_UNDER: dict[str, frozenset[str]] = {
    "district": frozenset(),
    "street": frozenset({"district"}),
    "community": frozenset({"street"}),
    "grid": frozenset({"community"}),
    "committee": frozenset({"district", "street", "community"}),
    "department": frozenset({"district", "street", "community"}),
    "organ": frozenset({"district", "street", "community"}),
}


def found_unit(
    actor: Actor,
    *,
    kind: str,
    code: str,
    name: str,
    short_name: str,
    parent_id: int | None,
    valid_from: dt.date,
    phone: str = "",
    address: str = "",
) -> Unit:
    """Make a unit that exists from a day on; raises RuleBroken at the field that is at fault."""
    actor.must(PERMISSION)
    if kind not in KINDS:
        raise RuleBroken("kind", N_("请选择单位类别。"))
    if find_unit_by_code(code):
        raise RuleBroken("code", N_("单位代码 %(code)s 已被使用，撤销的单位也占用代码。"), code=code)
    parent = _parent_for(kind, parent_id, valid_from)
    unit = Unit(kind=kind, code=code, valid_from=valid_from, phone=read_phone(phone), address=address)
    unit.names.append(UnitName(name=name, short_name=short_name, valid_from=valid_from))
    if parent:
        unit.parents.append(UnitParent(parent_id=parent.id, valid_from=valid_from))
    session.add(unit)
    session.flush()
    audit.record(
        actor,
        "units.found_unit",
        unit,
        kind=kind,
        code=code,
        name=name,
        parent_id=parent_id,
        valid_from=valid_from,
    )
    changes.announce(actor, unit)
    return unit


def rename_unit(
    actor: Actor,
    *,
    unit_id: int,
    name: str,
    short_name: str,
    starts_on: dt.date,
    reason: str,
    version: int | None = None,
) -> Unit:
    """Give a unit a new name from a day on; papers of earlier days keep the old one. Raises RuleBroken.

    A name that has not begun yet may be corrected by naming its day again.
    """
    unit = _open_unit(actor, unit_id, version)
    newest = unit.names[-1]
    if (name, short_name) == (newest.name, newest.short_name):
        raise RuleBroken("name", N_("与现在登记的名称相同。"))
    if starts_on == newest.valid_from and newest.valid_from > clock.today():
        newest.name, newest.short_name = name, short_name
    else:
        _must_be_later(starts_on, newest.valid_from)
        _must_exist_on(unit, starts_on)
        unit.names.append(UnitName(name=name, short_name=short_name, valid_from=starts_on))
    unit.touch()
    session.flush()
    audit.record(
        actor,
        "units.rename_unit",
        unit,
        name=name,
        short_name=short_name,
        valid_from=starts_on,
        reason=reason,
    )
    return unit


def move_unit(
    actor: Actor, *, unit_id: int, parent_id: int, starts_on: dt.date, reason: str, version: int | None = None
) -> Unit:
    """Put a unit under another one from a day on; raises RuleBroken for a circle, an overlap, or a parent of a wrong kind."""
    unit = _open_unit(actor, unit_id, version)
    parent = _parent_for(unit.kind, parent_id, starts_on)
    if parent is None:
        raise RuleBroken("parent_id", N_("最上级单位没有上级，不能划转。"))
    _must_exist_on(unit, starts_on)
    _must_not_circle(unit, parent, starts_on)
    _stand_under(unit, parent, starts_on)
    session.flush()
    audit.record(actor, "units.move_unit", unit, parent_id=parent_id, valid_from=starts_on, reason=reason)
    changes.announce(actor, unit)
    return unit


def close_unit(
    actor: Actor,
    *,
    unit_id: int,
    last_day: dt.date,
    reason: str,
    successor_id: int | None = None,
    with_posts: bool = False,
    with_children: bool = False,
    version: int | None = None,
) -> Unit:
    """End a unit after its last day, or merge it into a successor (并入). Raises RuleBroken.

    Refused while it has units below it or posts held after that day, unless `with_children` moves those units to the
    successor and `with_posts` ends those posts on the same day.
    """
    unit = _open_unit(actor, unit_id, version)
    if actor.unit_id == unit.id:
        raise RuleBroken(None, N_("您的岗位就在这个单位，请由在别处任职的管理员办理。"))
    if last_day < max([unit.valid_from, unit.names[-1].valid_from, *(p.valid_from for p in unit.parents)]):
        raise RuleBroken("last_day", N_("撤销日期早于这个单位的最近一次变更。"))
    successor = _successor_for(unit, successor_id, last_day + ONE_DAY)
    _settle_children(unit, successor, last_day, with_children)
    ended = _settle_posts(unit, last_day, with_posts)
    unit.valid_to = last_day
    if successor:
        _stand_under(unit, successor, last_day + ONE_DAY)
    session.flush()
    audit.record(
        actor,
        "units.close_unit",
        unit,
        last_day=last_day,
        successor_id=successor_id,
        ended_posts=ended,
        reason=reason,
    )
    changes.announce(actor, unit)
    return unit


def reopen_unit(actor: Actor, *, unit_id: int, reason: str, version: int | None = None) -> Unit:
    """Take back that a unit was closed: it stands again where it stood. Posts that were ended stay ended."""
    actor.must(PERMISSION)
    unit = get_unit(unit_id)
    unit.expect_version(version)
    if unit.valid_to is None:
        raise RuleBroken(None, N_("这个单位没有撤销。"))
    if unit.parents and unit.parents[-1].valid_from > unit.valid_to:
        session.delete(unit.parents.pop())
    if unit.parents:
        parent = get_unit(unit.parents[-1].parent_id)
        if parent.valid_to is not None:
            raise RuleBroken(None, N_("上级单位 %(name)s 已撤销，请先恢复上级单位。"), name=parent.name)
        unit.parents[-1].valid_to = None
    unit.valid_to = None
    session.flush()
    audit.record(actor, "units.reopen_unit", unit, reason=reason)
    changes.announce(actor, unit)
    return unit


def change_contact(
    actor: Actor, *, unit_id: int, phone: str, address: str, version: int | None = None
) -> Unit:
    """Correct a unit's telephone and address; raises RuleBroken at `phone`."""
    unit = _open_unit(actor, unit_id, version)
    unit.phone, unit.address = read_phone(phone), address
    session.flush()
    audit.record(actor, "units.change_contact", unit, phone=unit.phone, address=address)
    return unit


def _open_unit(actor: Actor, unit_id: int, version: int | None) -> Unit:
    actor.must(PERMISSION)
    unit = get_unit(unit_id)
    unit.expect_version(version)
    if unit.valid_to is not None:
        raise RuleBroken(None, N_("这个单位已定于 %(day)s 撤销，不能再改。"), day=unit.valid_to)
    return unit


def _parent_for(kind: str, parent_id: int | None, day: dt.date) -> Unit | None:
    """The unit above, checked: of a kind that may have this one below it, in being on the day and not closing later."""
    allowed = STANDS_UNDER[kind]
    if not allowed:
        if parent_id is not None:
            raise RuleBroken("parent_id", N_("区（县）是最上级单位，不选上级。"))
        return None
    parent = session.get(Unit, parent_id) if parent_id is not None else None
    if parent is None or parent.kind not in allowed:
        raise RuleBroken("parent_id", N_("这一类单位不能设在所选的上级之下。"))
    if not parent.exists_on(day) or parent.valid_to is not None:
        raise RuleBroken("parent_id", N_("上级单位 %(name)s 在这一天之后不存在。"), name=parent.name)
    return parent


def _stand_under(unit: Unit, parent: Unit, day: dt.date) -> None:
    """End the row of the unit above on the day before, and begin the new one; a move still to come is corrected."""
    last = unit.parents[-1] if unit.parents else None
    if last is not None and last.parent_id == parent.id:
        raise RuleBroken("parent_id", N_("已经在这个单位之下。"))
    if last is not None and last.valid_from == day and day > clock.today():
        last.parent_id = parent.id
    else:
        if last is not None:
            _must_be_later(day, last.valid_from)
            last.valid_to = day - ONE_DAY
        unit.parents.append(UnitParent(parent_id=parent.id, valid_from=day))
    unit.touch()


def _must_not_circle(unit: Unit, parent: Unit, day: dt.date) -> None:
    later = select(UnitParent.valid_from).where(UnitParent.valid_from > day).distinct()
    for when in [day, *session.scalars(later.order_by(UnitParent.valid_from))]:
        if parent.id in unit_and_below(unit.id, when):
            raise RuleBroken("parent_id", N_("不能划到自己或自己的下级之下。"))


def _successor_for(unit: Unit, successor_id: int | None, day: dt.date) -> Unit | None:
    if successor_id is None:
        return None
    successor = session.get(Unit, successor_id)
    if successor is None or successor.kind != unit.kind or successor.id == unit.id:
        raise RuleBroken("successor_id", N_("承接单位须是同一类的另一个单位。"))
    if not successor.exists_on(day) or successor.valid_to is not None:
        raise RuleBroken("successor_id", N_("承接单位 %(name)s 在这一天之后不存在。"), name=successor.name)
    return successor


def _settle_children(unit: Unit, successor: Unit | None, last_day: dt.date, with_children: bool) -> None:
    children = list_children(unit.id, last_day + ONE_DAY)
    if not children:
        return
    names = ", ".join(child.name for child in children[:5])
    if not with_children:
        raise RuleBroken(
            "with_children",
            N_("还有下级单位：%(names)s。请先划转或撤销，或选择一并划入承接单位。"),
            names=names,
        )
    if successor is None:
        raise RuleBroken("successor_id", N_("下级单位要一并划转，请选择承接单位。"))
    for child in children:
        _stand_under(child, successor, last_day + ONE_DAY)


def _settle_posts(unit: Unit, last_day: dt.date, with_posts: bool) -> int:
    held = select(Post).where(Post.unit_id == unit.id, or_(Post.valid_to.is_(None), Post.valid_to > last_day))
    posts = list(session.scalars(held.order_by(Post.id)))
    if any(post.role == "admin" for post in posts):
        raise RuleBroken(None, N_("这个单位有系统管理员的岗位，请先在账号管理中调整。"))
    if posts and not with_posts:
        raise RuleBroken(
            "with_posts", N_("还有 %(count)s 个在任岗位。请先结束，或选择一并结束。"), count=len(posts)
        )
    for post in posts:
        post.valid_to = last_day
    return len(posts)


def _must_be_later(day: dt.date, before: dt.date) -> None:
    if day <= before:
        raise RuleBroken("starts_on", N_("须晚于上一次变更的日期 %(day)s。"), day=before)


def _must_exist_on(unit: Unit, day: dt.date) -> None:
    if not unit.exists_on(day):
        raise RuleBroken("starts_on", N_("这一天单位还没有设立。"))


def read_phone(text: str) -> str:
    """A contact phone in its normal form, empty when none is given; raises RuleBroken at `phone`."""
    if not text.strip():
        return ""
    try:
        return check_phone(text).normalised
    except InvalidPhone as error:
        raise RuleBroken("phone", error.message, **error.params) from None
