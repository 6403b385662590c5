"""The ledger of disputes (矛盾纠纷排查台账, reference B.4): page, workbook and paper of one declaration. Persons are masked in it
everywhere; what was told at a mediation is not in it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, contains_eager, raiseload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.kinds import RISKS, SOURCES, STATES
from portal.disputes.models import Dispute, DisputeCategory
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.screening.kinds import LIGHTS
from portal.screening.ledger import queries
from portal.screening.ledger.sheet_values import read_values
from portal.screening.ledger_models import DisputeCare
from portal.units.models import Unit, UnitName
from portal.units.queries import unit_and_below

NAME = "screening-disputes"
PAPER_MM = 277.0
_Stays = aliased(Dispute)


def found_disputes(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The disputes found in the period that the reader sees; a unit asked for is the one to which they belong."""
    found = [Dispute.found_on.between(asked.first, asked.last), queries.in_sight(actor)]
    if asked.unit_id is not None:
        found.append(Dispute.unit_id.in_(unit_and_below(asked.unit_id)))
    for key, column in (
        ("risk", Dispute.risk),
        ("source", Dispute.source),
        ("state", Dispute.state),
        ("category", DisputeCategory.code),
    ):
        if asked.of(key):
            found.append(column == asked.of(key))
    if asked.of("light"):
        found.append(_light(asked.of("light"), actor))
    return found


def _light(code: str, actor: Actor) -> ColumnElement[bool]:
    """What a light says, as a condition: the same as `lights.light_of`."""
    today = clock.today()
    soon = today + dt.timedelta(days=queries.soon_days(actor.unit_id))
    is_open, runs, limit = Dispute.state == "open", DisputeCare.suspended_on.is_(None), DisputeCare.limit_on
    return {
        "green": Dispute.state == "resolved",
        "grey": is_open & DisputeCare.suspended_on.is_not(None),
        "red": is_open & runs & (limit < today),
        "yellow": is_open & runs & (limit >= today) & (limit <= soon),
        "plain": is_open & runs & (limit.is_(None) | (limit > soon)),
    }[code]


def _words(words: dict[str, str]) -> Any:
    def choices(_actor: Actor) -> list[tuple[str, str]]:
        return list(words.items())

    return choices


def _categories(_actor: Actor) -> list[tuple[str, str]]:
    rows = session.scalars(
        select(DisputeCategory).where(DisputeCategory.scheme == "justice").order_by(DisputeCategory.position)
    )
    return list({row.code: row.name for row in rows}.items())


def _name_of(unit_id: Any) -> Any:
    """A unit's short name in force on the day of the find."""
    in_force = select(UnitName.short_name).where(
        UnitName.unit_id == unit_id, UnitName.valid_from <= Dispute.found_on
    )
    newest = in_force.order_by(UnitName.valid_from.desc(), UnitName.id.desc()).limit(1)
    return newest.correlate(Dispute).scalar_subquery()


def _merged_number() -> Any:
    stays = select(_Stays.number).where(_Stays.id == Dispute.merged_into_id)
    return stays.correlate(Dispute).scalar_subquery()


def _code_of_unit() -> Any:
    return select(Unit.code).where(Unit.id == Dispute.unit_id).correlate(Dispute).scalar_subquery()


_COLUMNS = (
    Column("position", N_("序号"), 7, "number", align="center", wrap=False),
    Column("number", N_("编号"), 13, "code", is_link=True, expression=Dispute.issued_number_id),
    Column("found", N_("排查日期"), 10.5, "date", expression=Dispute.found_on),
    Column("source", N_("排查方式"), 9, "label", expression=Dispute.source, groups=True),
    Column("unit", N_("所属社区、网格、地址"), 13, expression=_code_of_unit(), groups=True),
    Column("category", N_("纠纷类别"), 8, expression=DisputeCategory.name, groups=True),
    Column("title", N_("纠纷名称"), 14),
    Column("parties", N_("主要当事人"), 13),
    Column("bodies", N_("涉及单位"), 9),
    Column("people", N_("涉及人数"), 6, "number", expression=Dispute.people, total=True),
    Column(
        "amount", N_("涉及金额（元）"), 13, "money_fen", wrap=False, expression=Dispute.amount_fen, total=True
    ),
    Column("story", N_("起因及主要情况"), 18),
    Column("demand", N_("诉求"), 12),
    Column("risk", N_("风险等级"), 8, "label", expression=Dispute.risk, groups=True),
    Column("criminal", N_("民转刑倾向"), 6, "label", expression=Dispute.tends_criminal),
    Column("petition", N_("群体性上访倾向"), 6, "label", expression=Dispute.tends_petition),
    Column("unrest", N_("影响稳定倾向"), 6, "label", expression=Dispute.tends_unrest),
    Column("responsible", N_("责任单位"), 11, expression=DisputeCare.responsible_unit, groups=True),
    Column("person", N_("责任人"), 8, expression=DisputeCare.responsible_person),
    Column("leader", N_("包案领导"), 8, expression=DisputeCare.leader),
    Column("measures", N_("化解措施"), 13),
    Column("limit", N_("化解时限"), 10.5, "date", expression=DisputeCare.limit_on),
    Column("mediation", N_("调解组织、调解员"), 12),
    Column("progress", N_("进展"), 18.5),
    Column("light", N_("办理灯"), 7, "label"),
    Column("outcome", N_("化解结果"), 11),
    Column("resolved", N_("化解日期"), 10.5, "date", expression=Dispute.resolved_on),
    Column("agreement", N_("协议编号"), 9, "code"),
    Column("visited", N_("回访"), 10.5, "date"),
    Column("reports", N_("上报情况"), 11),
    Column("remark", N_("备注"), 10, stays=True),
)


def _fitted(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    share = PAPER_MM / sum(column.width_mm for column in columns)
    return tuple(replace(column, width_mm=int(column.width_mm * share * 100) / 100) for column in columns)


def _values() -> Values:
    return read_values()


LEDGER = define(
    Ledger(
        name=NAME,
        title=N_("矛盾纠纷排查台账"),
        permission="screening.read_dispute",
        period_label=N_("排查日期"),
        columns=_fitted(_COLUMNS),
        filters=(
            Filter("risk", N_("风险等级"), _words(RISKS)),
            Filter("category", N_("纠纷类别"), _categories),
            Filter("source", N_("排查方式"), _words(SOURCES)),
            Filter("state", N_("状态"), _words(STATES)),
            Filter("light", N_("办理灯"), _words(LIGHTS)),
        ),
        statement=(
            select(
                Dispute,
                DisputeCare,
                _name_of(Dispute.unit_id).label("unit_name"),
                _name_of(Dispute.grid_id).label("grid_name"),
                _merged_number().label("merged_number"),
            )
            .join(DisputeCategory, DisputeCategory.id == Dispute.category_id)
            .outerjoin(DisputeCare, DisputeCare.dispute_id == Dispute.id)
        ),
        conditions=found_disputes,
        key=Dispute.id,
        order=(Dispute.found_on, func.coalesce(Dispute.issued_number_id, 0)),
        options=(
            contains_eager(Dispute.category),
            selectinload(Dispute.parties),
            raiseload("*"),
        ),
        struck=Dispute.state.in_(("merged", "void")),
        values=_values,
        endpoint="screened.read_dispute",
        key_argument="dispute_id",
    )
)
