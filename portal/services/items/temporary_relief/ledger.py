"""The ledger of temporary relief (临时救助台账): every relief that was granted or given first, with its sum and receipt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, load_only, raiseload

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.items.temporary_relief.definition import DEFINITION
from portal.services.items.temporary_relief.models import FORMS, TemporaryRelief
from portal.services.models import Application
from portal.services.states import STATES
from portal.units.models import Unit

KINDS = {one.code: one.name for one in DEFINITION.businesses}
PAPER_FIRST = "先行救助"
PAPER_RECEIVED = "{name} {day}"

_DAY = func.coalesce(TemporaryRelief.first_on, Application.decided_on)
_UNIT = (
    select(Unit.code).where(Unit.id == TemporaryRelief.unit_id).correlate(TemporaryRelief).scalar_subquery()
)


def list_kinds(_actor: Actor) -> list[tuple[str, str]]:
    """The types of relief."""
    return list(KINDS.items())


def asked_for(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The reliefs of the period, by the day of the aid or of the decision."""
    found = [
        _DAY.between(asked.first, asked.last),
        or_(Application.result == "granted", TemporaryRelief.is_first),
        within(actor, asked, TemporaryRelief.unit_id),
    ]
    if asked.of("kind"):
        found.append(TemporaryRelief.kind == asked.of("kind"))
    return found


def read_values() -> Values:
    """What a relief says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    relief, application = found[:2]
    received = relief.received_on
    return {
        "number": application.number or "",
        "day": relief.first_on or application.decided_on,
        "name": application.subject_name,
        "kind": KINDS.get(relief.kind, relief.kind),
        "reason": relief.reason,
        "event": relief.event_on,
        "persons": relief.persons,
        "form": FORMS[relief.form],
        "amount": relief.amount_fen,
        "unit": relief.unit.name,
        "receipt": PAPER_RECEIVED.format(name=relief.receiver, day=received.isoformat()) if received else "",
        "state": STATES[application.state],
        "remarks": PAPER_FIRST if relief.is_first else relief.district_number,
    }


RELIEF = define(
    Ledger(
        name="temporary-relief",
        title=N_("临时救助台账"),
        permission="services.read_application",
        period_label=N_("救助日期"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("number", N_("受理号"), 26, "code", expression=Application.id),
            Column("day", N_("救助日期"), 19, "date", expression=_DAY),
            Column("name", N_("申请人"), 17, is_link=True, expression=Application.subject_name),
            Column("kind", N_("类型"), 16, "label", expression=TemporaryRelief.kind, groups=True),
            Column("reason", N_("困难原因"), 44),
            Column("event", N_("发生日期"), 19, "date", expression=TemporaryRelief.event_on),
            Column("persons", N_("人数"), 10, "number", total=True, expression=TemporaryRelief.persons),
            Column("form", N_("方式"), 14, "label", expression=TemporaryRelief.form, groups=True),
            Column("amount", N_("金额"), 22, "money_fen", total=True, expression=TemporaryRelief.amount_fen),
            Column("unit", N_("承办科室"), 22, expression=_UNIT, groups=True),
            Column("receipt", N_("签收"), 24),
            Column("state", N_("状态"), 14, "label", expression=Application.state, groups=True, stays=True),
            Column("remarks", N_("备注"), 20, stays=True),
        ),
        filters=(Filter("kind", N_("类型"), list_kinds),),
        statement=select(TemporaryRelief, Application).join(
            Application, Application.id == TemporaryRelief.application_id
        ),
        conditions=asked_for,
        key=TemporaryRelief.id,
        order=(_DAY, TemporaryRelief.id),
        options=(
            joinedload(TemporaryRelief.unit).selectinload(Unit.names),
            load_only(
                Application.number, Application.decided_on, Application.subject_name, Application.state
            ),
            raiseload("*"),
        ),
        struck=Application.state == "voided",
        values=read_values,
        endpoint="temporary_relief.read_relief",
        key_argument="relief_id",
    )
)
