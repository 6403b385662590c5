"""Drafting a roster: the round, what each person gets, who comes onto it and why, who is struck and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import allocate_number
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.residents.person import check_number, numbers_of
from portal.residents.queries import mask_widths, masked_number
from portal.residents.queries.matches import find_holders
from portal.residents.spelling import plain_name
from portal.services.rosters import papers
from portal.services.rosters.chain import PREPARE
from portal.services.rosters.conditions import (
    MOST_PEOPLE,
    Chosen,
    Conditions,
    Homes,
    choose_people,
    households_of,
)
from portal.services.rosters.models import Roster, RosterItem, RosterLine
from portal.services.rosters.queries import lines_of
from portal.services.rosters.words import KINDS
from portal.units.queries import street_above

LONGEST_WORD = 300
MOST_ITEMS = 10
CANCELLABLE = frozenset({"draft", "reviewing", "reviewed"})


@dataclass(frozen=True)
class Item:
    """What each person gets: money, or `quantity` of a thing; `value_fen` is the sum, or the worth of one piece."""

    kind: str
    name: str
    value_fen: int
    quantity: int = 1
    unit: str = ""


def start_roster(
    actor: Actor,
    *,
    kind: str,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    purpose: str = "",
    items: Sequence[Item] = (),
) -> Roster:
    """Begin a round at the actor's street; raises RuleBroken at `kind`, `title` or `ends_on`."""
    actor.must(PREPARE)
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    if street is None:
        raise RuleBroken(None, N_("只有街道的岗位可以建立花名册。"))
    if kind not in KINDS:
        raise RuleBroken("kind", N_("请选择发放种类。"))
    if ends_on < starts_on:
        raise RuleBroken("ends_on", N_("结束日期不能早于开始日期。"))
    number = allocate_number(actor, unit_id=street.id, kind=papers.NUMBER)
    roster = Roster(
        number=number.text,
        issued_number_id=number.id,
        street_id=street.id,
        kind=kind,
        title=read_word(title, "title"),
        purpose=purpose.strip()[:1000],
        starts_on=starts_on,
        ends_on=ends_on,
        prepared_by=actor.account_id,
    )
    session.add(roster)
    session.flush()
    audit.record(actor, "rosters.start_roster", roster, number=roster.number, kind=kind)
    if items:
        set_items(actor, roster, version=None, items=items)
    return roster


def set_items(actor: Actor, roster: Roster, *, version: int | None, items: Sequence[Item]) -> Roster:
    """Say what each person gets; people with a sum of their own keep it. Raises RuleBroken at `items`, Conflict."""
    _open_draft(actor, roster, version)
    if not items or len(items) > MOST_ITEMS:
        raise RuleBroken("items", N_("请填写一到 %(most)s 项发放内容。"), most=MOST_ITEMS)
    for one in items:
        if not one.name.strip() or one.quantity < 1 or one.value_fen < 0:
            raise RuleBroken("items", N_("每一项都要有名称，数量至少为 1，金额不能为负数。"))
        if one.kind == "goods" and not one.unit.strip():
            raise RuleBroken("items", N_("请填写“%(name)s”的计量单位。"), name=one.name)
        if one.kind == "money" and (one.quantity != 1 or not one.value_fen):
            raise RuleBroken("items", N_("请填写慰问金的金额，数量为 1。"))
    roster.items.clear()
    session.flush()
    for position, one in enumerate(items, start=1):
        roster.items.append(
            RosterItem(
                position=position,
                kind=one.kind,
                name=one.name.strip()[:50],
                unit=one.unit.strip()[:10],
                quantity=one.quantity,
                value_fen=one.value_fen,
            )
        )
    for line in lines_of(roster.id):
        line.goods_fen = goods_fen(roster)
        if not line.has_own_sum:
            line.money_fen = money_fen(roster)
    roster.touch()
    session.flush()
    audit.record(actor, "rosters.set_items", roster, items=[one.name for one in items])
    return roster


def money_fen(roster: Roster) -> int:
    """The money that a person gets who has no sum of their own."""
    return sum(one.value_fen for one in roster.items if one.kind == "money")


def goods_fen(roster: Roster) -> int:
    """What the things are worth that each person gets."""
    return sum(one.value_fen * one.quantity for one in roster.items if one.kind == "goods")


def add_people(
    actor: Actor, roster: Roster, *, version: int | None, conditions: Conditions
) -> tuple[int, int]:
    """Take everybody whom the conditions name; gives how many came on, and how many stood there already (struck or not)."""
    _open_draft(actor, roster, version)
    found = choose_people(actor, conditions)
    added = enter_lines(actor, roster, found, origin="condition")
    roster.touch()
    session.flush()
    audit.record(
        actor,
        "rosters.add_people",
        roster,
        source=conditions.source,
        added=added,
        skipped=len(found) - added,
    )
    return added, len(found) - added


