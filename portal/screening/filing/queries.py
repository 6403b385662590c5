"""Reading what filing shows: duties of one's own unit, screening acts, editions, objections; each within the reader's scope."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import Dispute
from portal.errors import NotFound
from portal.screening.kinds import UNIT_PERIODS
from portal.screening.models import Objection, ReportDuty, ScreeningAct, ScreeningReport
from portal.screening.reach import within_reach
from portal.units.models import Unit

MOST_DUTIES, MOST_ACTS, MOST_OBJECTIONS = 60, 300, 200


def get_duty(actor: Actor, duty_id: int) -> ReportDuty:
    """A duty of a community within reach, with its editions; raises NotFound."""
    statement = (
        select(ReportDuty)
        .where(
            ReportDuty.id == duty_id,
            ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
            _reached(actor),
        )
        .options(selectinload(ReportDuty.reports))
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_duties(actor: Actor) -> list[ReportDuty]:
    """What the reader's units owe and have reported, the newest first; weeks that lie ahead are left out."""
    statement = (
        select(ReportDuty)
        .where(ReportDuty.kind.in_(sorted(UNIT_PERIODS)), _reached(actor), ReportDuty.first <= clock.today())
        .options(joinedload(ReportDuty.unit).selectinload(Unit.names), selectinload(ReportDuty.reports))
        .order_by(ReportDuty.first.desc(), ReportDuty.kind, ReportDuty.unit_id, ReportDuty.id)
        .limit(MOST_DUTIES)
    )
    return list(session.scalars(statement))


def get_report(actor: Actor, report_id: int) -> ScreeningReport:
    """An edition of a community's report within reach, whatever became of it; raises NotFound."""
    statement = (
        select(ScreeningReport)
        .join(ReportDuty)
        .where(ScreeningReport.id == report_id, ReportDuty.kind.in_(sorted(UNIT_PERIODS)), _reached(actor))
        .options(selectinload(ScreeningReport.lines))
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_acts_of(duty: ReportDuty) -> list[ScreeningAct]:
    """The screening acts of a period that count, by day."""
    return list(
        session.scalars(
            select(ScreeningAct)
            .where(
                ScreeningAct.unit_id == duty.unit_id,
                ScreeningAct.day >= duty.first,
                ScreeningAct.day <= duty.last,
                ScreeningAct.struck_at.is_(None),
            )
            .options(joinedload(ScreeningAct.grid).selectinload(Unit.names))
            .order_by(ScreeningAct.day, ScreeningAct.id)
        )
    )


def list_acts(actor: Actor, *, first: dt.date, last: dt.date) -> list[ScreeningAct]:
    """The screening acts of the reader's units (or of the reader's grid) from a day to a day, struck ones too, newest first."""
    statement = (
        select(ScreeningAct)
        .where(_acts_reached(actor), ScreeningAct.day >= first, ScreeningAct.day <= last)
        .options(
            joinedload(ScreeningAct.unit).selectinload(Unit.names),
            joinedload(ScreeningAct.grid).selectinload(Unit.names),
            joinedload(ScreeningAct.enterer),
        )
        .order_by(ScreeningAct.day.desc(), ScreeningAct.id.desc())
        .limit(MOST_ACTS)
    )
    return list(session.scalars(statement))


def get_act(actor: Actor, act_id: int) -> ScreeningAct:
    """A screening act within reach; raises NotFound."""
    found = session.scalars(
        select(ScreeningAct).where(ScreeningAct.id == act_id, _acts_reached(actor))
    ).first()
    if found is None:
        raise NotFound
    return found


def list_objections(actor: Actor) -> list[Objection]:
    """Objections within reach, the open ones first, then the newest."""
    statement = (
        select(Objection)
        .where(within_reach(actor, Objection.unit_id))
        .options(
            joinedload(Objection.dispute),
            joinedload(Objection.duty),
            joinedload(Objection.unit).selectinload(Unit.names),
        )
        .order_by((Objection.state == "open").desc(), Objection.id.desc())
        .limit(MOST_OBJECTIONS)
    )
    return list(session.scalars(statement))


def get_objection(actor: Actor, objection_id: int) -> Objection:
    """An objection within reach; raises NotFound."""
    found = session.scalars(
        select(Objection).where(Objection.id == objection_id, within_reach(actor, Objection.unit_id))
    ).first()
    if found is None:
        raise NotFound
    return found


def open_objections(duty: ReportDuty) -> dict[int, Objection]:
    """The objections of the duty's unit that wait for the street, by dispute: of its week and its days alike."""
    rows = session.scalars(
        select(Objection).where(Objection.unit_id == duty.unit_id, Objection.state == "open")
    )
    return {row.dispute_id: row for row in rows}


def get_dispute(duty: ReportDuty, dispute_id: int) -> Dispute:
    """A dispute that has counted at the duty's unit; raises NotFound."""
    found = session.get(Dispute, dispute_id)
    if found is None or duty.unit_id not in {step.unit_id for step in found.steps}:
        raise NotFound
    return found


def _reached(actor: Actor) -> ColumnElement[bool]:
    """Duties of units in sight now, and those that went to the reader's street when the unit still stood under it."""
    return or_(within_reach(actor, ReportDuty.unit_id), within_reach(actor, ReportDuty.street_id))


def _acts_reached(actor: Actor) -> ColumnElement[bool]:
    return or_(within_reach(actor, ScreeningAct.unit_id), within_reach(actor, ScreeningAct.grid_id))
