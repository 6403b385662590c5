"""What waits for somebody after an agreement, as lists and counts: for the pages of this room and for workbenches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import contains_eager

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.mediation.agreements import limits
from portal.mediation.agreements.models import Agreement, CaseVisit, Confirmation, Obligation
from portal.mediation.models import MediationCase
from portal.mediation.queries import visible

TABS = {
    "overdue": N_("逾期未履行"),
    "due": N_("即将到期"),
    "visits": N_("应回访"),
    "signing": N_("待签字盖章"),
    "confirmations": N_("司法确认中"),
}
MOST_ROWS = 200


def counts(actor: Actor, today: dt.date, tabs: Iterable[str] = tuple(TABS)) -> dict[str, int]:
    """How many wait in each list, or in those that are named."""
    return {
        tab: session.scalar(select(func.count()).select_from(_statement(actor, today, tab).subquery())) or 0
        for tab in tabs
    }


def rows(actor: Actor, today: dt.date, tab: str) -> list[Any]:
    """One list, the most urgent first: obligations, agreements, confirmations or cases."""
    return list(session.scalars(_statement(actor, today, tab).limit(MOST_ROWS)).unique())


def _statement(actor: Actor, today: dt.date, tab: str) -> Select[Any]:
    statements: dict[str, Callable[[], Select[Any]]] = {
        "overdue": lambda: _owed(actor, Obligation.due_on < today),
        "due": lambda: _owed(actor, _within(actor, today)),
        "visits": lambda: visits_due(actor, today),
        "signing": lambda: _signing(actor),
        "confirmations": lambda: _confirmations(actor),
    }
    return statements[tab]()


def _owed(actor: Actor, when: ColumnElement[bool]) -> Select[tuple[Obligation]]:
    return (
        select(Obligation)
        .join(Obligation.agreement)
        .join(Agreement.case)
        .options(contains_eager(Obligation.agreement).contains_eager(Agreement.case))
        .where(
            Agreement.state == "effective",
            MediationCase.state.in_(("performing", "breached")),
            Obligation.done_on.is_(None),
            when,
            visible(actor),
        )
        .order_by(Obligation.due_on, Obligation.id)
    )


def _within(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    longest = max(limits.reminder_days(actor.unit_id), default=0)
    return and_(Obligation.due_on >= today, Obligation.due_on <= today + dt.timedelta(days=longest))


def visits_due(actor: Actor, today: dt.date) -> Select[tuple[MediationCase]]:
    """Cases with an agreement whose parties nobody has visited, from the day on which a visit is asked for."""
    lead = dt.timedelta(days=limits.visit_lead(actor.unit_id))
    visited = exists().where(CaseVisit.case_id == MediationCase.id)
    return (
        select(MediationCase)
        .where(
            MediationCase.state.in_(("performing", "breached", "performed", "told_to_sue")),
            MediationCase.visit_due_on.is_not(None),
            MediationCase.visit_due_on <= today + lead,
            ~visited,
            visible(actor),
        )
        .order_by(MediationCase.visit_due_on, MediationCase.id)
    )


def _signing(actor: Actor) -> Select[tuple[Agreement]]:
    return (
        select(Agreement)
        .join(Agreement.case)
        .options(contains_eager(Agreement.case))
        .where(Agreement.state.in_(("draft", "signing")), MediationCase.state == "mediating", visible(actor))
        .order_by(Agreement.reached_on, Agreement.id)
    )


def _confirmations(actor: Actor) -> Select[tuple[Confirmation]]:
    return (
        select(Confirmation)
        .join(Confirmation.agreement)
        .join(Agreement.case)
        .options(contains_eager(Confirmation.agreement).contains_eager(Agreement.case))
        .where(Confirmation.state.in_(("prepared", "filed", "accepted")), visible(actor))
        .order_by(Confirmation.last_on, Confirmation.id)
    )
