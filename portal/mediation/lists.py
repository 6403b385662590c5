"""Lists of cases by what they wait for, and the piles that somebody's workbench shows of them. Plain reading, nothing changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DangerReport, Dispute, DisputeParty
from portal.errors import N_
from portal.mediation.limits import SOON
from portal.mediation.models import CaseMediator, MediationCase, Mediator, Recusal
from portal.mediation.queries import visible
from portal.mediation.states import BEFORE_ACCEPTANCE, ENDED, OPEN, RUNNING

PAGE_SIZE = 20
TABS: dict[str, str] = {
    "mine": N_("我的案件"),
    "review": N_("待审查"),
    "running": N_("调解中"),
    "soon": N_("即将到期"),
    "overdue": N_("到期未结"),
    "performing": N_("履行中"),
    "visit": N_("待回访"),
    "danger": N_("涉险待阅"),
    "ended": N_("已结束"),
    "all": N_("全部"),
}
_BY_DUE = frozenset({"mine", "running", "soon", "overdue"})


@dataclass(frozen=True)
class Filters:
    """What narrows a list of cases; an empty value does not narrow. `tab` is one of TABS, days are of the application."""

    tab: str = "all"
    text: str = ""
    source: str = ""
    category_id: int | None = None
    committee_id: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, the size of a page, and how many rows there are in all."""

    rows: list[MediationCase]
    number: int
    size: int
    total: int


