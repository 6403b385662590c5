"""What waits in screening, as counts: reports by how they stand, a street's reports by whose turn it is. No pages, no words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal import settings
from portal.actor import Actor
from portal.db import session
from portal.screening.calendar.actions.chasing import BACK, SOON
from portal.screening.calendar.truth import list_doubts
from portal.screening.kinds import IN_FORCE, STREET_PERIODS, UNIT_PERIODS
from portal.screening.ledger.queries import in_sight
from portal.screening.ledger_models import GraveReport
from portal.screening.models import Bulletin, Objection, ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.rollup import ground
from portal.screening.rollup.chain import CHAIN
from portal.signoffs import chain_view
from portal.units.queries import street_above, within_scope

# A desk that has more of these has work enough: each of them is looked at more closely.
MOST_LOOKED_AT = 12
# For so long a zero report in doubt stays among what is new; the page of all of them goes back further.
NEW_DOUBTS = dt.timedelta(days=31)


@dataclass(frozen=True)
class UnitReports:
    """Weeks and days within reach: due within the hours set, silent beyond the due time, filled in and not signed, and
    automatic corrections that nobody has signed."""

    soon: int
    silent: int
    drafts: int
    unsigned: int


def count_unit_reports(actor: Actor, *, at: dt.datetime | None = None) -> UnitReports:
    """Count them in one statement; a draft whose time has passed counts as silent and as a draft, as both are true."""
    now = at or moment()
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    hours = int(settings.value(SOON.key, unit_id=street.id if street else None))
    report, draft = aliased(ScreeningReport), aliased(ScreeningReport)
    nothing, waits = report.id.is_(None), ReportDuty.due_at > now
    row = session.execute(
        select(
            func.count().filter(
                nothing, draft.id.is_(None), waits, ReportDuty.due_at <= now + dt.timedelta(hours=hours)
            ),
            func.count().filter(nothing, ReportDuty.due_at <= now),
            func.count().filter(draft.id.is_not(None)),
            func.count().filter(report.id.is_not(None), report.signed_at.is_(None)),
        )
        .select_from(ReportDuty)
        .outerjoin(report, and_(report.duty_id == ReportDuty.id, report.state.in_(IN_FORCE)))
        .outerjoin(draft, and_(draft.duty_id == ReportDuty.id, draft.state == "draft"))
        .where(
            ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
            ReportDuty.first <= now.date(),
            ReportDuty.last >= now.date() - BACK,
            or_(within_scope(actor, ReportDuty.unit_id), within_scope(actor, ReportDuty.street_id)),
        )
    ).one()
    return UnitReports(*(int(one) for one in row))


def count_objections(actor: Actor) -> int:
    """Objections within reach that nobody has decided."""
    statement = select(func.count(Objection.id)).where(
        Objection.state == "open", within_scope(actor, Objection.unit_id)
    )
    return session.scalar(statement) or 0


@dataclass(frozen=True)
class StreetReports:
    """A street's reports: periods that are over and have none, how many of these are late, issued ones that have not gone out."""

    to_make: int
    late: int
    to_send: int


def count_street_reports(actor: Actor, *, at: dt.datetime | None = None) -> StreetReports:
    """Count them in one statement."""
    now = at or moment()
    live = aliased(ScreeningReport)
    to_make = and_(live.id.is_(None), ReportDuty.last < now.date())
    row = session.execute(
        select(
            func.count().filter(to_make),
            func.count().filter(to_make, ReportDuty.due_at <= now),
            func.count().filter(live.state == "filed"),
        )
        .select_from(ReportDuty)
        .outerjoin(live, and_(live.duty_id == ReportDuty.id, live.state.in_(("draft", *IN_FORCE))))
        .where(
            ReportDuty.kind.in_(sorted(STREET_PERIODS)),
            ReportDuty.last >= now.date() - BACK,
            within_scope(actor, ReportDuty.unit_id),
        )
    ).one()
    return StreetReports(*(int(one) for one in row))


def my_steps(actor: Actor) -> Counter[str]:
    """How many of the street's drafts want this person's signature, by the step of the chain: nobody signs twice."""
    drafts = session.scalars(
        select(ScreeningReport)
        .join(ReportDuty)
        .where(
            ScreeningReport.state == "draft",
            ReportDuty.kind.in_(sorted(STREET_PERIODS)),
            within_scope(actor, ReportDuty.unit_id),
        )
        .order_by(ScreeningReport.id)
        .limit(MOST_LOOKED_AT)
    )
    return Counter(
        view.step.code for one in drafts for view in chain_view(actor, one, CHAIN).steps if view.may_sign
    )


def count_moved(actor: Actor, *, at: dt.datetime | None = None) -> int:
    """Issued street reports whose figures the records give otherwise today, without those whose next period says so already."""
    now = at or moment()
    rows = session.scalars(
        select(ScreeningReport)
        .join(ReportDuty)
        .where(
            ScreeningReport.state.in_(IN_FORCE),
            ScreeningReport.ground_moved_at.is_not(None),
            ReportDuty.kind.in_(sorted(STREET_PERIODS)),
            ReportDuty.last >= now.date() - BACK,
            within_scope(actor, ReportDuty.unit_id),
        )
        .options(joinedload(ScreeningReport.duty))
        .order_by(ReportDuty.last.desc(), ScreeningReport.id)
        .limit(MOST_LOOKED_AT)
    )
    return sum(bool(ground.look_at(one).changes) and not ground.is_made_good(one) for one in rows)


def count_bulletins(actor: Actor) -> int:
    """Bulletins that wait for the leader."""
    statement = select(func.count(Bulletin.id)).where(
        Bulletin.state == "draft", within_scope(actor, Bulletin.street_id)
    )
    return session.scalar(statement) or 0


def count_new_doubts(actor: Actor, *, at: dt.datetime | None = None) -> tuple[int, dt.date]:
    """Disputes that were entered late into periods reported as zero and that came in lately; and from which day on."""
    today = (at or moment()).date()
    since = today - NEW_DOUBTS
    return sum(one.is_late for one in list_doubts(actor, since, today + dt.timedelta(days=7))), since


def count_grave_due(actor: Actor, *, at: dt.datetime | None = None) -> int:
    """Grave matters of the actor's own units whose next report is due and has not come (续报)."""
    now, later = at or moment(), aliased(GraveReport)
    statement = (
        select(func.count(GraveReport.id))
        .join(GraveReport.dispute)
        .where(
            GraveReport.next_due_at <= now,
            ~select(later.id)
            .where(later.dispute_id == GraveReport.dispute_id, later.position > GraveReport.position)
            .exists(),
            in_sight(actor),
        )
    )
    return session.scalar(statement) or 0
