"""Reading adjustments: the list, one batch with its lines and sums, the month it would first pay, and an audit of its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.jobs.models import FAILED, Job
from portal.jobs.queries import find_job
from portal.services.assistance.adjustments.drawing import PLAIN, DrawnLine
from portal.services.assistance.adjustments.models import EXCEPTION, UNDER_WAY, Adjustment, AdjustmentLine
from portal.services.assistance.months import add_months, month_of
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.states import FINAL, REGULAR
from portal.units.models import Unit
from portal.units.queries import within_scope

LARGEST_KEY = 2**63 - 1
PORTION = 2_000
_STREET = (selectinload(Adjustment.street).selectinload(Unit.names),)


@dataclass(frozen=True)
class LinePage:
    """One page of the lines of a batch."""

    rows: list[AdjustmentLine]
    total: int
    number: int
    size: int


def get_adjustment(actor: Actor, adjustment_id: int) -> Adjustment:
    """A batch of a street within the actor's scope; raises NotFound for any other."""
    statement = select(Adjustment).where(
        Adjustment.id == adjustment_id, within_scope(actor, Adjustment.street_id)
    )
    found = session.scalars(statement).first() if 0 < adjustment_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def get_line(actor: Actor, line_id: int) -> AdjustmentLine:
    """A line of a batch within the actor's scope; raises NotFound."""
    found = session.get(AdjustmentLine, line_id) if 0 < line_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_adjustment(actor, found.adjustment_id)
    return found


def list_adjustments(actor: Actor, limit: int = 100) -> list[Adjustment]:
    """The batches within the actor's scope, newest first."""
    statement = select(Adjustment).where(within_scope(actor, Adjustment.street_id))
    return list(session.scalars(statement.order_by(Adjustment.id.desc()).limit(limit)))


def list_in_states(actor: Actor, states: Sequence[str]) -> list[Adjustment]:
    """The batches in these states within the actor's scope, oldest first."""
    statement = select(Adjustment).where(
        within_scope(actor, Adjustment.street_id), Adjustment.state.in_(states)
    )
    return list(session.scalars(statement.options(*_STREET).order_by(Adjustment.id)))


def list_not_done(actor: Actor) -> list[Adjustment]:
    """The batches within the actor's scope whose last job did not do what it was asked for, oldest first."""
    failed = select(Job.id).where(Job.state == FAILED)
    statement = select(Adjustment).where(
        within_scope(actor, Adjustment.street_id),
        Adjustment.job_id.in_(failed),
        Adjustment.state != "cancelled",
    )
    return list(session.scalars(statement.options(*_STREET).order_by(Adjustment.id)))


def is_reversal_refused(adjustment: Adjustment) -> bool:
    """Whether the batch was to be taken back and the second person said no: it is in force as before."""
    asked = adjustment.reversal_asked_by is not None
    return adjustment.state == "applied" and bool(adjustment.reversal_reason) and not asked


def list_with_exceptions(actor: Actor) -> list[tuple[Adjustment, int]]:
    """The batches that were carried out and left exceptions nobody has settled yet, each with how many."""
    counted = (
        select(AdjustmentLine.adjustment_id, func.count().label("left"))
        .join(Adjustment, Adjustment.id == AdjustmentLine.adjustment_id)
        .where(
            Adjustment.state == "applied",
            within_scope(actor, Adjustment.street_id),
            AdjustmentLine.kind == EXCEPTION,
            AdjustmentLine.settled_on.is_(None),
        )
        .group_by(AdjustmentLine.adjustment_id)
        .subquery()
    )
    statement = select(Adjustment, counted.c.left).join(counted, counted.c.adjustment_id == Adjustment.id)
    return [(row[0], row[1]) for row in session.execute(statement.options(*_STREET).order_by(Adjustment.id))]


def find_under_way(street_id: int, scheme: str, area: str) -> Adjustment | None:
    """The batch of this scheme and area that is not finished, or None."""
    statement = select(Adjustment).where(
        Adjustment.street_id == street_id,
        Adjustment.scheme == scheme,
        Adjustment.area == area,
        Adjustment.state.in_(UNDER_WAY),
    )
    return session.scalars(statement.order_by(Adjustment.id).limit(1)).first()


