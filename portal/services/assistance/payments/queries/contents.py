"""Reading what one batch holds: its lines, its differences against the month before, its anomalies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.services.assistance.payments.models import (
    PaymentAnomaly,
    PaymentDifference,
    PaymentLine,
    PaymentMonth,
)
from portal.services.assistance.payments.queries.reach import Page, get_within_reach, page_of
from portal.units.models import Unit


def get_anomaly(actor: Actor, anomaly_id: int) -> PaymentAnomaly:
    """An anomaly of such a batch; raises NotFound."""
    statement = select(PaymentAnomaly).join(PaymentAnomaly.month).where(PaymentAnomaly.id == anomaly_id)
    return get_within_reach(actor, statement, anomaly_id, PaymentMonth.street_id)


def count_blocks(batch: PaymentMonth) -> int:
    """How many anomalies keep the list from being approved."""
    return _count(batch, PaymentAnomaly.settled == "", PaymentAnomaly.weight == "block")


def count_anomalies(batch: PaymentMonth) -> dict[str, int]:
    """How many block, how many only warn and are not settled, how many are settled."""
    warnings = _count(batch, PaymentAnomaly.settled == "", PaymentAnomaly.weight == "warn")
    return {
        "block": count_blocks(batch),
        "warn": warnings,
        "settled": _count(batch, PaymentAnomaly.settled != ""),
    }


def _count(batch: PaymentMonth, *conditions: Any) -> int:
    statement = select(func.count(PaymentAnomaly.id)).where(PaymentAnomaly.month_id == batch.id, *conditions)
    return session.scalar(statement) or 0


def count_kept(batch: PaymentMonth) -> int:
    """How many anomalies were paid with a reason."""
    return _count(batch, PaymentAnomaly.settled == "kept")


def list_anomalies(batch: PaymentMonth, *, code: str = "", is_open: bool = False, page: int = 1) -> Page:
    """One page of the anomalies of a batch: what blocks first, what is settled last."""
    conditions: list[Any] = [PaymentAnomaly.month_id == batch.id]
    if code:
        conditions.append(PaymentAnomaly.code == code)
    if is_open:
        conditions.append(PaymentAnomaly.settled == "")
    order = (PaymentAnomaly.settled != "", PaymentAnomaly.weight, PaymentAnomaly.code, PaymentAnomaly.id)
    return page_of(select(PaymentAnomaly).where(*conditions).order_by(*order), page)


def count_by_code(batch: PaymentMonth) -> dict[str, int]:
    """How many anomalies there are of each kind."""
    statement = select(PaymentAnomaly.code, func.count()).where(PaymentAnomaly.month_id == batch.id)
    return {row[0]: row[1] for row in session.execute(statement.group_by(PaymentAnomaly.code))}


def list_differences(
    batch: PaymentMonth, *, kind: str = "", unit_id: int | None = None, page: int = 1
) -> Page:
    """One page of the differences against the month before."""
    conditions: list[Any] = [PaymentDifference.month_id == batch.id]
    if kind:
        conditions.append(PaymentDifference.kind == kind)
    if unit_id:
        conditions.append(PaymentDifference.unit_id == unit_id)
    statement = select(PaymentDifference).where(*conditions)
    options = selectinload(PaymentDifference.unit).selectinload(Unit.names)
    return page_of(statement.options(options).order_by(PaymentDifference.id), page)


def sums_of_differences(batch: PaymentMonth) -> dict[str, tuple[int, int]]:
    """For each kind of difference, how many households and by how many fen the month changed."""
    changed = func.coalesce(func.sum(PaymentDifference.after_fen - PaymentDifference.before_fen), 0)
    statement = select(PaymentDifference.kind, func.count(), changed).where(
        PaymentDifference.month_id == batch.id
    )
    return {
        row[0]: (int(row[1]), int(row[2]))
        for row in session.execute(statement.group_by(PaymentDifference.kind))
    }


def list_lines(
    batch: PaymentMonth, *, state: str = "", unit_id: int | None = None, text: str = "", page: int = 1
) -> Page:
    """One page of the lines of a batch, in the order of the list."""
    conditions: list[Any] = [PaymentLine.month_id == batch.id]
    if state:
        conditions.append(PaymentLine.state == state)
    if unit_id:
        conditions.append(PaymentLine.unit_id == unit_id)
    if text:
        like = f"%{text.replace('%', '').replace('_', '')}%"
        conditions.append(or_(PaymentLine.head_name.like(like), PaymentLine.number.like(like)))
    options = selectinload(PaymentLine.unit).selectinload(Unit.names)
    return page_of(
        select(PaymentLine).where(*conditions).options(options).order_by(PaymentLine.position), page
    )


def list_units_of(batch: PaymentMonth) -> list[Unit]:
    """The communities that a batch has lines of, by code."""
    own = select(PaymentLine.unit_id).where(PaymentLine.month_id == batch.id).distinct()
    return list(session.scalars(select(Unit).where(Unit.id.in_(own)).order_by(Unit.code)))


def sums_by_unit(batch: PaymentMonth) -> list[tuple[Unit, int, int, int]]:
    """Households, persons and fen of each community, withheld lines left out."""
    statement = (
        select(
            PaymentLine.unit_id, func.count(), func.sum(PaymentLine.persons), func.sum(PaymentLine.net_fen)
        )
        .where(PaymentLine.month_id == batch.id, PaymentLine.state != "withheld")
        .group_by(PaymentLine.unit_id)
    )
    sums = {row[0]: row for row in session.execute(statement)}
    return [
        (unit, int(sums[unit.id][1]), int(sums[unit.id][2]), int(sums[unit.id][3]))
        for unit in list_units_of(batch)
        if unit.id in sums
    ]
