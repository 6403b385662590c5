"""Finding disputes for screening: whose a reader sees, whose he carries on, the list by what waits, what belongs to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions.standing import unit_now
from portal.disputes.kinds import NOT_COUNTED, RISKS
from portal.disputes.models import Dispute, DisputeParty, DisputeStep
from portal.disputes.reach import Handling
from portal.errors import N_, Forbidden, NotFound
from portal.screening.ledger.scale import SOON, TWIN_DAYS, street_id_of
from portal.screening.ledger_models import DisputeCare, DisputeProgress, GraveReport
from portal.screening.reach import reached
from portal.units.queries import unit_and_below

PEOPLE = "people"
READ, KEEP = "screening.read_dispute", "screening.keep_dispute"
LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20
AT_ONCE = 500  # keys in one question to the database
# Beside the care that a list joins to each dispute: a condition of its own must not be taken for that one.
_Care = aliased(DisputeCare)
TABS: dict[str, str] = {
    "open": N_("未化解"),
    "red": N_("红色"),
    "soon": N_("临期"),
    "overdue": N_("超期"),
    "visit": N_("待走访"),
    "told": N_("上报待答复"),
    "ours": N_("本单位负责"),
    "grave": N_("重大未终报"),
    "suspended": N_("中止"),
    "settled": N_("已办结"),
    "all": N_("全部"),
}


def in_sight(actor: Actor, unit_ids: set[int] | None = None) -> ColumnElement[bool]:
    """The disputes that belong to these units (the reader's own when None), once counted there, or are theirs to answer for."""
    units = unit_ids if unit_ids is not None else reached(actor)
    if units is None:
        return true()
    counted = exists().where(
        DisputeStep.dispute_id == Dispute.id, DisputeStep.unit_id.in_(units), DisputeStep.struck_at.is_(None)
    )
    answered = exists().where(_Care.dispute_id == Dispute.id, _Care.responsible_unit_id.in_(units))
    return or_(Dispute.unit_id.in_(units), counted, answered)


def get_dispute(actor: Actor, dispute_id: int) -> Dispute:
    """The dispute, if this reader may see it; raises Forbidden or NotFound."""
    actor.must(READ)
    if not 0 < dispute_id <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(select(Dispute).where(Dispute.id == dispute_id, in_sight(actor))).first()
    if found is None:
        raise NotFound
    return found


def may_see(actor: Actor, dispute: Dispute) -> bool:
    """Whether the reader finds the dispute here; raises nothing."""
    if not actor.can(READ):
        return False
    return session.scalar(select(Dispute.id).where(Dispute.id == dispute.id, in_sight(actor))) is not None


def list_seen(actor: Actor, dispute_ids: Collection[int]) -> list[tuple[Dispute, bool]]:
    """Those of these disputes that the reader finds here, by key, each with whether he carries it on; raises nothing."""
    if not actor.can(READ):
        return []
    keys, units = sorted(set(dispute_ids)), reached(actor)
    seen: list[Dispute] = []
    for place in range(0, len(keys), AT_ONCE):
        statement = select(Dispute).where(
            Dispute.id.in_(keys[place : place + AT_ONCE]), in_sight(actor, units)
        )
        seen += session.scalars(statement.options(selectinload(Dispute.steps)).order_by(Dispute.id)).all()
    cares = cares_of([one.id for one in seen]) if actor.can(KEEP) else {}
    return [(one, actor.can(KEEP) and _is_kept(one, cares.get(one.id), units)) for one in seen]


def may_keep(actor: Actor, dispute: Dispute) -> bool:
    """Whether the actor carries the dispute on: it counts at a unit of his, or one of his answers for it."""
    return actor.can(KEEP) and _is_kept(dispute, care_of(dispute), reached(actor))


def _is_kept(dispute: Dispute, care: DisputeCare | None, units: set[int] | None) -> bool:
    answers = care.responsible_unit_id if care is not None else None
    return units is None or bool(units & {dispute.unit_id, unit_now(dispute), answers or 0})


def must_keep(actor: Actor, dispute: Dispute) -> None:
    """Raise Forbidden where somebody only looks back at a dispute that has gone elsewhere."""
    actor.must(KEEP)
    if not may_keep(actor, dispute):
        raise Forbidden(KEEP)


def may_read_words(dispute: Dispute) -> bool:
    """Whether what people told is read here: of disputes found by screening. What was told at a mediation stays in its volume."""
    return dispute.is_screened


def settled_by(dispute: Dispute, handlings: Sequence[Handling]) -> str:
    """The committee whose mediation settled the dispute; empty where it is not settled, or another way."""
    if dispute.state != "resolved" or dispute.resolved_way != PEOPLE:
        return ""
    return handlings[-1].body if handlings else ""


def care_of(dispute: Dispute) -> DisputeCare | None:
    """Who answers for the dispute, None where nothing is laid down."""
    return session.scalars(select(DisputeCare).where(DisputeCare.dispute_id == dispute.id)).first()


def cares_of(dispute_ids: Collection[int]) -> dict[int, DisputeCare]:
    """Who answers for each of these disputes, by the dispute's key; those without stand not in it."""
    keys = sorted(dispute_ids)
    found: dict[int, DisputeCare] = {}
    for place in range(0, len(keys), AT_ONCE):
        some = DisputeCare.dispute_id.in_(keys[place : place + AT_ONCE])
        found |= {one.dispute_id: one for one in session.scalars(select(DisputeCare).where(some))}
    return found


def progress_of(dispute: Dispute) -> list[DisputeProgress]:
    """What was done, the newest first, struck entries among them."""
    statement = (
        select(DisputeProgress)
        .where(DisputeProgress.dispute_id == dispute.id)
        .options(joinedload(DisputeProgress.enterer))
        .order_by(DisputeProgress.on.desc(), DisputeProgress.id.desc())
    )
    return list(session.scalars(statement))


def get_progress(dispute: Dispute, progress_id: int) -> DisputeProgress:
    """One entry of the dispute; raises NotFound."""
    found = next((one for one in progress_of(dispute) if one.id == progress_id), None)
    if found is None:
        raise NotFound
    return found


def grave_of(dispute: Dispute) -> list[GraveReport]:
    """The reports of a grave matter, in their order."""
    statement = select(GraveReport).where(GraveReport.dispute_id == dispute.id)
    return list(session.scalars(statement.order_by(GraveReport.position)))


@dataclass(frozen=True)
class Filters:
    """What narrows the list; an empty value does not narrow. `tab` is one of TABS, days are those of the find."""

    tab: str = "open"
    text: str = ""
    risk: str = ""
    category_id: int | None = None
    unit_id: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list: disputes with their care, its number from 1, the size of a page, and how many there are in all."""

    rows: list[tuple[Dispute, DisputeCare | None]]
    number: int
    size: int
    total: int


def list_disputes(actor: Actor, *, filters: Filters, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """One page of the disputes in sight: unsettled ones by risk and limit, all others newest first."""
    actor.must(READ)
    soon = soon_days(actor.unit_id)
    conditions = [in_sight(actor), _tab(filters.tab, actor, soon), *_narrowed(filters)]
    joined = select(Dispute, DisputeCare).outerjoin(DisputeCare, DisputeCare.dispute_id == Dispute.id)
    counted = select(func.count(Dispute.id)).outerjoin(DisputeCare, DisputeCare.dispute_id == Dispute.id)
    total = session.scalar(counted.where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    rank = case({code: place for place, code in enumerate(RISKS)}, value=Dispute.risk)
    order: tuple[Any, ...] = (rank, DisputeCare.limit_on.is_(None), DisputeCare.limit_on, Dispute.id)
    if filters.tab in ("settled", "all"):
        order = (Dispute.found_on.desc(), Dispute.id.desc())
    statement = (
        joined.where(*conditions)
        .options(joinedload(Dispute.category), joinedload(Dispute.unit), selectinload(Dispute.parties))
        .order_by(*order)
        .limit(size)
        .offset((number - 1) * size)
    )
    rows = [(dispute, care) for dispute, care in session.execute(statement).unique()]
    return Page(rows, number, size, total)


def list_near(actor: Actor, *, category_id: int, day: dt.date) -> list[Dispute]:
    """The disputes in sight of a category that were found about a day, with their parties, the newest first."""
    days = dt.timedelta(days=_street_days(TWIN_DAYS, actor.unit_id))
    statement = (
        select(Dispute)
        .where(
            Dispute.category_id == category_id,
            Dispute.found_on.between(day - days, day + days),
            Dispute.state.not_in(sorted(NOT_COUNTED)),
            in_sight(actor),
        )
        .options(selectinload(Dispute.parties))
        .order_by(Dispute.found_on.desc(), Dispute.id.desc())
    )
    return list(session.scalars(statement))


def count_tabs(actor: Actor) -> dict[str, int]:
    """How many disputes stand under each tab, in one statement."""
    actor.must(READ)
    soon = soon_days(actor.unit_id)
    counts = [func.count().filter(_tab(tab, actor, soon)).label(tab) for tab in TABS]
    statement = (
        select(*counts)
        .select_from(Dispute)
        .outerjoin(DisputeCare, DisputeCare.dispute_id == Dispute.id)
        .where(in_sight(actor))
    )
    row = session.execute(statement).one()
    return {tab: int(getattr(row, tab)) for tab in TABS}


def list_grave(actor: Actor, *, with_seen: bool = False, limit: int = 100) -> list[GraveReport]:
    """The reports of grave matters in sight that nobody above has seen yet, newest first; with `with_seen` the others too."""
    actor.must("screening.see_grave")
    statement = (
        select(GraveReport)
        .join(Dispute, Dispute.id == GraveReport.dispute_id)
        .where(in_sight(actor))
        .options(joinedload(GraveReport.dispute).joinedload(Dispute.unit), joinedload(GraveReport.maker))
        .order_by(GraveReport.id.desc())
        .limit(limit)
    )
    if not with_seen:
        statement = statement.where(GraveReport.seen_at.is_(None))
    return list(session.scalars(statement))


def get_grave(actor: Actor, report_id: int) -> GraveReport:
    """One report in sight; raises Forbidden or NotFound."""
    actor.must("screening.see_grave")
    statement = select(GraveReport).join(Dispute, Dispute.id == GraveReport.dispute_id)
    found = session.scalars(statement.where(GraveReport.id == report_id, in_sight(actor))).first()
    if found is None:
        raise NotFound
    return found


def soon_days(unit_id: int | None) -> int:
    """How many days before the limit the light turns yellow, as the street of a unit has set it."""
    return _street_days(SOON, unit_id)


def _street_days(which: settings.Definition, unit_id: int | None) -> int:
    """A number of days that the street of a unit has set; the office's own for who stands above all streets."""
    street_id = street_id_of(unit_id) if unit_id is not None else None
    return int(settings.value(which.key, unit_id=street_id))


def _tab(tab: str, actor: Actor, days: int) -> ColumnElement[bool]:
    today = clock.today()
    soon = today + dt.timedelta(days=days)
    is_open, runs = Dispute.state == "open", DisputeCare.suspended_on.is_(None)
    limit = DisputeCare.limit_on
    reported = exists().where(GraveReport.dispute_id == Dispute.id)
    final = exists().where(GraveReport.dispute_id == Dispute.id, GraveReport.kind == "final")
    conditions: dict[str, ColumnElement[bool]] = {
        "open": is_open,
        "red": and_(is_open, Dispute.risk == "red"),
        "soon": and_(is_open, runs, limit >= today, limit <= soon),
        "overdue": and_(is_open, runs, limit < today),
        "visit": and_(is_open, runs, DisputeCare.next_visit_on <= today),
        "told": and_(is_open, DisputeCare.escalation_due_on.is_not(None)),
        "ours": and_(is_open, DisputeCare.responsible_unit_id == (actor.unit_id or 0)),
        "grave": and_(reported, ~final),
        "suspended": and_(is_open, DisputeCare.suspended_on.is_not(None)),
        "settled": Dispute.state.in_(("resolved", "handed_on", "ended")),
        "all": Dispute.id > 0,
    }
    counted = Dispute.state.not_in(sorted(NOT_COUNTED))
    return conditions["all"] if tab == "all" else and_(counted, conditions.get(tab, is_open))


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        text = filters.text
        named = exists().where(
            DisputeParty.dispute_id == Dispute.id, DisputeParty.name.contains(text, autoescape=True)
        )
        number = Dispute.number.contains(text, autoescape=True)
        found.append(or_(number, Dispute.title.contains(text, autoescape=True), named))
    if filters.risk:
        found.append(Dispute.risk == filters.risk)
    if filters.category_id is not None:
        found.append(Dispute.category_id == filters.category_id)
    if filters.unit_id is not None:
        found.append(Dispute.unit_id.in_(unit_and_below(filters.unit_id)))
    if filters.first:
        found.append(Dispute.found_on >= filters.first)
    if filters.last:
        found.append(Dispute.found_on <= filters.last)
    return found
