"""What a dispute says in each column of the ledger. What belongs to the disputes of one month is read at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.disputes.kinds import SOURCES, STATES, WAYS
from portal.disputes.models import Dispute, DisputeTask
from portal.disputes.reach import Handling, Handlings, handlings_of
from portal.errors import N_
from portal.screening.kinds import GRAVE_KINDS
from portal.screening.ledger.lights import light_of
from portal.screening.ledger.masks import masked_title, party_words
from portal.screening.ledger.queries import may_read_words, soon_days
from portal.screening.ledger.scale import Level, level_of
from portal.screening.ledger_models import DisputeCare, DisputeProgress, GraveReport
from portal.standards.working_days import ONE_DAY

YES, NO = N_("是"), N_("否")
PAPER_AT_MEDIATION = "见人民调解登记簿"
PAPER_AND, PAPER_END = "、", "；"
PAPER_PARALLEL = "（并联：{bodies}）"
PAPER_TOLD = "{day}上报{body}"
PAPER_REPORTED = "{day}{kind}"
PAPER_RESTS = "{day}起中止：{why}"
PAPER_LIMIT = "期限另定：{why}"
PAPER_MERGED = "并入{number}"
# A column of the sheet is a finger wide: what is longer is read on the dispute's own page.
MOST_ENTRIES, MOST_WORDS, MOST_STORY = 3, 60, 150
PAPER_MORE = "……"


@dataclass
class _Month:
    """What belongs to the disputes found in one month, by their keys."""

    handlings: Handlings = field(default_factory=dict)
    progress: dict[int, list[DisputeProgress]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    grave: dict[int, list[tuple[str, dt.datetime]]] = field(default_factory=lambda: defaultdict(list))


def read_values() -> Callable[[Any], Mapping[str, Any]]:
    """What turns a row of the statement into values; months and levels are read once for the whole reading."""
    months: dict[tuple[int, int], _Month] = {}
    levels: dict[tuple[str, int], Level] = {}
    soon: dict[int, int] = {}
    today = clock.today()

    def values(found: Any) -> Mapping[str, Any]:
        dispute: Dispute = found[0]
        care: DisputeCare | None = found[1]
        day, unit_id = dispute.found_on, dispute.unit_id
        if (day.year, day.month) not in months:
            months[day.year, day.month] = _read_month(day)
        if (dispute.risk, unit_id) not in levels:
            levels[dispute.risk, unit_id] = level_of(dispute.risk, unit_id)
        if unit_id not in soon:
            soon[unit_id] = soon_days(unit_id)
        light = light_of(dispute, care, today=today, soon=soon[unit_id])
        month = months[day.year, day.month]
        return {
            **_found(dispute, found),
            "risk": levels[dispute.risk, unit_id].short,
            **_cared(dispute, care, month),
            **_ended(dispute, care, month, found.merged_number or ""),
            "light": light.label,
        }

    return values


def _found(dispute: Dispute, found: Any) -> dict[str, Any]:
    standing = [party for party in dispute.parties if party.left_on is None]
    reads = may_read_words(dispute)
    where = (found.unit_name, found.grid_name, dispute.place)
    return {
        "number": dispute.number,
        "found": dispute.found_on,
        "source": SOURCES[dispute.source],
        "unit": " ".join(one for one in (where if reads else where[:2]) if one),
        "category": dispute.category.name,
        "title": masked_title(dispute.title, dispute.parties),
        "parties": party_words(one for one in standing if one.kind == "person"),
        "bodies": PAPER_AND.join(one.name for one in standing if one.kind == "organisation"),
        "people": dispute.people,
        "amount": dispute.amount_fen,
        "story": _told(dispute, dispute.story) if reads else PAPER_AT_MEDIATION,
        "demand": _told(dispute, dispute.demand) if reads else "",
        "criminal": _yes(dispute.tends_criminal),
        "petition": _yes(dispute.tends_petition),
        "unrest": _yes(dispute.tends_unrest),
    }


def _cared(dispute: Dispute, care: DisputeCare | None, month: _Month) -> dict[str, Any]:
    bodies = PAPER_AND.join(month.bodies.get(dispute.id, []))
    unit = care.responsible_unit if care else ""
    return {
        "responsible": unit + (PAPER_PARALLEL.format(bodies=bodies) if bodies else ""),
        "person": care.responsible_person if care else "",
        "leader": care.leader if care else "",
        "measures": _told(dispute, care.measures if care else ""),
        "limit": care.limit_on if care else None,
        "mediation": PAPER_END.join(_mediation(one) for one in month.handlings.get(dispute.id, [])),
        "progress": PAPER_END.join(
            f"{row.on.isoformat()} {_told(dispute, row.text, MOST_WORDS)}"
            for row in month.progress.get(dispute.id, [])[:MOST_ENTRIES]
        ),
    }


def _ended(dispute: Dispute, care: DisputeCare | None, month: _Month, merged: str) -> dict[str, Any]:
    handlings = month.handlings.get(dispute.id, [])
    visits = [
        row.on for row in month.progress.get(dispute.id, []) if row.is_visit and _after(dispute, row.on)
    ]
    visits += [one.visited_on for one in handlings if one.visited_on]
    reports = [
        PAPER_REPORTED.format(day=_day(at), kind=GRAVE_KINDS[kind]) for kind, at in month.grave[dispute.id]
    ]
    if care is not None and care.escalated_on is not None:
        told = PAPER_TOLD.format(day=care.escalated_on.isoformat(), body=care.escalated_to)
        reports.insert(0, told)
    words = (care.outcome or "") if care is not None and dispute.state != "open" else ""
    outcome = _told(dispute, words)
    way = WAYS.get(dispute.resolved_way, "") or ("" if dispute.state == "open" else STATES[dispute.state])
    return {
        "outcome": " ".join(one for one in (way, outcome) if one),
        "resolved": dispute.resolved_on,
        "agreement": PAPER_AND.join(one.agreement for one in handlings if one.agreement),
        "visited": max(visits, default=None),
        "reports": PAPER_END.join(reports),
        "remark": _remark(dispute, care, merged),
    }


def _remark(dispute: Dispute, care: DisputeCare | None, merged: str) -> str:
    if merged:
        return PAPER_MERGED.format(number=merged)
    if care is None:
        return ""
    if care.suspended_on is not None and dispute.state == "open":
        return PAPER_RESTS.format(day=care.suspended_on.isoformat(), why=care.suspended_because)
    return PAPER_LIMIT.format(why=care.limit_because) if care.limit_because else ""


def _mediation(one: Handling) -> str:
    return " ".join(text for text in (one.body, one.people) if text)


def _after(dispute: Dispute, day: dt.date) -> bool:
    """A visit to those whose dispute was settled (回访); one on the very day was still about settling it."""
    return dispute.resolved_on is not None and day > dispute.resolved_on


def _told(dispute: Dispute, words: str | None, most: int = MOST_STORY) -> str:
    """Words as the sheet has them: persons masked before anything is cut off, so that no half name is left."""
    told = masked_title(words or "", dispute.parties)
    return told if len(told) <= most else told[:most] + PAPER_MORE


def _yes(is_so: bool) -> str:
    return YES if is_so else NO


def _day(instant: dt.datetime) -> str:
    return clock.office_time(instant).date().isoformat()


def _read_month(day: dt.date) -> _Month:
    """In four statements, whatever the number of disputes."""
    first = day.replace(day=1)
    last = (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
    keys = select(Dispute.id).where(Dispute.found_on.between(first, last))
    month = _Month(handlings=handlings_of(session.scalars(keys).all()))
    progress = select(DisputeProgress).where(
        DisputeProgress.dispute_id.in_(keys), DisputeProgress.struck_at.is_(None)
    )
    for row in session.scalars(progress.order_by(DisputeProgress.on.desc(), DisputeProgress.id.desc())):
        month.progress[row.dispute_id].append(row)
    tasks = select(DisputeTask.dispute_id, DisputeTask.body).where(
        DisputeTask.dispute_id.in_(keys), DisputeTask.state != "withdrawn"
    )
    for key, body in session.execute(tasks.order_by(DisputeTask.position)):
        month.bodies[key].append(body)
    grave = select(GraveReport.dispute_id, GraveReport.kind, GraveReport.reported_at)
    for key, kind, at in session.execute(
        grave.where(GraveReport.dispute_id.in_(keys)).order_by(GraveReport.position)
    ):
        month.grave[key].append((kind, at))
    return month
