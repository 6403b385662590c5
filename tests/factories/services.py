"""Made-up applications at every stage of their life. Everything here is called inside a transaction; the catalogue must be
filled first with `seed()`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import count
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.almanac.seed import seed_calendar
from portal.db import session
from portal.documents.actions import record_print
from portal.residents.models import Resident
from portal.services import actions
from portal.services.actions import MaterialCheck
from portal.services.definitions import (
    Business,
    FieldDefinition,
    Guide,
    ItemDefinition,
    MaterialDefinition,
    StepDefinition,
)
from portal.services.items.registry import hooks_of
from portal.services.models import Application, ItemVersion
from portal.services.queries import get_application
from tests.factories import residents, staff

SIXTY = "119901196611220018"
SIXTY_TOMORROW = "11990119661123011X"
SEVENTY = "119901195611220056"
_sequence = count(10)
SINCE = dt.date(2026, 1, 5)
LEAP_56 = dt.date(1956, 2, 29)

PLAIN = ItemDefinition(
    code="plain_help",
    name="困难帮扶登记",
    statutory_days=20,
    promised_days=10,
    guide=Guide(
        legal_basis="本地办法第三条", flow="申请—受理—审核—决定", place="综合窗口", result="帮扶登记"
    ),
    fields=(FieldDefinition("story", "情况说明", kind="long_text", max_length=100),),
    materials=(
        MaterialDefinition("identity", "身份证"),
        MaterialDefinition(
            "proof", "困难证明", issuer="社区居民委员会", can_be_promised=True, promise_days=10
        ),
        MaterialDefinition("extra", "补充说明", necessity="optional"),
        MaterialDefinition("letter", "授权委托书", forms=("original",), only_with_agent=True),
    ),
)
STEPPED = replace(
    PLAIN,
    code="visited_help",
    name="入户帮扶登记",
    businesses=(Business("first", "首次"), Business("again", "续办")),
    steps=(StepDefinition("visit", "入户调查", during="accepted"),),
)


def seed() -> None:
    """The calendar's known years and the items written in code, and two items without code, published in January."""
    seed_calendar()
    actions.seed_items()
    today = clock.today()
    clock.fix_today(SINCE)
    for definition in (PLAIN, STEPPED):
        publish(definition)
    clock.fix_today(today)


def publish(definition: ItemDefinition, valid_from: dt.date | None = None) -> ItemVersion:
    """A version published by the administrator."""
    return actions.publish_item_version(staff.actor("admin"), definition=definition, valid_from=valid_from)


def born(years: int, on: dt.date, *, days_later: int = 0, **changes: Any) -> Resident:
    """A resident who reaches an age on a day, or so many days later."""
    day = on + dt.timedelta(days=days_later)
    birth = day.replace(year=day.year - years)
    return residents.make_resident(number=residents.identity_number(birth, next(_sequence) % 400), **changes)


def draft(
    resident: Resident | None = None, *, item: str = "plain_help", clerk: Actor | None = None, **more: Any
) -> Application:
    """A draft of one item for one resident."""
    actor = clerk or staff.actor("clerk")
    who = resident or residents.make_zhang()
    visit = actions.start_visit(
        actor, unit_id=more.pop("unit_id", actor.unit_id), items=[item], resident_id=who.id, **more
    )
    application = visit.applications[0]
    if item == "senior_card":
        given = {
            "region_basis": "hukou",
            "loss_story": "买菜时遗失",
            "change_note": "住址变更",
            "cancel_reason": "wish",
        }
        actions.save_answers(actor, application, version=None, answers=given)
    return application


def all_received(application: Application, **changes: MaterialCheck) -> dict[str, MaterialCheck]:
    """Every material received in the first form it may come in, except as said."""
    forms = {m.code: m.forms[0] for m in application.definition.materials}
    found = {m.code: MaterialCheck("received", forms[m.code]) for m in application.materials}
    return found | changes


def checked(application: Application, *, clerk: Actor | None = None, **changes: MaterialCheck) -> Application:
    """The application with its materials checked, all of them received except as said."""
    actor = clerk or staff.actor("clerk")
    agent = application.agent
    if agent is not None and not application.agent_is_checked:
        number = agent.primary_paper.number if agent.primary_paper else ""
        actions.check_agent(actor, application, version=None, number=number or "", has_seen=True)
    return actions.check_materials(
        actor, application, version=None, checks=all_received(application, **changes)
    )


def accepted(resident: Resident | None = None, *, clerk: Actor | None = None, **more: Any) -> Application:
    """An accepted application."""
    actor = clerk or staff.actor("clerk")
    application = checked(draft(resident, clerk=actor, **more), clerk=actor)
    return actions.accept_application(actor, application, version=None)


def reviewed(resident: Resident | None = None, **more: Any) -> Application:
    """A reviewed application."""
    application = accepted(resident, **more)
    return actions.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")


def decided(resident: Resident | None = None, **more: Any) -> Application:
    """A granted application."""
    application = reviewed(resident, **more)
    return actions.decide_application(staff.actor("reviewer"), application, version=None, result="granted")


def issued(resident: Resident | None = None, **more: Any) -> Application:
    """An application whose result lies ready."""
    return actions.issue_result(staff.actor("clerk"), decided(resident, **more), version=None)


def print_results(application: Application) -> Application:
    """Print what is to be handed over, as the counter does before it is signed for."""
    for paper in hooks_of(application.definition).result_papers(application):
        record_print(staff.actor("clerk"), paper)
        session.refresh(paper, ["prints"])
    return application


def collected(resident: Resident | None = None, **more: Any) -> Application:
    """An application whose result was collected by the applicant."""
    application = print_results(issued(resident, **more))
    return actions.collect_result(staff.actor("clerk"), application, version=None, collector="self")


def card_on_the_spot(resident: Resident, business: str = "new") -> Application:
    """A senior card made at once at the counter."""
    application = checked(draft(resident, item="senior_card", business=business))
    return actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)


def reload(application_id: int, username: str = "clerk") -> Application:
    """The application read anew."""
    return get_application(staff.actor(username), application_id)
