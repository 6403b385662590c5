"""The full list of standard adjustments (标准调整清单): every line of a batch as page, Excel and PDF."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import raiseload

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.assistance.adjustments.figures import EXCEPTIONS
from portal.services.assistance.adjustments.leads import ORIGINS
from portal.services.assistance.adjustments.models import LINE_KINDS, Adjustment, AdjustmentLine
from portal.services.assistance.models import SupportDecision
from portal.services.assistance.months import month_text
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.units.models import Unit, UnitName
from portal.units.queries import within_scope

PAPER_BATCH = "{scheme}{area} {month}起 {old}→{new}元（{source}）"
MOST_BATCHES = 200


def lines_of(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The lines of batches whose effective month lies in the period."""
    found = [
        Adjustment.effective_month.between(asked.first, asked.last),
        Adjustment.digest != "",
        within(actor, asked, AdjustmentLine.unit_id),
    ]
    batch = asked.of("batch")
    if batch and batch.isdecimal():
        found.append(Adjustment.id == int(batch))
    if asked.of("kind"):
        found.append(AdjustmentLine.kind == asked.of("kind"))
    return found


def list_batches(actor: Actor) -> list[tuple[str, str]]:
    """The previewed batches within the reader's scope, newest first."""
    statement = (
        select(Adjustment)
        .where(within_scope(actor, Adjustment.street_id), Adjustment.digest != "")
        .order_by(Adjustment.id.desc())
        .limit(MOST_BATCHES)
    )
    return [(str(one.id), batch_name(one)) for one in session.scalars(statement)]


def batch_name(adjustment: Adjustment) -> str:
    """How a batch is told apart in a list; paper words."""
    return PAPER_BATCH.format(
        scheme=SCHEMES[adjustment.scheme].name,
        area=AREAS[adjustment.area],
        month=month_text(adjustment.effective_month),
        old=f"{adjustment.old_fen / 100:g}",
        new=f"{adjustment.new_fen / 100:g}",
        source=adjustment.source,
    )


def list_kinds(_actor: Actor) -> list[tuple[str, str]]:
    """Changes, exceptions, leads."""
    return list(LINE_KINDS.items())


def _unit_name() -> ScalarSelect[str]:
    in_force = select(UnitName.name).where(
        UnitName.unit_id == AdjustmentLine.unit_id, UnitName.valid_from <= Adjustment.decided_on
    )
    newest = in_force.order_by(UnitName.valid_from.desc(), UnitName.id.desc()).limit(1)
    return newest.correlate(AdjustmentLine, Adjustment).scalar_subquery()


def _unit_code() -> ScalarSelect[str]:
    return (
        select(Unit.code).where(Unit.id == AdjustmentLine.unit_id).correlate(AdjustmentLine).scalar_subquery()
    )


def _decision_number() -> ScalarSelect[str]:
    statement = select(SupportDecision.number).where(SupportDecision.id == AdjustmentLine.new_decision_id)
    return statement.correlate(AdjustmentLine).scalar_subquery()


def read_values() -> Values:
    """What a line says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    line = found[0]
    is_lead = line.kind == "lead"
    return {
        "kind": LINE_KINDS[line.kind],
        "number": line.number,
        "head": line.head_name,
        "unit": found.unit_name,
        "persons": line.persons,
        "income": line.income_fen,
        "old_standard": line.old_standard_fen,
        "old": None if is_lead else line.old_total_fen,
        "new_standard": line.new_standard_fen or None,
        "new": line.new_total_fen if line.kind != "exception" else None,
        "delta": line.delta_fen,
        "arrears": line.arrears_fen,
        "decision": found.decision_number or "",
        "reason": (ORIGINS if is_lead else EXCEPTIONS).get(line.reason, ""),
    }


LINES = define(
    Ledger(
        name="standard-adjustments",
        title=N_("标准调整清单"),
        permission="assistance.read_adjustment",
        period_label=N_("执行月份"),
        columns=(
            Column("position", N_("序号"), 10, "number", align="center", wrap=False),
            Column("number", N_("户号"), 30, "code", is_link=True, expression=AdjustmentLine.number),
            Column("head", N_("户主"), 18),
            Column("unit", N_("社区"), 24, expression=_unit_code(), groups=True),
            Column("kind", N_("处理"), 14, "label", expression=AdjustmentLine.kind, groups=True),
            Column("persons", N_("人数"), 10, "number", expression=AdjustmentLine.persons, total=True),
            Column("income", N_("月收入"), 18, "money_fen"),
            Column("old_standard", N_("原标准"), 17, "money_fen"),
            Column("old", N_("原金额"), 18, "money_fen", expression=AdjustmentLine.old_total_fen),
            Column("new_standard", N_("新标准"), 17, "money_fen"),
            Column("new", N_("新金额"), 18, "money_fen", expression=AdjustmentLine.new_total_fen),
            Column("delta", N_("单月增量"), 18, "money_fen", expression=AdjustmentLine.delta_fen, total=True),
            Column("arrears", N_("补发"), 18, "money_fen", expression=AdjustmentLine.arrears_fen, total=True),
            Column("decision", N_("决定文号"), 25, "code", expression=AdjustmentLine.new_decision_id),
            Column("reason", N_("说明"), 22, "label", expression=AdjustmentLine.reason, groups=True),
        ),
        filters=(Filter("batch", N_("批次"), list_batches), Filter("kind", N_("处理"), list_kinds)),
        statement=select(
            AdjustmentLine,
            _unit_name().label("unit_name"),
            _decision_number().label("decision_number"),
        ).join(Adjustment, Adjustment.id == AdjustmentLine.adjustment_id),
        conditions=lines_of,
        key=AdjustmentLine.id,
        order=(AdjustmentLine.adjustment_id, AdjustmentLine.position),
        options=(raiseload("*"),),
        struck=AdjustmentLine.reversal_decision_id.is_not(None),
        values=read_values,
        endpoint="adjustments.read_line",
        key_argument="line_id",
    )
)
