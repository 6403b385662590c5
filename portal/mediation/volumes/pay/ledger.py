"""The ledger of payment by the case (以案定补台账): one line a case, corrections included, those left out struck."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import raiseload

from portal.actor import Actor
from portal.disputes.models import Dispute
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.queries import in_sight
from portal.mediation.states import DIFFICULTIES
from portal.mediation.volumes.kinds import PAY_FORMS, PAY_STATES
from portal.mediation.volumes.pay_models import PayLine, PayList
from portal.units.queries import unit_and_below


def asked_lines(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The lines of the lists drawn up in the period, for the committees in sight."""
    found = [
        PayList.made_on.between(asked.first, asked.last),
        in_sight(actor, PayList.unit_id),
        PayList.state != "discarded",
    ]
    if asked.unit_id is not None:
        found.append(MediationCase.unit_id.in_(unit_and_below(asked.unit_id)))
    if asked.of("state"):
        found.append(PayList.state == asked.of("state"))
    return found


def list_states(_actor: Actor) -> list[tuple[str, str]]:
    """The states of a list."""
    return list(PAY_STATES.items())


def _title() -> ScalarSelect[str]:
    own = select(Dispute.title).where(Dispute.id == MediationCase.dispute_id)
    return own.correlate(MediationCase).scalar_subquery()


def pay_values() -> Values:
    """What a line says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    line: PayLine = found[0]
    return {
        "period": f"{found.period_first:%Y-%m-%d}—{found.period_last:%Y-%m-%d}",
        "case": found.number or "",
        "title": found.title,
        "mediator": found.mediator,
        "closed": found.closed_on,
        "grade": DIFFICULTIES[line.grade],
        "form": PAY_FORMS[line.form],
        "sum": line.fen,
        "state": PAY_STATES[found.state],
        "note": line.left_out_because or line.reason,
    }


CASE_PAY = define(
    Ledger(
        name="case-pay",
        title=N_("以案定补台账"),
        permission="mediation.read_pay",
        period_label=N_("制表日期"),
        unit_kinds=("district", "street", "committee"),
        columns=(
            Column("position", N_("序号"), 10, "number", align="center", wrap=False),
            Column("period", N_("名单期间"), 44, is_link=True, expression=PayList.period_last),
            Column("case", N_("案号"), 40, "code", expression=MediationCase.issued_number_id),
            Column("title", N_("纠纷"), 40),
            Column("mediator", N_("调解员"), 22, expression=Mediator.name, groups=True),
            Column("closed", N_("结案日期"), 20, "date", expression=MediationCase.closed_on),
            Column("grade", N_("难易程度"), 18, "label", expression=PayLine.grade, groups=True),
            Column("form", N_("协议形式"), 18, "label", expression=PayLine.form),
            Column("sum", N_("金额（元）"), 22, "money_fen", total=True, expression=PayLine.fen),
            Column("state", N_("名单状态"), 18, "label", expression=PayList.state, stays=True),
            Column("note", N_("更正、移出的原因"), 24, stays=True),
        ),
        filters=(Filter("state", N_("名单状态"), list_states),),
        statement=(
            select(
                PayLine,
                PayList.period_first,
                PayList.period_last,
                PayList.state,
                MediationCase.number,
                MediationCase.closed_on,
                Mediator.name.label("mediator"),
                _title().label("title"),
            )
            .join(PayList, PayList.id == PayLine.pay_list_id)
            .join(MediationCase, MediationCase.id == PayLine.case_id)
            .join(Mediator, Mediator.id == PayLine.mediator_id)
        ),
        conditions=asked_lines,
        key=PayLine.id,
        order=(PayList.made_on,),
        options=(raiseload("*"),),
        struck=PayLine.left_out_because != "",
        values=pay_values,
        endpoint="mediation_volumes.read_pay_line",
        key_argument="line_id",
    )
)