def add_person(
    actor: Actor,
    roster: Roster,
    *,
    version: int | None,
    name: str,
    identity: str,
    reason: str,
    own_fen: int | None = None,
) -> RosterLine:
    """Take one person by name and number, with the reason; one who was struck comes back with the new reason.

    Raises RuleBroken at `name`, `identity` or `reason`, Conflict when out of date.
    """
    _open_draft(actor, roster, version)
    why = read_word(reason, "reason")
    person = find_person(name, identity)
    chosen = Chosen(person, Homes(roster.street_id, [person.id]).unit_of(person), why)
    standing = session.scalars(
        select(RosterLine).where(RosterLine.roster_id == roster.id, RosterLine.resident_id == person.id)
    ).first()
    if standing is not None and not standing.is_struck:
        raise RuleBroken(
            "identity", N_("%(name)s已经在花名册上，第 %(at)s 号。"), name=person.name, at=standing.position
        )
    if standing is not None:
        standing.is_struck, standing.struck_because = False, ""
        standing.why, standing.origin = why, "hand"
    else:
        enter_lines(actor, roster, [chosen], origin="hand", sums={person.id: own_fen})
        standing = lines_of(roster.id)[-1]
    if own_fen is not None:
        standing.money_fen, standing.has_own_sum = own_fen, True
    roster.touch()
    session.flush()
    audit.record(actor, "rosters.add_person", standing, resident=person.id, reason=why)
    return standing


def find_person(name: str, identity: str) -> Resident:
    """The registered, living person of this name and number; raises RuleBroken at `name` or `identity`."""
    holders = find_holders(numbers_of(check_number("citizen", identity, clock.today())))
    same = [one for one in holders if plain_name(one.name) == plain_name(name)]
    if not holders:
        raise RuleBroken("identity", N_("系统中没有这个人，请先在“居民”中登记。"))
    if not same:
        raise RuleBroken("name", N_("这个号码登记的是另一个姓名，请核对证件。"))
    if same[0].death_date is not None:
        raise RuleBroken("name", N_("%(name)s已登记为死亡。"), name=same[0].name)
    return same[0]


def enter_lines(
    actor: Actor,
    roster: Roster,
    found: Iterable[Chosen],
    *,
    origin: str,
    sums: dict[int, int | None] | None = None,
) -> int:
    """Add the people who are not on the roster yet, each once; gives how many. Raises RuleBroken for too many."""
    standing = set(session.scalars(select(RosterLine.resident_id).where(RosterLine.roster_id == roster.id)))
    new = {one.resident.id: one for one in reversed(list(found)) if one.resident.id not in standing}
    if len(standing) + len(new) > MOST_PEOPLE:
        raise RuleBroken("source", N_("一份花名册最多 %(most)s 人。"), most=MOST_PEOPLE)
    last = session.scalar(select(func.max(RosterLine.position)).where(RosterLine.roster_id == roster.id)) or 0
    homes, widths = households_of(new), mask_widths(actor)
    for position, one in enumerate(reversed(new.values()), start=last + 1):
        own = (sums or {}).get(one.resident.id)
        household = homes.get(one.resident.id)
        session.add(
            RosterLine(
                roster_id=roster.id,
                position=position,
                resident_id=one.resident.id,
                household_id=household.id if household else None,
                unit_id=one.unit_id,
                name=one.resident.name,
                identity_masked=masked_number(actor, one.resident.primary_paper, widths),
                origin=origin,
                why=one.why[:LONGEST_WORD],
                money_fen=money_fen(roster) if own is None else own,
                has_own_sum=own is not None,
                goods_fen=goods_fen(roster),
            )
        )
    session.flush()
    return len(new)


def strike_line(actor: Actor, line: RosterLine, *, version: int | None, reason: str) -> RosterLine:
    """Strike somebody, with the reason; the line stays visible. Raises RuleBroken at `reason`, Conflict."""
    actor.must(PREPARE)
    line.expect_version(version)
    must_be(line.roster, "draft")
    if line.is_struck:
        raise RuleBroken(None, N_("这一行已经划去。"))
    line.is_struck, line.struck_because = True, read_word(reason, "reason")
    line.roster.touch()
    session.flush()
    audit.record(actor, "rosters.strike_line", line, resident=line.resident_id, reason=line.struck_because)
    return line


def cancel_roster(actor: Actor, roster: Roster, *, version: int | None, reason: str) -> Roster:
    """Put a roster aside that was never agreed to; its number stays in the book. Raises RuleBroken at `reason`."""
    actor.must(PREPARE)
    roster.expect_version(version)
    if roster.state not in CANCELLABLE:
        raise RuleBroken(None, N_("已签发的花名册不能取消，请按未领取登记后结清。"))
    roster.state, roster.returned_because = "cancelled", read_word(reason, "reason")
    session.flush()
    audit.record(actor, "rosters.cancel_roster", roster, number=roster.number, reason=reason.strip())
    return roster


def must_be(roster: Roster, *states: str) -> None:
    """Raise RuleBroken unless the roster is in one of these states."""
    if roster.state not in states:
        raise RuleBroken(None, N_("花名册的状态已经变化，请刷新页面后再看。"))


def read_word(text: str, field: str) -> str:
    """A reason or title; raises RuleBroken at `field` for an empty or too long one."""
    word = text.strip()
    if not word:
        raise RuleBroken(field, N_("请填写这一项。"))
    if len(word) > LONGEST_WORD:
        raise RuleBroken(field, N_("最多 %(longest)s 个字。"), longest=LONGEST_WORD)
    return word


def _open_draft(actor: Actor, roster: Roster, version: int | None) -> None:
    actor.must(PREPARE)
    roster.expect_version(version)
    must_be(roster, "draft")
