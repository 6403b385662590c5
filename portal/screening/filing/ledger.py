"""The ledger of screenings (排查记录台账): every line about a place and a day, struck ones with their reason."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import raiseload

from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.screening.kinds import ACT_KINDS
from portal.screening.models import ScreeningAct
from portal.units.queries import list_units


def acts_done(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The screenings of the period at the units that the actor may see."""
    found = [
        ScreeningAct.day.between(asked.first, asked.last),
        within(actor, asked, ScreeningAct.unit_id),
    ]
    if asked.of("kind"):
        found.append(ScreeningAct.kind == asked.of("kind"))
    return found


def list_kinds(_actor: Actor) -> list[tuple[str, str]]:
    """The kinds of screening."""
    return list(ACT_KINDS.items())


def read_values() -> Values:
    """What a line says in each column; the names of units are read once, as they were on the line's day."""
    units = {unit.id: unit for unit in list_units(ended=True)}

    def values(found: Any) -> dict[str, Any]:
        act = found[0]
        return {
            "day": act.day,
            "unit": units[act.unit_id].name_on(act.day),
            "grid": units[act.grid_id].name_on(act.day) if act.grid_id is not None else "",
            "kind": ACT_KINDS[act.kind],
            "place": act.place,
            "times": act.times,
            "hands": act.hands,
            "note": act.note,
            "enterer": found.enterer_name,
            "remark": act.struck_because,
        }

    return values


ACTS = define(
    Ledger(
        name="screening-acts",
        title=N_("排查记录台账"),
        permission="screening.read_dispute",
        period_label=N_("排查日期"),
        unit_kinds=("district", "street", "community"),
        columns=(
            Column("position", N_("序号"), 11, "number", align="center", wrap=False),
            Column("day", N_("排查日期"), 22, "date", expression=ScreeningAct.day),
            Column("unit", N_("单位"), 40, expression=ScreeningAct.unit_id, groups=True),
            Column("grid", N_("网格"), 34),
            Column("kind", N_("排查方式"), 28, "label", expression=ScreeningAct.kind, groups=True),
            Column("place", N_("地点"), 56),
            Column("times", N_("次数"), 13, "number", expression=ScreeningAct.times, total=True),
            Column("hands", N_("人次"), 13, "number", expression=ScreeningAct.hands, total=True),
            Column("note", N_("备注"), 28),
            Column("enterer", N_("登记人"), 16),
            Column("remark", N_("划去的原因"), 16, stays=True),
        ),
        filters=(Filter("kind", N_("排查方式"), list_kinds),),
        statement=select(ScreeningAct, StaffAccount.name.label("enterer_name")).join(
            StaffAccount, ScreeningAct.entered_by == StaffAccount.id
        ),
        conditions=acts_done,
        key=ScreeningAct.id,
        order=(ScreeningAct.day,),
        options=(raiseload("*"),),
        struck=ScreeningAct.struck_at.is_not(None),
        values=read_values,
    )
)