def list_lines(adjustment_id: int, kind: str, *, page: int = 1, size: int = 50) -> LinePage:
    """The lines of one kind in their order."""
    wanted = (AdjustmentLine.adjustment_id == adjustment_id, AdjustmentLine.kind == kind)
    total = session.scalar(select(func.count(AdjustmentLine.id)).where(*wanted)) or 0
    statement = select(AdjustmentLine).where(*wanted).order_by(AdjustmentLine.position)
    rows = list(session.scalars(statement.offset((page - 1) * size).limit(size)))
    return LinePage(rows, total, page, size)


def count_reasons(adjustment_id: int) -> list[tuple[str, int]]:
    """How many exceptions there are of each reason, the most frequent first."""
    count = func.count(AdjustmentLine.id)
    statement = (
        select(AdjustmentLine.reason, count)
        .where(AdjustmentLine.adjustment_id == adjustment_id, AdjustmentLine.kind == "exception")
        .group_by(AdjustmentLine.reason)
        .order_by(count.desc(), AdjustmentLine.reason)
    )
    return [(reason, number) for reason, number in session.execute(statement)]


def stored_lines(adjustment_id: int) -> Iterator[DrawnLine]:
    """Every line of a preview as it was stored, in order."""
    columns = [getattr(AdjustmentLine, name) for name in PLAIN]
    statement = (
        select(*columns, AdjustmentLine.income_sealed, AdjustmentLine.record_key)
        .where(AdjustmentLine.adjustment_id == adjustment_id)
        .order_by(AdjustmentLine.position)
        .execution_options(yield_per=PORTION)
    )
    for row in session.execute(statement):
        yield DrawnLine(**{name: getattr(row, name) for name in PLAIN}, income_fen=income_of_line(row))


def income_of_line(row: Row[Any]) -> int:
    """The household's income a month, in fen, of a line read in columns (`income_sealed` and `record_key` among them)."""
    return AdjustmentLine.income_fen.open_for(row.record_key, row.income_sealed)


@dataclass(frozen=True)
class Community:
    """What a community's households of a batch come to, and how many of their letters are made."""

    unit: Unit
    households: int
    delta_fen: int
    letters: int


def list_communities(adjustment_id: int) -> list[Community]:
    """The communities of the households that are adjusted, by code."""
    statement = (
        select(
            Unit,
            func.count(AdjustmentLine.id),
            func.sum(AdjustmentLine.delta_fen),
            func.count(AdjustmentLine.document_id),
        )
        .join(Unit, Unit.id == AdjustmentLine.unit_id)
        .where(AdjustmentLine.adjustment_id == adjustment_id, AdjustmentLine.kind == "change")
        .group_by(Unit.id)
        .order_by(Unit.code, Unit.id)
    )
    return [
        Community(unit, count, int(delta), letters)
        for unit, count, delta, letters in session.execute(statement)
    ]


def list_letters(adjustment_id: int, unit_id: int | None = None) -> list[int]:
    """The letters to the households, in the order of the lines; of one community where one is named."""
    wanted: list[ColumnElement[bool]] = [
        AdjustmentLine.adjustment_id == adjustment_id,
        AdjustmentLine.document_id.is_not(None),
    ]
    if unit_id is not None:
        wanted.append(AdjustmentLine.unit_id == unit_id)
    statement = select(AdjustmentLine.document_id).where(*wanted).order_by(AdjustmentLine.position)
    return [key for key in session.scalars(statement) if key is not None]


def first_unpaid_month(street_id: int, scheme: str) -> dt.date | None:
    """The month after the last one whose list is approved; None where none was approved yet.

    A list that waits for its approval counts as unpaid: it no longer says what the files say once a batch was carried out, so
    that it is drawn up anew and pays the new sum.
    """
    statement = select(func.max(PaymentMonth.month)).where(
        PaymentMonth.street_id == street_id,
        PaymentMonth.scheme == scheme,
        PaymentMonth.kind == REGULAR,
        PaymentMonth.state.in_(FINAL),
    )
    last = session.scalar(statement)
    return add_months(last, 1) if last else None


def expected_run_month(street_id: int, scheme: str, effective_month: dt.date) -> dt.date:
    """The first month paid at the new standard by itself: the first one not paid, and never before it is in force."""
    unpaid = first_unpaid_month(street_id, scheme) or month_of(clock.today())
    return max(unpaid, effective_month)


def is_waiting_for_job(adjustment: Adjustment) -> bool:
    """Whether the job that was asked for last still waits or runs."""
    job = find_job(adjustment.job_id) if adjustment.job_id else None
    return job is not None and job.is_open
