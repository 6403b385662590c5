"""What is on somebody's desk: due today, overdue, soon, waiting for this post, promised materials, samples, results to collect.

Each list and each figure is one statement over `Application`, limited to the units that the actor may see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services import limits
from portal.services.life import TRANSITIONS
from portal.services.models import (
    Application,
    ApplicationEvent,
    ApplicationMaterial,
    ItemVersion,
    SampleCheck,
)
from portal.services.next_steps import LEADS_ON, for_actor
from portal.services.queries.applications import LARGEST_KEY
from portal.services.states import BEFORE_ACCEPTANCE, OPEN, RUNNING
from portal.standards.working_days import Due
from portal.units.models import Unit
from portal.units.queries import within_scope

LONGEST = 200
_STILL_OWED = RUNNING | {"decided", "issued"}


@dataclass(frozen=True)
class WorkCounts:
    """The figures of the workbench."""

    due_today: int = 0
    overdue: int = 0
    due_soon: int = 0
    waiting: int = 0
    drafts: int = 0
    to_collect: int = 0
    promised_overdue: int = 0
    samples: int = 0


def count_work(
    actor: Actor, today: dt.date | None = None, mine: ColumnElement[bool] | None = None
) -> WorkCounts:
    """Every figure of the workbench, in a bounded number of statements; `mine` is `waits_for(actor)`, where it is at hand."""
    day = today or clock.today()
    soon = limits.soon_until(day)
    running = Application.state.in_(RUNNING)
    figures = {
        "due_today": and_(running, Application.due_on == day),
        "overdue": and_(running, Application.due_on < day),
        "due_soon": and_(running, Application.due_on > day, Application.due_on <= soon),
        "waiting": waits_for(actor, day) if mine is None else mine,
        "drafts": and_(Application.state.in_(BEFORE_ACCEPTANCE), Application.handler_id == actor.account_id),
        "to_collect": Application.state == "issued",
    }
    columns = [func.count().filter(condition).label(name) for name, condition in figures.items()]
    row = session.execute(
        select(*columns).where(within_scope(actor, Application.unit_id), Application.state.in_(OPEN))
    ).one()
    promised = select(func.count(ApplicationMaterial.id)).join(Application).where(_owed(actor, day))
    samples = select(func.count(SampleCheck.id)).join(Application).where(*_unchecked(actor))
    return WorkCounts(
        **{name: int(getattr(row, name)) for name in figures},
        promised_overdue=session.scalar(promised) or 0,
        samples=(session.scalar(samples) or 0) if actor.can("services.check_sample") else 0,
    )


def list_due_today(actor: Actor, today: dt.date | None = None) -> list[Application]:
    """Running applications whose last day is today."""
    return _list(actor, Application.state.in_(RUNNING), Application.due_on == (today or clock.today()))


def list_overdue(actor: Actor, today: dt.date | None = None) -> list[Application]:
    """Running applications whose last day has passed, the longest first."""
    return _list(actor, Application.state.in_(RUNNING), Application.due_on < (today or clock.today()))


def list_due_soon(actor: Actor, today: dt.date | None = None) -> list[Application]:
    """Running applications whose last day is near (setting `services.due_soon_days`), today not included."""
    day = today or clock.today()
    return _list(
        actor,
        Application.state.in_(RUNNING),
        Application.due_on > day,
        Application.due_on <= limits.soon_until(day),
    )


def list_waiting(actor: Actor, mine: ColumnElement[bool] | None = None) -> list[Application]:
    """What waits for a step that this very person can take, soonest due first; nothing that waits for others."""
    return _list(actor, waits_for(actor) if mine is None else mine)


def waits_for(actor: Actor, today: dt.date | None = None) -> ColumnElement[bool]:
    """The condition for `list_waiting`. What runs is asked for its next step (`next_steps`) where its item has steps of its own;
    all the rest is told by its state.
    """
    day = today or clock.today()
    stepped, single_handed = _kinds(actor)
    plain = _states_for(actor)
    another = or_(
        Application.accepted_by.is_(None),
        Application.accepted_by != actor.account_id,
        Application.item_version_id.in_(single_handed),
    )
    running = and_(
        Application.state.in_(plain & RUNNING), Application.item_version_id.not_in(stepped), another
    )
    own = Application.id.in_(for_actor(actor, _stepped(actor, stepped), day))
    return or_(Application.state.in_(plain - RUNNING - BEFORE_ACCEPTANCE), running, own)


def _states_for(actor: Actor) -> set[str]:
    rights = {state: TRANSITIONS[verb].permission for state, verb in LEADS_ON.items() if state != "suspended"}
    return {state for state, right in rights.items() if actor.can(right)}


def _kinds(actor: Actor) -> tuple[set[int], set[int]]:
    """Of the versions that running applications are bound to: those with steps or rules of their own, those without four eyes."""
    bound = select(Application.item_version_id).where(
        Application.state.in_(RUNNING), within_scope(actor, Application.unit_id)
    )
    rows = session.execute(select(ItemVersion.id, ItemVersion.content).where(ItemVersion.id.in_(bound))).all()
    stepped = {key for key, content in rows if content.get("steps") or content.get("hooks")}
    return stepped, {key for key, content in rows if not content.get("four_eyes", True)}


def _stepped(actor: Actor, versions: set[int]) -> list[Application]:
    if not versions:
        return []
    statement = (
        select(Application)
        .where(
            within_scope(actor, Application.unit_id),
            Application.state.in_(RUNNING),
            Application.item_version_id.in_(versions),
        )
        .options(joinedload(Application.item_version), selectinload(Application.steps))
    )
    return list(session.scalars(statement))


def list_drafts(actor: Actor) -> list[Application]:
    """This person's own drafts and those that wait for missing materials, oldest first."""
    return _list(actor, Application.state.in_(BEFORE_ACCEPTANCE), Application.handler_id == actor.account_id)


