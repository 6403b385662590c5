"""What a change in a dispute's history does to reports that are filed: a find makes a new edition, the rest moves the ground."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeStep
from portal.screening import freezing
from portal.screening.filing.actions.filling import copy_words
from portal.screening.filing.actions.signing import PAPER_REPLACED, void_paper
from portal.screening.filing.marking import mark_moved, mark_streets
from portal.screening.kinds import UNIT_PERIODS
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.stamping import as_of, stamp

PAPER_FOUND = "报送后登记了本期的纠纷"


def follow(actor: Actor | None, steps: Sequence[DisputeStep]) -> None:
    """Called inside the transaction that changed disputes: no filed report is left untrue without saying so.

    A dispute found in a period that was reported supersedes that report at once. Every other report in force of the unit and
    of its street whose period ends on or after the day is marked: its ground has moved. Without an actor (the calendar
    moved disputes of a closed unit) nothing is ever found.
    """
    days: dict[int, dt.date] = {}
    found: dict[int, set[dt.date]] = defaultdict(set)
    for step in steps:
        days[step.unit_id] = min(step.on, days.get(step.unit_id, step.on))
        if step.kind == "found" and step.struck_at is None and actor is not None:
            found[step.unit_id].add(step.on)
    touched = _hold(found)
    for unit_id in sorted(days):
        mark_moved(unit_id, days[unit_id])
    if actor is not None:
        for duty in touched:
            supersede(actor, duty, reason_code="found", reason=PAPER_FOUND)


def supersede(actor: Actor, duty: ReportDuty, *, reason_code: str, reason: str) -> ScreeningReport | None:
    """Put a new edition with today's figures in the place of the one in force; None while nothing is reported.

    The duty is held by the caller. The new edition waits for the secretary's signature (更正待签). One without finds is no zero
    report before somebody says so.
    """
    before = freezing.report_in_force(duty)
    if before is None:
        return None
    number, draft = freezing.next_edition(duty), freezing.draft_of(duty)
    if draft is not None:  # a correction is being written: it will come after this edition
        number, draft.edition = draft.edition, number
    at = moment()
    filed_at, clock_was_back = stamp(at)
    before.state, before.ended_at = "superseded", filed_at
    void_paper(actor, before, PAPER_REPLACED.format(edition=number))
    session.flush()
    made = ScreeningReport(
        duty=duty,
        edition=number,
        state="filed",
        reason_code=reason_code,
        reason=reason[:300],
        is_automatic=True,
        made_by=actor.account_id,
        filed_by=actor.account_id,
        filed_at=filed_at,
        clock_was_back=clock_was_back,
        late_seconds=before.late_seconds,
        as_of=as_of(at, duty.last),
    )
    session.add(made)
    copy_words(before, made, texts=not before.is_zero)
    session.flush()
    freezing.freeze(made, [duty.unit_id])
    made.is_zero = False
    session.flush()
    mark_streets(duty)
    audit.record(
        actor,
        "screening.supersede_report",
        made,
        unit=duty.unit_id,
        period=duty.label,
        edition=number,
        found=made.found,
        reason=reason,
    )
    return made


def hold(duty_ids: Iterable[int]) -> list[ReportDuty]:
    """These duties, held until the transaction ends; always in the order of their keys, so that two never wait for each other."""
    return [freezing.lock_duty(key) for key in sorted(set(duty_ids))]


def _hold(found: dict[int, set[dt.date]]) -> list[ReportDuty]:
    """The duties of units in whose periods something was found, held."""
    if not found:
        return []
    days = [day for of_unit in found.values() for day in of_unit]
    rows = session.execute(
        select(ReportDuty.id, ReportDuty.unit_id, ReportDuty.first, ReportDuty.last).where(
            ReportDuty.unit_id.in_(sorted(found)),
            ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
            ReportDuty.first <= max(days),
            ReportDuty.last >= min(days),
        )
    )
    wanted = [
        key for key, unit_id, first, last in rows if any(first <= day <= last for day in found[unit_id])
    ]
    return hold(wanted)
