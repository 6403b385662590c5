"""The ledger of rosters (慰问救助发放花名册): page, workbook, and the sheet with room for signatures.

The period is that of the first day of handing out. Struck people stand struck and are not summed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, load_only, raiseload

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.rosters.models import Roster, RosterItem, RosterLine
from portal.services.rosters.papers import goods_text
from portal.services.rosters.words import KINDS, OUTCOMES
from portal.units.models import Unit
from portal.units.queries import within_scope

NAME = "relief-roster"
MOST_ROSTERS = 100
PAPER_ROOM = "　\n　"  # two lines, so that a hand can sign
PAPER_PROXY = "{name}（{relation}）代"
PAPER_SELF = "本人"
PAPER_STRUCK = "划去：{0}"
PAPER_LEFT = "未领：{0}"


def list_rosters(actor: Actor) -> list[tuple[str, str]]:
    """The newest rosters of the actor's street."""
    statement = select(Roster).where(within_scope(actor, Roster.street_id)).order_by(Roster.id.desc())
    return [
        (str(one.id), f"{one.number} {one.title}") for one in session.scalars(statement.limit(MOST_ROSTERS))
    ]


def list_kinds(_actor: Actor) -> list[tuple[str, str]]:
    """The kinds of rounds."""
    return list(KINDS.items())


def list_outcomes(_actor: Actor) -> list[tuple[str, str]]:
    """What can become of a line."""
    return list(OUTCOMES.items())


def asked_for(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The lines of rounds that begin in the period."""
    found = [
        Roster.starts_on.between(asked.first, asked.last),
        Roster.state != "cancelled",
        within_scope(actor, Roster.street_id),
        within(actor, asked, RosterLine.unit_id),
    ]
    if asked.of("roster"):
        found.append(Roster.id == int(asked.of("roster")))
    if asked.of("kind"):
        found.append(Roster.kind == asked.of("kind"))
    if asked.of("outcome"):
        found.append(RosterLine.outcome == asked.of("outcome"))
    return found


def read_values() -> Values:
    """What a line says in each column; the goods of a round are worded once."""
    goods: dict[int, str] = {}

    def values(found: Any) -> dict[str, Any]:
        line, roster = found[:2]
        if roster.id not in goods:
            items = select(RosterItem).where(RosterItem.roster_id == roster.id)
            goods[roster.id] = goods_text(session.scalars(items.order_by(RosterItem.position)))
        return _values(line, roster, goods[roster.id])

    return values


def _values(line: RosterLine, roster: Roster, goods: str) -> dict[str, Any]:
    proxy = PAPER_PROXY.format(name=line.proxy_name, relation=line.proxy_relation) if line.proxy_name else ""
    is_received = line.outcome == "received"
    return {
        "roster": roster.number,
        "unit": line.unit.name,
        "name": line.name,
        "identity": line.identity_masked,
        "why": line.why,
        "goods": goods,
        "money": line.money_fen or None,
        "worth": line.goods_fen or None,
        "signature": (proxy or PAPER_SELF) if is_received else PAPER_ROOM,
        "day": line.received_on,
        "state": OUTCOMES[line.outcome],
        "remarks": _remarks(line),
    }


def _remarks(line: RosterLine) -> str:
    if line.is_struck:
        return PAPER_STRUCK.format(line.struck_because)
    return PAPER_LEFT.format(line.uncollected_because) if line.outcome == "uncollected" else ""


_UNIT = select(Unit.code).where(Unit.id == RosterLine.unit_id).correlate(RosterLine).scalar_subquery()

ROSTERS = define(
    Ledger(
        name=NAME,
        title=N_("慰问救助发放花名册"),
        permission="rosters.read_roster",
        period_label=N_("发放日期"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("roster", N_("花名册编号"), 20, "code", expression=Roster.id, groups=True),
            Column("unit", N_("社区"), 20, expression=_UNIT, groups=True),
            Column("name", N_("姓名"), 16, expression=RosterLine.name, is_link=True),
            Column("identity", N_("证件号码"), 28, "code"),
            Column("why", N_("列入原因"), 40),
            Column("goods", N_("物资"), 24),
            Column("money", N_("慰问金"), 18, "money_fen", total=True, expression=RosterLine.money_fen),
            Column("worth", N_("物资折款"), 18, "money_fen", total=True, expression=RosterLine.goods_fen),
            Column("signature", N_("领取人签名（代领注明关系）"), 30),
            Column("day", N_("领取日期"), 18, "date", expression=RosterLine.received_on),
            Column("state", N_("状态"), 13, "label", expression=RosterLine.outcome, groups=True, stays=True),
            Column("remarks", N_("备注"), 20, stays=True),
        ),
        filters=(
            Filter("roster", N_("花名册"), list_rosters),
            Filter("kind", N_("发放种类"), list_kinds),
            Filter("outcome", N_("状态"), list_outcomes),
        ),
        statement=select(RosterLine, Roster).join(Roster, Roster.id == RosterLine.roster_id),
        conditions=asked_for,
        key=RosterLine.id,
        order=(Roster.starts_on, Roster.id, RosterLine.position),
        options=(
            joinedload(RosterLine.unit).selectinload(Unit.names),
            load_only(Roster.number),
            raiseload("*"),
        ),
        struck=RosterLine.is_struck.is_(True),
        values=read_values,
        endpoint="rosters.read_line",
        key_argument="line_id",
        default_group="unit",
    )
)


def columns_for(*, has_money: bool, has_goods: bool) -> str:
    """The columns that one roster's sheet wants, as an address names them; empty where it wants all of them."""
    left_out = ([] if has_money else ["money"]) + ([] if has_goods else ["goods", "worth"])
    return ",".join(c.key for c in ROSTERS.columns if c.key not in left_out) if left_out else ""
