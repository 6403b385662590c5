"""The ledgers of payments: what was paid (发放台账), the sheet for signatures (签领册), the differences of a month (发放变动表).

The period is that of the months paid for. Withheld lines stand struck and are not summed; accounts show their last four digits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import load_only, raiseload

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.assistance.months import month_text
from portal.services.assistance.payments.models import PaymentDifference, PaymentLine, PaymentMonth
from portal.services.assistance.payments.states import (
    DIFFERENCES,
    DISCARDED,
    FINAL,
    LINE_STATES,
    PREPARING,
    WITHHELD,
)
from portal.services.assistance.schemes import DECISION_KINDS, DUE_KINDS, SCHEMES
from portal.units.models import Unit, UnitName
from portal.units.queries import within_scope

PERMISSION = "payments.read_payments"
MOST_BATCHES = 100
_ACCOUNT = "****{0}"
PAPER_ROOM = "　\n　"  # two lines, so that a hand can sign


def list_batches(actor: Actor) -> list[tuple[str, str]]:
    """The newest batches that this actor may see."""
    statement = (
        select(PaymentMonth.id, PaymentMonth.number)
        .where(within_scope(actor, PaymentMonth.street_id), PaymentMonth.state.not_in((PREPARING, DISCARDED)))
        .order_by(PaymentMonth.month.desc(), PaymentMonth.id.desc())
    )
    return [(str(row.id), row.number) for row in session.execute(statement.limit(MOST_BATCHES))]


def list_schemes(_actor: Actor) -> list[tuple[str, str]]:
    """The schemes that pay by the month."""
    return [(scheme.code, scheme.name) for scheme in SCHEMES.values() if scheme.pays_monthly]


def list_line_states(_actor: Actor) -> list[tuple[str, str]]:
    """What can become of a line."""
    return list(LINE_STATES.items())


def list_differences(_actor: Actor) -> list[tuple[str, str]]:
    """The kinds of differences."""
    return list(DIFFERENCES.items())


_BATCH = Filter("batch", N_("批次"), list_batches)
_SCHEME = Filter("scheme", N_("救助种类"), list_schemes)


def _asked_for(line: Any) -> Callable[[Actor, Asked], list[ColumnElement[bool]]]:
    def conditions(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
        found = [
            PaymentMonth.month.between(asked.first, asked.last),
            within(actor, asked, line.unit_id),
        ]
        if line is PaymentLine:
            found.append(PaymentMonth.state.in_(FINAL))
        else:
            found.append(PaymentMonth.state != PREPARING)
        if asked.of("batch"):
            found.append(PaymentMonth.id == int(asked.of("batch")))
        if asked.of("scheme"):
            found.append(PaymentMonth.scheme == asked.of("scheme"))
        if asked.of("state"):
            found.append(PaymentLine.state == asked.of("state"))
        if asked.of("kind"):
            found.append(PaymentDifference.kind == asked.of("kind"))
        return found

    return conditions


def _unit_name(line: Any) -> ScalarSelect[str]:
    """The community's name in force in the month."""
    names = select(UnitName.name).where(
        UnitName.unit_id == line.unit_id, UnitName.valid_from <= PaymentMonth.month
    )
    newest = names.order_by(UnitName.valid_from.desc(), UnitName.id.desc()).limit(1)
    return newest.correlate(line, PaymentMonth).scalar_subquery()


def _unit_code(line: Any) -> ScalarSelect[str]:
    return select(Unit.code).where(Unit.id == line.unit_id).correlate(line).scalar_subquery()


def read_lines() -> Values:
    """What a line says in each column."""
    return _line_values


def _line_values(found: Any) -> dict[str, Any]:
    line, batch = found[:2]
    return {
        "batch": batch.number,
        "month": month_text(batch.month),
        "unit": found.unit_name,
        "number": line.number,
        "head": line.head_name,
        "bank": line.bank_name,
        "account": _ACCOUNT.format(line.account_tail) if line.account_tail else "",
        "persons": line.persons,
        "standard": line.standard_fen,
        "base": line.base_fen,
        "extra": line.extra_fen,
        "arrears": line.arrears_fen,
        "recovery": line.recovery_fen,
        "net": line.net_fen,
        "state": LINE_STATES[line.state],
        "note": line.note,
        "signature": PAPER_ROOM,
        "proxy": "",
        "day": "",
    }


_LINE = select(PaymentLine, PaymentMonth, _unit_name(PaymentLine).label("unit_name")).join(
    PaymentMonth, PaymentMonth.id == PaymentLine.month_id
)
_LOADED = (
    load_only(
        PaymentLine.number,
        PaymentLine.head_name,
        PaymentLine.bank_name,
        PaymentLine.account_tail,
        PaymentLine.persons,
        PaymentLine.standard_fen,
        PaymentLine.base_fen,
        PaymentLine.extra_fen,
        PaymentLine.arrears_fen,
        PaymentLine.recovery_fen,
        PaymentLine.net_fen,
        PaymentLine.state,
        PaymentLine.note,
    ),
    load_only(PaymentMonth.number, PaymentMonth.month),
    raiseload("*"),
)

