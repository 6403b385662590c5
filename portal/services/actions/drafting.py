"""Before the number: a visit with its applications, the answers, the agent. A draft follows its item's newest version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.residents.queries import get_household, get_organisation, get_resident
from portal.services import answers as shapes
from portal.services import checklist, life
from portal.services.actions.moves import move, note_event
from portal.services.documents import name_of
from portal.services.items.registry import Asked, Subject, hooks_of
from portal.services.models import Application, ItemVersion, Visit
from portal.services.queries.applications import unit_in_sight
from portal.services.queries.catalogue import find_item, item_version_on
from portal.services.states import BEFORE_ACCEPTANCE, CHANNELS

RIGHT = "services.draft_application"
MOST_ITEMS = 20
LONGEST_RELATION = 40
_KEYS = {"resident": "resident_id", "household": "household_id", "organisation": "organisation_id"}


def start_visit(
    actor: Actor,
    *,
    unit_id: int,
    items: Sequence[str],
    resident_id: int | None = None,
    household_id: int | None = None,
    organisation_id: int | None = None,
    agent_id: int | None = None,
    agent_relation: str = "",
    business: str = "",
    channel: str = "counter",
    on: dt.date | None = None,
) -> Visit:
    """One visit with a draft for each of the items (codes); raises RuleBroken, or NotFound for what the actor cannot see.

    Each item is for a person, a household or an organisation, as its definition says; `business` is taken by the items
    that know it, the others propose their own. `on` other than today is for entries from a paper day.
    """
    actor.must(RIGHT)
    if not items or len(items) > MOST_ITEMS or len(set(items)) != len(items):
        raise RuleBroken("items", N_("请选择 1 到 %(most)s 个不同的事项。"), most=MOST_ITEMS)
    unit = unit_in_sight(actor, unit_id)
    day = on or clock.today()
    subjects: dict[str, Subject | None] = {
        "resident": _person(actor, resident_id, "resident_id"),
        "household": get_household(actor, household_id) if household_id else None,
        "organisation": get_organisation(actor, organisation_id) if organisation_id else None,
    }
    visitor = agent_id or resident_id
    visit = Visit(unit_id=unit.id, resident_id=visitor, day=day, received_by=actor.account_id)
    session.add(visit)
    for code in items:
        add_application(
            actor,
            visit,
            item=code,
            subjects=subjects,
            agent_id=agent_id,
            agent_relation=agent_relation,
            business=business,
            channel=channel,
        )
    return visit


def add_application(
    actor: Actor,
    visit: Visit,
    *,
    item: str,
    subjects: Mapping[str, Subject | None],
    agent_id: int | None = None,
    agent_relation: str = "",
    business: str = "",
    channel: str = "counter",
) -> Application:
    """One more draft in a visit; `subjects` by kind. Raises RuleBroken at `items`, `resident_id`, `business` or `channel`."""
    actor.must(RIGHT)
    version = _version_on_offer(item, visit.day)
    kind = version.definition.subject
    subject = subjects.get(kind)
    if subject is None:
        raise RuleBroken(_KEYS[kind], _WANTED[kind], name=version.definition.name)
    if channel not in CHANNELS:
        raise RuleBroken("channel", N_("请从所列选项中选择。"))
    agent, relation = _agent_for(actor, subject, agent_id, agent_relation)
    application = Application(
        item=version.item,
        item_version=version,
        visit=visit,
        unit_id=visit.unit_id,
        subject_name=name_of(subject),
        state="draft",
        agent=agent,
        agent_relation=relation,
        channel="agent" if agent and channel == "counter" else channel,
        applied_on=visit.day,
        business=_business(version, business, Asked(subject, "", visit.day, visit.unit_id)),
        answers={},
        **{kind: subject},
    )
    session.add(application)
    session.flush()
    checklist.sync(application, visit.day)
    return note_event(actor, application, verb="draft_application", day=visit.day)


def save_answers(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    answers: Mapping[str, Any],
    business: str | None = None,
) -> Application:
    """Keep the answers of a draft, complete or not; raises RuleBroken at the question's code, Conflict when out of date."""
    _must_be_open(actor, application, version)
    if business is not None:
        application.business = business
    checklist.bind(application, clock.today())
    application.answers = shapes.clean(application.definition, application.business, answers)
    hooks_of(application.definition).check_answers(
        application.business, application.answers, application.visit.day
    )
    application.touch()
    session.flush()
    audit.record(actor, "services.save_answers", application, questions=sorted(application.answers))
    return application


def set_agent(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    agent_id: int | None,
    agent_relation: str = "",
) -> Application:
    """Name who applies for the subject (代办人), or nobody; the list of materials follows. Raises RuleBroken."""
    _must_be_open(actor, application, version)
    agent, relation = _agent_for(actor, application.subject, agent_id, agent_relation)
    application.agent, application.agent_relation = agent, relation
    application.channel = (
        "agent" if agent_id else "counter" if application.channel == "agent" else application.channel
    )
    checklist.bind(application, clock.today())
    application.touch()
    session.flush()
    audit.record(
        actor, "services.set_agent", application, agent=agent_id, relation=application.agent_relation
    )
    return application


def discard_draft(actor: Actor, application: Application, *, version: int | None) -> Application:
    """Give a draft up; it stays in the book of visits but no list shows it. Raises RuleBroken after a notice was given."""
    application.expect_version(version)
    life.require(application, "discard_draft", actor)
    return move(actor, application, verb="discard_draft")


def _must_be_open(actor: Actor, application: Application, version: int | None) -> None:
    actor.must(RIGHT)
    application.expect_version(version)
    if application.state not in BEFORE_ACCEPTANCE:
        raise RuleBroken(None, N_("受理以后不能再改申请内容。"))


def _version_on_offer(code: str, day: dt.date) -> ItemVersion:
    item, version = find_item(code), item_version_on(code, day)
    if item is None or not item.is_offered or version is None:
        raise RuleBroken("items", N_("所选事项现在不办理，请刷新后重新选择。"))
    return version


def _business(version: ItemVersion, wanted: str, asked: Asked) -> str:
    definition = version.definition
    if not definition.businesses:
        return ""
    if wanted and definition.business(wanted):
        return wanted
    proposed = hooks_of(definition).propose_business(asked)
    return proposed if definition.business(proposed) else definition.businesses[0].code


def _agent_for(
    actor: Actor, subject: Subject | None, agent_id: int | None, relation: str
) -> tuple[Resident | None, str]:
    """The agent and the relation as they are kept; raises RuleBroken at `agent_id` or `agent_relation`."""
    agent = _person(actor, agent_id, "agent_id")
    if agent is None:
        return None, ""
    if agent is subject:
        raise RuleBroken("agent_id", N_("代办人不能是申请人本人。"))
    if agent.death_date is not None:
        raise RuleBroken("agent_id", N_("%(name)s已登记为死亡，不能代办。"), name=agent.name)
    relation = relation.strip()
    if not relation or len(relation) > LONGEST_RELATION:
        raise RuleBroken("agent_relation", N_("请填写代办人与申请人的关系。"))
    return agent, relation


def _person(actor: Actor, resident_id: int | None, field: str) -> Resident | None:
    if resident_id is None:
        return None
    found = get_resident(actor, resident_id)
    if found.is_merged:
        raise RuleBroken(field, N_("这条记录已并入另一条，请在保留的记录上办理。"))
    return found


_WANTED = {
    "resident": N_("“%(name)s”由个人申请，请先选择居民。"),
    "household": N_("“%(name)s”由家庭申请，请先选择家庭。"),
    "organisation": N_("“%(name)s”由单位申请，请先选择单位。"),
}
