"""The ledger of accepted applications (受理办件台账), with the columns of the domain reference, F.3.

One column of the reference differs: the telephone is masked, for a ledger is handed around. The rating (评价) is the last that
the resident gave; it stands in its own narrow column and says nothing of who served them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, defer, joinedload, raiseload

from portal import clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.services.definitions import ItemDefinition
from portal.services.models import (
    Application,
    ApplicationEvent,
    ApplicationMaterial,
    ItemVersion,
    ServiceItem,
)
from portal.services.queries import list_items
from portal.services.ratings.levels import LEVELS
from portal.services.ratings.models import CaseRating
from portal.services.states import ACCEPTED_ONCE, CHANNELS, COLLECTORS, RESULTS, STATES
from portal.standards.phones import mask_phone
from portal.units.models import Post, Unit, UnitName
from portal.units.queries import within_scope

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


# What is listed -------------------------------------------------------------------------------------------------------

# The states in the order of an application's life, which is not that of their codes.
_IN_LIFE = case(
    {code: place for place, code in enumerate(STATES)}, value=Application.state, else_=len(STATES)
)


def list_states(_actor: Actor) -> list[tuple[str, str]]:
    """The states that an application can be in once it was accepted."""
    return [
        (code, label) for code, label in STATES.items() if code in ACCEPTED_ONCE | {"voided", "withdrawn"}
    ]


def list_item_choices(_actor: Actor) -> list[tuple[str, str]]:
    """Every item, on offer or not: old ones stay in old ledgers."""
    return [(item.code, item.name) for item in list_items(offered=False)]


def list_clerks(actor: Actor) -> list[tuple[str, str]]:
    """Everybody who works or worked at a counter that this actor may see."""
    held = select(Post.account_id).where(Post.role == "clerk", within_scope(actor, Post.unit_id))
    statement = select(StaffAccount.id, StaffAccount.name).where(StaffAccount.id.in_(held))
    found = session.execute(statement.order_by(StaffAccount.name, StaffAccount.id))
    return [(str(key), name) for key, name in found]


def asked_for(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The applications accepted in the period, voided ones among them."""
    found = [
        Application.accepted_on.between(asked.first, asked.last),
        within(actor, asked, Application.unit_id),
    ]
    if asked.of("item"):
        wanted = select(ServiceItem.id).where(ServiceItem.code == asked.of("item"))
        found.append(Application.item_id.in_(wanted))
    if asked.of("state"):
        found.append(Application.state == asked.of("state"))
    if asked.of("clerk"):
        clerk = int(asked.of("clerk"))
        found.append(or_(Application.handler_id == clerk, Application.accepted_by == clerk))
    return found


def _unit_name() -> ColumnElement[str]:
    """The unit's name in force on the day of acceptance; where it had none yet, its first."""
    names = select(UnitName.name).where(UnitName.unit_id == Application.unit_id).limit(1)
    in_force = names.where(UnitName.valid_from <= Application.accepted_on)
    newest = in_force.order_by(UnitName.valid_from.desc(), UnitName.id.desc())
    return func.coalesce(_beside(newest), _beside(names.order_by(UnitName.valid_from)))


def _materials(state: str = "") -> ScalarSelect[int]:
    own = ApplicationMaterial.application_id == Application.id
    wanted = (
        ApplicationMaterial.state == state if state else ApplicationMaterial.state.in_(("received", "waived"))
    )
    return _beside(select(func.count(ApplicationMaterial.id)).where(own, wanted))


def _rating() -> ScalarSelect[int]:
    own = and_(CaseRating.application_id == Application.id, CaseRating.is_last)
    return _beside(select(CaseRating.level).where(own).order_by(CaseRating.round.desc()).limit(1))


def _void_reason() -> ScalarSelect[str]:
    own = and_(ApplicationEvent.application_id == Application.id, ApplicationEvent.verb == "void_acceptance")
    return _beside(select(ApplicationEvent.note).where(own).order_by(ApplicationEvent.id.desc()).limit(1))


def _named(wanted: InstrumentedAttribute[Any], key: Any, own: Any) -> ScalarSelect[Any]:
    """A value of the record that an application points to, to sort and to group by."""
    return _beside(select(wanted).where(key == own))


def _applicant_order() -> ScalarSelect[str]:
    """The pinyin of the applicant or of the household's head; organisations have none and come last."""
    head = _beside(select(Household.head_id).where(Household.id == Application.household_id))
    return _named(Resident.name_pinyin, Resident.id, func.coalesce(Application.resident_id, head))