PAYMENTS = define(
    Ledger(
        name="support-payments",
        title=N_("救助金发放台账"),
        permission=PERMISSION,
        period_label=N_("所属月份"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("batch", N_("批次号"), 30, "code", expression=PaymentMonth.number, groups=True),
            Column("month", N_("月份"), 14, "code", align="center", expression=PaymentMonth.month),
            Column("unit", N_("社区"), 22, expression=_unit_code(PaymentLine), groups=True),
            Column("number", N_("户号"), 33, "code", expression=PaymentLine.file_id),
            Column("head", N_("户主"), 17, expression=PaymentLine.head_name),
            Column("bank", N_("开户行"), 22),
            Column("account", N_("账号"), 15, "code"),
            Column("persons", N_("人数"), 9, "number", total=True, expression=PaymentLine.persons),
            Column("standard", N_("标准"), 15, "money_fen", expression=PaymentLine.standard_fen),
            Column("base", N_("基本金额"), 18, "money_fen", total=True, expression=PaymentLine.base_fen),
            Column("extra", N_("分类施保"), 16, "money_fen", total=True, expression=PaymentLine.extra_fen),
            Column("arrears", N_("补发"), 15, "money_fen", total=True, expression=PaymentLine.arrears_fen),
            Column("recovery", N_("扣回"), 15, "money_fen", total=True, expression=PaymentLine.recovery_fen),
            Column("net", N_("实发"), 18, "money_fen", total=True, expression=PaymentLine.net_fen),
            Column("state", N_("状态"), 9, "label", expression=PaymentLine.state, groups=True, stays=True),
        ),
        filters=(_BATCH, _SCHEME, Filter("state", N_("状态"), list_line_states)),
        statement=_LINE,
        conditions=_asked_for(PaymentLine),
        key=PaymentLine.id,
        order=(PaymentMonth.month, PaymentMonth.id, PaymentLine.position),
        options=_LOADED,
        struck=PaymentLine.state == WITHHELD,
        values=read_lines,
        default_group="batch",
    )
)

SIGNATURES = define(
    Ledger(
        name="payment-signatures",
        title=N_("救助金签领册"),
        permission=PERMISSION,
        period_label=N_("所属月份"),
        columns=(
            Column("position", N_("序号"), 12, "number", align="center", wrap=False),
            Column("unit", N_("社区"), 30, expression=_unit_code(PaymentLine), groups=True),
            Column("number", N_("户号"), 44, "code", expression=PaymentLine.file_id),
            Column("head", N_("户主"), 26, expression=PaymentLine.head_name),
            Column("persons", N_("人数"), 14, "number", total=True, expression=PaymentLine.persons),
            Column("net", N_("金额"), 26, "money_fen", total=True, expression=PaymentLine.net_fen),
            Column("signature", N_("领取人签名（按印）"), 48),
            Column("proxy", N_("代领人及关系"), 45),
            Column("day", N_("日期"), 32),
        ),
        filters=(_BATCH, _SCHEME),
        statement=_LINE,
        conditions=lambda actor, asked: [
            *_asked_for(PaymentLine)(actor, asked),
            PaymentLine.state != WITHHELD,
        ],
        key=PaymentLine.id,
        order=(PaymentMonth.month, PaymentMonth.id, PaymentLine.position),
        options=_LOADED,
        values=read_lines,
        default_group="unit",
    )
)


def read_differences() -> Values:
    """What a difference says in each column."""
    return _difference_values


def _difference_values(found: Any) -> dict[str, Any]:
    one, batch = found[:2]
    return {
        "batch": batch.number,
        "kind": DIFFERENCES[one.kind],
        "unit": found.unit_name,
        "number": one.number,
        "head": one.head_name,
        "persons_before": one.persons_before,
        "persons_after": one.persons_after,
        "before": one.before_fen,
        "after": one.after_fen,
        "change": one.after_fen - one.before_fen,
        "decision": one.decision_number,
        "why": (DECISION_KINDS | DUE_KINDS).get(one.why, one.why),
    }


CHANGES = define(
    Ledger(
        name="payment-differences",
        title=N_("救助金发放变动表"),
        permission=PERMISSION,
        period_label=N_("所属月份"),
        columns=(
            Column("position", N_("序号"), 10, "number", align="center", wrap=False),
            Column("kind", N_("变动"), 18, "label", expression=PaymentDifference.kind, groups=True),
            Column("unit", N_("社区"), 26, expression=_unit_code(PaymentDifference), groups=True),
            Column("number", N_("户号"), 38, "code", expression=PaymentDifference.file_id),
            Column("head", N_("户主"), 22, expression=PaymentDifference.head_name),
            Column(
                "persons_before", N_("上月人数"), 14, "number", expression=PaymentDifference.persons_before
            ),
            Column("persons_after", N_("本月人数"), 14, "number", expression=PaymentDifference.persons_after),
            Column(
                "before", N_("上月金额"), 22, "money_fen", total=True, expression=PaymentDifference.before_fen
            ),
            Column(
                "after", N_("本月金额"), 22, "money_fen", total=True, expression=PaymentDifference.after_fen
            ),
            Column(
                "change",
                N_("增减"),
                22,
                "money_fen",
                total=True,
                expression=PaymentDifference.after_fen - PaymentDifference.before_fen,
            ),
            Column("decision", N_("决定文号"), 38, "code", expression=PaymentDifference.decision_number),
            Column("why", N_("原因"), 31, "label"),
        ),
        filters=(_BATCH, _SCHEME, Filter("kind", N_("变动"), list_differences)),
        statement=select(
            PaymentDifference, PaymentMonth, _unit_name(PaymentDifference).label("unit_name")
        ).join(PaymentMonth, PaymentMonth.id == PaymentDifference.month_id),
        conditions=_asked_for(PaymentDifference),
        key=PaymentDifference.id,
        order=(PaymentMonth.month, PaymentMonth.id),
        options=(load_only(PaymentMonth.number, PaymentMonth.month), raiseload("*")),
        values=read_differences,
        default_group="kind",
    )
)
