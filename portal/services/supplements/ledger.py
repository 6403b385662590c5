"""The ledger of requests to complete (补正通知台账): each with its answer; another request with the reason for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, load_only, raiseload

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.models import Application, ServiceItem
from portal.services.supplements.models import SupplementRequest
from portal.services.supplements.states import STATES

PAPER_TELLS = "{name}：{problem}"
PAPER_NEXT = "；"
PAPER_KNOWABLE = "上次能发现：{0}"
PAPER_NEW = "新情况：{0}"
PAPER_STOPS = "停"
PAPER_RUNS = "不停"


def list_states(_actor: Actor) -> list[tuple[str, str]]:
    """How a request may stand."""
    return list(STATES.items())


def list_rounds(_actor: Actor) -> list[tuple[str, str]]:
    """First requests, or those after an earlier one."""
    return [("first", N_("首次")), ("again", N_("再次"))]


def asked_for(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The requests of the period."""
    found = [
        SupplementRequest.asked_on.between(asked.first, asked.last),
        within(actor, asked, Application.unit_id),
    ]
    if asked.of("state"):
        found.append(SupplementRequest.state == asked.of("state"))
    if asked.of("round"):
        is_again = func.length(SupplementRequest.again_because) > 0
        found.append(is_again if asked.of("round") == "again" else ~is_again)
    return found


def read_values() -> Values:
    """What a request says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    request, application = found[:2]
    return {
        "number": application.number,
        "item": application.item.name,
        "applicant": application.subject_name,
        "asked": request.asked_on,
        "round": request.round,
        "defects": PAPER_NEXT.join(
            PAPER_TELLS.format(name=one["name"], problem=one["problem"]) for one in request.defects or ()
        ),
        "due": request.due_on,
        "clock": PAPER_STOPS if request.stops_clock else PAPER_RUNS,
        "state": STATES[request.state],
        "ended": request.ended_on,
        "again": _again(request),
    }


def _again(request: SupplementRequest) -> str:
    if not request.again_because:
        return ""
    return (PAPER_KNOWABLE if request.was_knowable else PAPER_NEW).format(request.again_because)


_ITEM = (
    select(ServiceItem.name)
    .where(ServiceItem.id == Application.item_id)
    .correlate(Application)
    .scalar_subquery()
)

SUPPLEMENTS = define(
    Ledger(
        name="supplements",
        title=N_("补正通知台账"),
        permission="services.read_application",
        period_label=N_("通知日期"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("number", N_("受理号"), 26, "code", is_link=True, expression=Application.issued_number_id),
            Column("item", N_("事项"), 26, expression=_ITEM, groups=True),
            Column("applicant", N_("申请人"), 18, expression=Application.subject_name),
            Column("asked", N_("通知日期"), 18, "date", expression=SupplementRequest.asked_on),
            Column("round", N_("次数"), 9, "number", align="center"),
            Column("defects", N_("要求补正的内容"), 56),
            Column("due", N_("补正期限"), 18, "date", expression=SupplementRequest.due_on),
            Column("clock", N_("停止计时"), 12, align="center"),
            Column(
                "state", N_("状态"), 16, "label", expression=SupplementRequest.state, groups=True, stays=True
            ),
            Column("ended", N_("答复日期"), 18, "date", expression=SupplementRequest.ended_on),
            Column("again", N_("再次要求的理由"), 34, stays=True),
        ),
        filters=(
            Filter("state", N_("状态"), list_states),
            Filter("round", N_("首次或再次"), list_rounds),
        ),
        statement=select(SupplementRequest, Application).join(
            Application, Application.id == SupplementRequest.application_id
        ),
        conditions=asked_for,
        key=SupplementRequest.id,
        order=(SupplementRequest.asked_on, SupplementRequest.id),
        options=(
            joinedload(Application.item).load_only(ServiceItem.name),
            load_only(
                Application.number,
                Application.subject_name,
                Application.item_id,
                Application.issued_number_id,
            ),
            raiseload("*"),
        ),
        values=read_values,
        endpoint="services.read_supplement",
        key_argument="request_id",
    )
)
