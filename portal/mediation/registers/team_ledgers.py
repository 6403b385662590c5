"""The registers of committees (调委会名册) and mediators (调解员名册) as they stand on the last day of the period asked for.

A figure of 组织队伍情况统计表 opens them with the same condition that made the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import contains_eager, raiseload

from portal import clock
from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, define
from portal.mediation.models import Committee, CommitteeMember, Mediator
from portal.mediation.registers import statistics, team
from portal.mediation.registers.values import NO, YES
from portal.mediation.states import COMMITTEE_KINDS, LAYERS, MEDIATOR_KINDS, SPECIALITIES
from portal.standards.codes import EDUCATION, SEX
from portal.standards.phones import mask_phone
from portal.units.models import Unit

COMMITTEES, MEDIATORS = "mediation-committees", "mediators"


def _conditions(of: str) -> Any:
    def conditions(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
        key = int(asked.of("of")) if asked.of("of") else None
        found = team.of_unit(actor, statistics.find_unit(actor, key))
        figure = team.FIGURES[asked.of("figure") or of]
        return [*found, figure.condition(asked.last)]

    return conditions


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in statistics.list_choosable_units(actor)]


def _figures(of: str) -> Any:
    def choices(_actor: Actor) -> list[tuple[str, str]]:
        return [(one.code, one.label) for one in team.FIGURES.values() if one.of == of]

    return choices


def _chair() -> ScalarSelect[str]:
    return (
        select(func.max(Mediator.name))
        .join(CommitteeMember, CommitteeMember.mediator_id == Mediator.id)
        .where(
            CommitteeMember.committee_id == Committee.id,
            CommitteeMember.role == "chair",
            CommitteeMember.until.is_(None),
        )
        .correlate(Committee)
        .scalar_subquery()
    )


def _seats() -> ScalarSelect[int]:
    return (
        select(func.count(CommitteeMember.id))
        .where(CommitteeMember.committee_id == Committee.id, CommitteeMember.until.is_(None))
        .correlate(Committee)
        .scalar_subquery()
    )


def _committee_values(found: Any) -> Mapping[str, Any]:
    row: Committee = found[0]
    return {
        "name": row.unit.name_on(clock.today()),
        "kind": COMMITTEE_KINDS[row.kind],
        "speciality": SPECIALITIES[row.speciality] if row.speciality else "",
        "chair": found.chair or "",
        "seats": found.seats,
        "founded": row.founded_on,
        "term": row.term_end,
        "room": YES if row.has_room else NO,
    }


def _mediator_values(found: Any) -> Mapping[str, Any]:
    row: Mediator = found[0]
    return {
        "name": row.name,
        "committee": row.committee.unit.name_on(clock.today()),
        "sex": SEX.get(row.sex, ""),
        "education": EDUCATION.get(row.education, ""),
        "kind": MEDIATOR_KINDS[row.kind],
        "layer": LAYERS[row.layer],
        "speciality": SPECIALITIES[row.speciality] if row.speciality else "",
        "area": row.area,
        "phone": row.phone or "",
        "since": row.valid_from,
        "until": row.valid_to,
    }


define(
    Ledger(
        name=COMMITTEES,
        title=N_("人民调解委员会名册"),
        permission=statistics.READ,
        period_label=N_("统计日期（以截止日为准）"),
        unit_kinds=(),
        columns=(
            Column("position", N_("序号"), 12, "number", align="center", wrap=False),
            Column("name", N_("名称"), 75, is_link=True, expression=Unit.code),
            Column("kind", N_("类型"), 52, "label", expression=Committee.kind, groups=True),
            Column("speciality", N_("专业"), 26, "label", expression=Committee.speciality, groups=True),
            Column("chair", N_("主任"), 24),
            Column("seats", N_("委员人数"), 20, "number"),
            Column("founded", N_("设立日期"), 24, "date", expression=Committee.founded_on),
            Column("term", N_("任期届满"), 24, "date", expression=Committee.term_end),
            Column("room", N_("调解室"), 18, "label", expression=Committee.has_room),
        ),
        filters=(
            Filter("of", N_("单位（含下级）"), _units),
            Filter("figure", N_("统计项目"), _figures("committees")),
        ),
        statement=(
            select(Committee, _chair().label("chair"), _seats().label("seats")).join(
                Unit, Unit.id == Committee.unit_id
            )
        ),
        conditions=_conditions("committees"),
        key=Committee.id,
        order=(Unit.code,),
        options=(contains_eager(Committee.unit).selectinload(Unit.names), raiseload("*")),
        values=lambda: _committee_values,
        endpoint="mediation.read_committee",
        key_argument="committee_id",
    )
)

define(
    Ledger(
        name=MEDIATORS,
        title=N_("人民调解员名册"),
        permission=statistics.READ,
        period_label=N_("统计日期（以截止日为准）"),
        unit_kinds=(),
        columns=(
            Column("position", N_("序号"), 12, "number", align="center", wrap=False),
            Column("name", N_("姓名"), 25, expression=Mediator.name),
            Column("committee", N_("调解委员会"), 55, expression=Unit.code, groups=True),
            Column("sex", N_("性别"), 14, "label", expression=Mediator.sex, groups=True),
            Column("education", N_("文化程度"), 24, "label", expression=Mediator.education, groups=True),
            Column("kind", N_("专职或兼职"), 20, "label", expression=Mediator.kind, groups=True),
            Column("layer", N_("类别"), 24, "label", expression=Mediator.layer, groups=True),
            Column("speciality", N_("擅长"), 20, "label", expression=Mediator.speciality),
            Column("area", N_("负责范围"), 24),
            Column("phone", N_("联系电话"), 22, "code", mask=mask_phone),
            Column("since", N_("聘任日期"), 19, "date", expression=Mediator.valid_from),
            Column("until", N_("离任日期"), 18, "date", expression=Mediator.valid_to),
        ),
        filters=(
            Filter("of", N_("单位（含下级）"), _units),
            Filter("figure", N_("统计项目"), _figures("mediators")),
        ),
        statement=(
            select(Mediator)
            .join(Committee, Committee.id == Mediator.committee_id)
            .join(Unit, Unit.id == Committee.unit_id)
        ),
        conditions=_conditions("mediators"),
        key=Mediator.id,
        order=(Unit.code,),
        options=(
            contains_eager(Mediator.committee).contains_eager(Committee.unit).selectinload(Unit.names),
            raiseload("*"),
        ),
        values=lambda: _mediator_values,
    )
)
