"""Reading reports of hardship: one, those of a scope, whether somebody has an open one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, select

from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound
from portal.services.items.temporary_relief.models import ReliefReport
from portal.units.queries import within_scope

RIGHT = "services.read_hardship"
LARGEST_KEY = 2**31
REPORT_STATES = {"reported": N_("等待街道受理"), "taken": N_("已转为申请"), "declined": N_("不予转办")}
TONES = {"reported": "warn", "taken": "good", "declined": "neutral"}


def get_report(actor: Actor, report_id: int) -> ReliefReport:
    """A report of the actor's own communities; raises Forbidden, NotFound."""
    actor.must(RIGHT)
    found = session.get(ReliefReport, report_id) if 0 < report_id <= LARGEST_KEY else None
    if found is None or not session.scalar(select(_in_sight(actor, found.id))):
        raise NotFound
    return found


def _in_sight(actor: Actor, report_id: int) -> ColumnElement[bool]:
    seen = select(ReliefReport.id).where(
        ReliefReport.id == report_id, within_scope(actor, ReliefReport.unit_id)
    )
    return seen.exists()


def list_reports(actor: Actor, limit: int = 100) -> list[ReliefReport]:
    """What waits first, then the newest."""
    actor.must(RIGHT)
    waits_first = case((ReliefReport.state == "reported", 0), else_=1)
    statement = select(ReliefReport).where(within_scope(actor, ReliefReport.unit_id))
    return list(session.scalars(statement.order_by(waits_first, ReliefReport.id.desc()).limit(limit)))


def find_open(resident_id: int) -> ReliefReport | None:
    """The report of somebody that still waits, or None."""
    statement = select(ReliefReport).where(
        ReliefReport.resident_id == resident_id, ReliefReport.state == "reported"
    )
    return session.scalars(statement.order_by(ReliefReport.id)).first()
