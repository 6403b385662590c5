"""Finding a street's reports and the periods that it owes, within reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.screening.kinds import STREET_PERIODS
from portal.screening.models import Bulletin, ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.reach import reached, within_reach
from portal.screening.rollup.ground import look_at
from portal.screening.rollup.units import in_force
from portal.units.queries import street_above

READ = "screening.read_calendar"
MOST = 60
AHEAD = dt.timedelta(days=1)


@dataclass(frozen=True)
class Owed:
    """One period that a street owes: the edition in force, the one being written, and whether the ground of the newer moved."""

    duty: ReportDuty
    current: ScreeningReport | None
    draft: ScreeningReport | None
    has_moved: bool

    @property
    def is_over(self) -> bool:
        """Whether the period has ended, so that its report wants to be drawn up."""
        return self.duty.last < clock.today()

    @property
    def is_late(self) -> bool:
        """Whether its due time has passed."""
        return self.duty.due_at <= moment()


def list_owed(actor: Actor, kind: str = "") -> list[Owed]:
    """The periods that have begun of the streets within reach, the newest first."""
    actor.must(READ)
    kinds = (kind,) if kind in STREET_PERIODS else sorted(STREET_PERIODS)
    statement = (
        select(ReportDuty)
        .where(
            ReportDuty.kind.in_(kinds),
            ReportDuty.first <= clock.today(),
            within_reach(actor, ReportDuty.unit_id),
        )
        .options(joinedload(ReportDuty.unit), selectinload(ReportDuty.reports))
        .order_by(ReportDuty.last.desc(), ReportDuty.kind, ReportDuty.id)
        .limit(MOST)
    )
    return [_owed(duty) for duty in session.scalars(statement)]


def _owed(duty: ReportDuty) -> Owed:
    current, draft = in_force(duty), next((r for r in duty.reports if r.state == "draft"), None)
    # Whatever moves marks the reports in force; only these few, and drafts, are compared with the records.
    asked = draft or (current if current is not None and current.ground_moved_at is not None else None)
    return Owed(duty, current, draft, asked is not None and look_at(asked).has_moved)


def get_street_duty(actor: Actor, duty_id: int) -> ReportDuty:
    """A period of a street within reach; raises Forbidden or NotFound."""
    actor.must(READ)
    found = session.scalars(
        select(ReportDuty).where(
            ReportDuty.id == duty_id,
            ReportDuty.kind.in_(sorted(STREET_PERIODS)),
            within_reach(actor, ReportDuty.unit_id),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def get_report(actor: Actor, report_id: int) -> ScreeningReport:
    """An edition of a street's report within reach; raises Forbidden or NotFound."""
    actor.must(READ)
    found = session.scalars(
        select(ScreeningReport)
        .join(ReportDuty)
        .where(
            ScreeningReport.id == report_id,
            ReportDuty.kind.in_(sorted(STREET_PERIODS)),
            within_reach(actor, ReportDuty.unit_id),
        )
        .options(joinedload(ScreeningReport.duty))
    ).first()
    if found is None:
        raise NotFound
    return found


def list_bulletins(actor: Actor) -> list[Bulletin]:
    """The bulletins that the reader sees, the newest month first."""
    actor.must(READ)
    statement = select(Bulletin).where(_bulletins_reached(actor)).options(joinedload(Bulletin.street))
    return list(session.scalars(statement.order_by(Bulletin.month.desc(), Bulletin.id.desc()).limit(MOST)))


def get_bulletin(actor: Actor, bulletin_id: int) -> Bulletin:
    """One bulletin that the reader sees; raises Forbidden or NotFound."""
    actor.must(READ)
    found = session.scalars(
        select(Bulletin).where(Bulletin.id == bulletin_id, _bulletins_reached(actor))
    ).first()
    if found is None:
        raise NotFound
    return found


def may_print(actor: Actor, bulletin: Bulletin) -> bool:
    """Whether the bulletin's paper is within reach: a community has the page, and its paper by post."""
    units = reached(actor)
    return bulletin.document_id is not None and (units is None or bulletin.street_id in units)


def _bulletins_reached(actor: Actor) -> ColumnElement[bool]:
    """Those of the streets within reach, and what the street above has issued: a bulletin speaks to the units that it names."""
    above = street_above(actor.unit_id) if actor.unit_id is not None else None
    told = and_(
        Bulletin.state.in_(("issued", "replaced")),
        Bulletin.street_id == (above.id if above is not None else 0),
    )
    return or_(within_reach(actor, Bulletin.street_id), told)