def list_cases(actor: Actor, *, filters: Filters, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """One page of the cases that the actor may see; those with a last day by it, all others newest first."""
    actor.must("mediation.read_case")
    conditions = [visible(actor), _tab(filters.tab, actor, _soon()), *_narrowed(filters)]
    total = session.scalar(select(func.count(MediationCase.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    order: tuple[Any, ...] = (MediationCase.id.desc(),)
    if filters.tab in _BY_DUE:
        order = (MediationCase.due_on.is_(None), MediationCase.due_on, MediationCase.id)
    elif filters.tab == "visit":
        order = (MediationCase.visit_due_on, MediationCase.id)
    statement = select(MediationCase).where(*conditions).options(*loaded()).order_by(*order)
    rows = list(session.scalars(statement.limit(size).offset((number - 1) * size)))
    return Page(rows, number, size, total)


def loaded() -> tuple[Any, ...]:
    """What a row of a list shows, loaded in a bounded number of statements."""
    return (
        joinedload(MediationCase.dispute).joinedload(Dispute.category),
        joinedload(MediationCase.dispute).selectinload(Dispute.parties),
        joinedload(MediationCase.committee),
        selectinload(MediationCase.mediators).joinedload(CaseMediator.mediator),
    )


def count_tabs(actor: Actor) -> dict[str, int]:
    """How many cases stand under each tab, in one statement."""
    actor.must("mediation.read_case")
    soon = _soon()
    counts = [func.count().filter(_tab(tab, actor, soon)).label(tab) for tab in TABS]
    row = session.execute(select(*counts).select_from(MediationCase).where(visible(actor))).one()
    return {tab: int(getattr(row, tab)) for tab in TABS}


def waiting_for(actor: Actor, counts: dict[str, int] | None = None) -> dict[str, int]:
    """The piles of a workbench, by tab, with how many lie there; empty for a post that may not read cases.

    A mediator's own cases count for everybody who is one; the other piles are those of the committees in sight. `counts` is
    what `count_tabs` says, where it has been asked already.
    """
    if not actor.can("mediation.read_case"):
        return {}
    if counts is None:
        counts = count_tabs(actor)
    wanted: tuple[str, ...] = ("overdue", "soon", "visit")
    if actor.can("mediation.accept_case"):
        wanted = ("mine", "review", *wanted)
    return {tab: counts[tab] for tab in wanted if counts[tab]}


def list_open_recusals(actor: Actor, limit: int = 50) -> list[Recusal]:
    """The requests that wait for the chair, oldest first, with their cases."""
    if not actor.can("mediation.decide_recusal"):
        return []
    statement = (
        select(Recusal)
        .join(MediationCase, MediationCase.id == Recusal.case_id)
        .where(Recusal.is_granted.is_(None), visible(actor), MediationCase.state.in_(sorted(OPEN)))
        .options(joinedload(Recusal.case).joinedload(MediationCase.dispute), joinedload(Recusal.mediator))
        .order_by(Recusal.asked_on, Recusal.id)
    )
    return list(session.scalars(statement.limit(limit)))


def count_open_of(mediator_ids: list[int]) -> dict[int, int]:
    """How many open cases each mediator has now, in whatever role, each case once (the load shown when assigning)."""
    if not mediator_ids:
        return {}
    rows = session.execute(
        select(CaseMediator.mediator_id, func.count(func.distinct(CaseMediator.case_id)))
        .join(MediationCase, MediationCase.id == CaseMediator.case_id)
        .where(
            CaseMediator.mediator_id.in_(mediator_ids),
            CaseMediator.until.is_(None),
            MediationCase.state.in_(sorted(OPEN)),
        )
        .group_by(CaseMediator.mediator_id)
    )
    return {key: int(number) for key, number in rows}


def is_assigned(actor: Actor, case: MediationCase) -> bool:
    """Whether this very person mediates the case now, or entered it."""
    if case.entered_by == actor.account_id:
        return True
    return any(
        row.until is None and row.mediator.account_id == actor.account_id
        for row in case.mediators
        if row.mediator.account_id is not None
    )


def _mine(actor: Actor) -> ColumnElement[bool]:
    return and_(
        MediationCase.state.in_(sorted(OPEN)),
        exists().where(
            CaseMediator.case_id == MediationCase.id,
            CaseMediator.until.is_(None),
            CaseMediator.mediator_id == Mediator.id,
            Mediator.account_id == actor.account_id,
        ),
    )


def _soon() -> dt.date:
    """The last day that counts as near; asked once for all tabs."""
    today = clock.today()
    return today + dt.timedelta(days=settings.value(SOON.key, on=today))


def _tab(tab: str, actor: Actor, soon: dt.date) -> ColumnElement[bool]:
    today = clock.today()
    state, due = MediationCase.state, MediationCase.due_on
    conditions: dict[str, ColumnElement[bool]] = {
        "mine": _mine(actor),
        "review": state.in_(sorted(BEFORE_ACCEPTANCE)),
        "running": state.in_(sorted(RUNNING | {"suspended"})),
        "soon": and_(state.in_(sorted(RUNNING)), due > today, due <= soon),
        "overdue": and_(state.in_(sorted(RUNNING)), due <= today),
        "performing": state.in_(("performing", "breached")),
        "visit": and_(MediationCase.visit_due_on <= soon, state.not_in(("closed", "archived", "discarded"))),
        "danger": exists().where(
            DangerReport.dispute_id == MediationCase.dispute_id, DangerReport.seen_at.is_(None)
        ),
        "ended": state.in_(sorted(ENDED | {"closed", "archived", "discarded"})),
    }
    return conditions.get(tab, MediationCase.id > 0)


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(_holds(filters.text))
    if filters.source:
        found.append(MediationCase.source == filters.source)
    if filters.category_id is not None:
        found.append(
            exists().where(Dispute.id == MediationCase.dispute_id, Dispute.category_id == filters.category_id)
        )
    if filters.committee_id is not None:
        found.append(MediationCase.committee_id == filters.committee_id)
    if filters.first:
        found.append(MediationCase.applied_on >= filters.first)
    if filters.last:
        found.append(MediationCase.applied_on <= filters.last)
    return found


def _holds(text: str) -> ColumnElement[bool]:
    """Cases whose number, matter or parties hold the words."""
    about = exists().where(
        Dispute.id == MediationCase.dispute_id,
        or_(
            Dispute.number.contains(text, autoescape=True),
            Dispute.title.contains(text, autoescape=True),
            exists().where(
                DisputeParty.dispute_id == Dispute.id, DisputeParty.name.contains(text, autoescape=True)
            ),
        ),
    )
    return or_(MediationCase.number.contains(text, autoescape=True), about)