def list_to_collect(actor: Actor) -> list[Application]:
    """Results that lie ready at the counter."""
    return _list(actor, Application.state == "issued")


def list_promised_overdue(actor: Actor, today: dt.date | None = None) -> list[ApplicationMaterial]:
    """Promised materials (容缺) whose day has passed, the longest first, each with its application."""
    statement = (
        select(ApplicationMaterial)
        .join(ApplicationMaterial.application)
        .where(_owed(actor, today or clock.today()))
        .options(contains_eager(ApplicationMaterial.application).joinedload(Application.item))
        .order_by(ApplicationMaterial.promised_by, ApplicationMaterial.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def list_samples(actor: Actor) -> list[SampleCheck]:
    """On-the-spot applications that were drawn for a check and wait for somebody else than who did them."""
    statement = (
        select(SampleCheck)
        .join(SampleCheck.application)
        .where(*_unchecked(actor))
        .options(contains_eager(SampleCheck.application).joinedload(Application.item))
        .order_by(SampleCheck.drawn_on, SampleCheck.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def get_sample(actor: Actor, sample_id: int) -> SampleCheck:
    """One drawn application, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.check_sample")
    statement = (
        select(SampleCheck)
        .join(SampleCheck.application)
        .where(SampleCheck.id == sample_id, within_scope(actor, Application.unit_id))
        .options(joinedload(SampleCheck.application))
    )
    found = session.scalars(statement).first() if 0 < sample_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_moved_due_dates(actor: Actor, since: dt.date) -> list[ApplicationEvent]:
    """Due dates that a change of the calendar moved, newest first: the resident holds a receipt with the old one."""
    statement = (
        select(ApplicationEvent)
        .join(ApplicationEvent.application)
        .where(
            ApplicationEvent.verb == "recompute_due_date",
            ApplicationEvent.day >= since,
            within_scope(actor, Application.unit_id),
        )
        .options(contains_eager(ApplicationEvent.application))
        .order_by(ApplicationEvent.id.desc())
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def open_of_handler(account_id: int) -> list[Application]:
    """Everything that is on somebody's desk, for handing it over; oldest first."""
    statement = (
        select(Application)
        .where(Application.handler_id == account_id, Application.state.in_(OPEN))
        .options(joinedload(Application.item), selectinload(Application.unit).selectinload(Unit.names))
        .order_by(Application.id)
    )
    return list(session.scalars(statement))


def explain_due(application: Application) -> Due | None:
    """The due date day by day, each counted or passed over and why; None before acceptance and on the spot."""
    return None if application.is_on_the_spot else limits.due_of(application)


def days_left(applications: Iterable[Application], today: dt.date | None = None) -> dict[int, int]:
    """Working days left by application key, for those that have a due date."""
    day = today or clock.today()
    return {a.id: limits.working_days_left(a.due_on, day) for a in applications if a.due_on is not None}


def _list(actor: Actor, *conditions: ColumnElement[bool]) -> list[Application]:
    statement = (
        select(Application)
        .where(within_scope(actor, Application.unit_id), *conditions)
        .options(
            joinedload(Application.item),
            joinedload(Application.handler),
            selectinload(Application.unit).selectinload(Unit.names),
        )
        .order_by(Application.due_on.is_(None), Application.due_on, Application.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))


def _owed(actor: Actor, day: dt.date) -> ColumnElement[bool]:
    return and_(
        ApplicationMaterial.state == "promised",
        ApplicationMaterial.promised_by < day,
        Application.state.in_(_STILL_OWED | {"suspended"}),
        within_scope(actor, Application.unit_id),
    )


def _unchecked(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        SampleCheck.checked_on.is_(None),
        Application.accepted_by != actor.account_id,
        Application.state != "voided",
        within_scope(actor, Application.unit_id),
    )