def _beside(statement: Select[Any]) -> ScalarSelect[Any]:
    return statement.correlate(Application).scalar_subquery()


_LINE = select(
    Application,
    _unit_name().label("unit_name"),
    _materials().label("materials"),
    _materials("promised").label("promised"),
    _materials("missing").label("missing"),
    _void_reason().label("void_reason"),
    _rating().label("rating"),
)
_PHONE = (Resident.name, Resident.record_key, Resident.phone_sealed)
_WITH = (
    defer(Application.answers_sealed),
    joinedload(Application.handler).load_only(StaffAccount.name),
    joinedload(Application.agent).load_only(Resident.name),
    joinedload(Application.resident).load_only(*_PHONE),
    joinedload(Application.household)
    .load_only(Household.head_id)
    .joinedload(Household.head)
    .load_only(*_PHONE),
    joinedload(Application.organisation).load_only(Organisation.record_key, Organisation.phone_sealed),
    raiseload("*"),
)


# How it is said -------------------------------------------------------------------------------------------------------


def read_values() -> Values:
    """What an application says in each column; each version of an item is read once, however many lines it has."""
    definitions: dict[int, ItemDefinition] = {}

    def values(found: Any) -> dict[str, Any]:
        key = found[0].item_version_id
        if key not in definitions:
            definitions[key] = session.get_one(ItemVersion, key).definition
        return _values(found[0], definitions[key], found)

    return values


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
        "rating": LEVELS.get(found.rating, ""),
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
    return (holder.phone or "") if holder is not None else ""


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


_ITEM = _named(ServiceItem.name, ServiceItem.id, Application.item_id)
_UNIT = _named(Unit.code, Unit.id, Application.unit_id)
_HANDLER = _named(StaffAccount.name, StaffAccount.id, Application.handler_id)

APPLICATIONS = define(
    Ledger(
        name="applications",
        title=N_("受理办件台账"),
        permission="services.read_application",
        period_label=N_("受理日期"),
        columns=(
            Column("position", N_("序号"), 8, "number", align="center", wrap=False),
            Column(
                "number",
                N_("受理号"),
                22,
                "code",
                wrap=False,
                is_link=True,
                expression=Application.issued_number_id,
            ),
            Column("accepted", N_("受理时间"), 16, "datetime", expression=Application.accepted_at),
            Column("applicant", N_("申请人"), 12.5, expression=_applicant_order()),
            Column("phone", N_("联系电话"), 17, "code", align="center", mask=mask_phone),
            Column("item", N_("事项"), 16.5, expression=_ITEM, groups=True),
            Column("code", N_("事项编码"), 19, "code"),
            Column("channel", N_("办理方式"), 10, "label", expression=Application.channel, groups=True),
            Column("materials", N_("材料"), 12, align="center"),
            Column("unit", N_("承办科室"), 15, expression=_UNIT, groups=True),
            Column("handler", N_("承办人"), 13, align="center", expression=_HANDLER, groups=True),
            Column("statutory", N_("法定期限（日）"), 10, "number", align="center"),
            Column("promised", N_("承诺期限（日）"), 10, "number", align="center"),
            Column("due", N_("截止日"), 16.5, "date", expression=Application.due_on),
            Column("state", N_("状态"), 11, "label", expression=_IN_LIFE, groups=True),
            Column("closed", N_("办结时间"), 16.5, "date", expression=Application.closed_on),
            Column("result", N_("办理结果"), 9, "label", expression=Application.result, groups=True),
            Column(
                "delivery", N_("送达方式／时间"), 14.5, align="center", expression=Application.collected_on
            ),
            Column("rating", N_("评价"), 8.5, "label", expression=_rating(), groups=True),
            Column("late", N_("超期"), 8, "label"),
            Column("remarks", N_("备注"), 12, stays=True),
        ),
        filters=(
            Filter("item", N_("事项"), list_item_choices),
            Filter("state", N_("状态"), list_states),
            Filter("clerk", N_("承办人"), list_clerks),
        ),
        statement=_LINE,
        conditions=asked_for,
        key=Application.id,
        order=(Application.accepted_on, Application.accepted_at),
        options=_WITH,
        struck=Application.state == "voided",
        values=read_values,
        endpoint="services.read_application",
        key_argument="application_id",
    )
)
