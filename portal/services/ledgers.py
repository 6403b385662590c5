"""The ledger of accepted applications (受理办件台账), with the columns of the domain reference, F.3.

Two columns of the reference differ. The rating (评价) is left out: nobody can rate anything yet, and an empty column would
look like bad ratings withheld; it comes with the rating itself. The telephone is masked, for a ledger is handed around.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Row, define
from portal.services.definitions import ItemDefinition
from portal.services.models import Application
from portal.services.queries import list_items
from portal.services.queries.accepted import count_accepted, list_accepted, list_clerks
from portal.services.states import ACCEPTED_ONCE, CHANNELS, COLLECTORS, RESULTS, STATES
from portal.standards.phones import mask_phone

LATE = N_("是")
PAPER_MATERIALS = {
    "settled": "齐全({0})",
    "promised": "容缺{0}",
    "missing": "缺{0}",
}
PAPER_REMARKS = {
    "void": "作废：{0}",
    "agent": "代办人{0}",
    "spot": "即办",
    "deemed": "视为受理",
    "paper_day": "补录",
    "provisional": "截止日暂定",
    "suspended": "{0}起中止",
}
PAPER_COLLECTED = "{0}领取 {1}"
PAPER_AND = "，"
PAPER_NEXT = "；"


def list_states(_actor: Actor) -> list[tuple[str, str]]:
    """The states that an application can be in once it was accepted."""
    return [
        (code, label) for code, label in STATES.items() if code in ACCEPTED_ONCE | {"voided", "withdrawn"}
    ]


def list_item_choices(_actor: Actor) -> list[tuple[str, str]]:
    """Every item, on offer or not: old ones stay in old ledgers."""
    return [(item.code, item.name) for item in list_items(offered=False)]


def rows(actor: Actor, asked: Asked, *, offset: int = 0, limit: int | None = None) -> Iterator[Row]:
    """The applications in the order of their acceptance, as the ledger says them."""
    for found, definition in list_accepted(actor, asked, offset=offset, limit=limit):
        application: Application = found[0]
        values = _values(application, definition, found)
        yield Row(values, application.state == "voided", "services.read_application", application.id)


def _values(application: Application, definition: ItemDefinition, found: Any) -> dict[str, Any]:
    return {
        "number": application.number,
        "accepted": _accepted(application),
        "applicant": application.subject_name,
        "phone": _phone(application),
        "item": definition.name,
        "code": definition.printed_code,
        "channel": CHANNELS.get(application.channel, application.channel),
        "materials": _materials_words(found),
        "unit": found.unit_name,
        "handler": application.handler.name if application.handler else "",
        "statutory": definition.statutory_days,
        "promised": definition.promised_days,
        "due": application.due_on,
        "state": STATES[application.state],
        "closed": application.closed_on,
        "result": RESULTS.get(application.result, ""),
        "delivery": _delivery(application),
        "late": LATE if is_late(application) else "",
        "remarks": _remarks(application, found.void_reason),
    }


def _accepted(application: Application) -> dt.datetime | dt.date | None:
    """The minute of acceptance; only the day for an entry made afterwards from a paper day."""
    moment = application.accepted_at
    if moment is not None and clock.office_time(moment).date() == application.accepted_on:
        return moment
    return application.accepted_on


def _phone(application: Application) -> str:
    holder = application.resident or application.organisation
    if holder is None and application.household is not None:
        holder = application.household.head
    number = holder.phone if holder is not None else None
    return mask_phone(number) if number else ""


def _materials_words(found: Any) -> str:
    open_ones = [
        PAPER_MATERIALS[kind].format(count)
        for kind in ("promised", "missing")
        if (count := getattr(found, kind))
    ]
    if open_ones:
        return PAPER_AND.join(open_ones)
    return PAPER_MATERIALS["settled"].format(found.materials) if found.materials else ""


def _delivery(application: Application) -> str:
    """Who took the result at the counter and when; the guide's own words on delivery are too long for a column."""
    if application.collected_on is None:
        return ""
    who = COLLECTORS.get(application.collector_kind, "")
    return PAPER_COLLECTED.format(who, application.collected_on.isoformat())


def is_late(application: Application, today: dt.date | None = None) -> bool:
    """Whether the decision came, or is still to come, after the promised day; a limit that is suspended does not run."""
    if application.due_on is None or application.state in {"voided", "withdrawn"}:
        return False
    if application.decided_on is None and application.state == "suspended":
        return False
    return (application.decided_on or today or clock.today()) > application.due_on


def _remarks(application: Application, void_reason: str | None) -> str:
    agent, suspended = application.agent, application.suspended_on
    said = {
        "void": void_reason if application.state == "voided" else None,
        "agent": agent.name if agent else None,
        "spot": "" if application.is_on_the_spot else None,
        "deemed": "" if application.is_deemed else None,
        "paper_day": "" if application.paper_day else None,
        "provisional": "" if application.due_is_provisional and application.decided_on is None else None,
        "suspended": suspended.isoformat() if application.state == "suspended" and suspended else None,
    }
    return PAPER_NEXT.join(PAPER_REMARKS[key].format(text) for key, text in said.items() if text is not None)


APPLICATIONS = define(
    Ledger(
        name="applications",
        title=N_("受理办件台账"),
        permission="services.read_application",
        period_label=N_("受理日期"),
        unit_kinds=("district", "street", "community"),
        columns=(
            Column("position", N_("序号"), 8, "number", align="center"),
            Column("number", N_("受理号"), 22, "code", is_link=True),
            Column("accepted", N_("受理时间"), 16.5, "datetime"),
            Column("applicant", N_("申请人"), 13),
            Column("phone", N_("联系电话"), 17, "code", align="center"),
            Column("item", N_("事项"), 18),
            Column("code", N_("事项编码"), 19.5, "code"),
            Column("channel", N_("办理方式"), 10, "label"),
            Column("materials", N_("材料"), 13, align="center"),
            Column("unit", N_("承办科室"), 16.5),
            Column("handler", N_("承办人"), 13, align="center"),
            Column("statutory", N_("法定期限（日）"), 10, "number", align="center"),
            Column("promised", N_("承诺期限（日）"), 10, "number", align="center"),
            Column("due", N_("截止日"), 16.5, "date"),
            Column("state", N_("状态"), 11, "label"),
            Column("closed", N_("办结时间"), 16.5, "date"),
            Column("result", N_("办理结果"), 9, "label"),
            Column("delivery", N_("送达方式／时间"), 17, align="center"),
            Column("late", N_("超期"), 8, "label"),
            Column("remarks", N_("备注"), 12.5, stays=True),
        ),
        filters=(
            Filter("item", N_("事项"), list_item_choices),
            Filter("state", N_("状态"), list_states),
            Filter("clerk", N_("承办人"), list_clerks),
        ),
        rows=rows,
        measure=count_accepted,
        key_argument="application_id",
    )
)
