"""Reading payment months: what there is to do, one batch with its lines, differences and anomalies, and what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.services.assistance.models import SupportDue, SupportFile, SupportMember
from portal.services.assistance.months import add_months, month_of
from portal.services.assistance.payments.models import (
    PaymentAnomaly,
    PaymentDifference,
    PaymentLine,
    PaymentMonth,
    PaymentReturn,
)
from portal.services.assistance.payments.states import FINAL, REGULAR
from portal.services.assistance.schemes import PAID as PAID_STATES
from portal.services.assistance.schemes import SCHEMES
from portal.units.models import Unit
from portal.units.queries import list_units, visible_unit_ids, within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, the size of a page, and how many rows there are in all."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int


@dataclass(frozen=True)
class Standing:
    """How one scheme of one street stands in a month: its batch if begun, how many files are supported, what is owed."""

    street: Unit
    scheme: str
    batch: PaymentMonth | None
    month: dt.date
    files: int
    owed: int = 0
    extras: list[PaymentMonth] = field(default_factory=list)
    is_due: bool = False


def get_batch(actor: Actor, month_id: int) -> PaymentMonth:
    """A batch that the actor's post may see; raises NotFound."""
    return _get(
        actor, select(PaymentMonth).where(PaymentMonth.id == month_id), month_id, PaymentMonth.street_id
    )


def get_anomaly(actor: Actor, anomaly_id: int) -> PaymentAnomaly:
    """An anomaly of such a batch; raises NotFound."""
    statement = select(PaymentAnomaly).join(PaymentAnomaly.month).where(PaymentAnomaly.id == anomaly_id)
    return _get(actor, statement, anomaly_id, PaymentMonth.street_id)


def get_return(actor: Actor, return_id: int) -> PaymentReturn:
    """Returned money of such a batch; raises NotFound."""
    statement = (
        select(PaymentReturn)
        .join(PaymentReturn.month)
        .where(PaymentReturn.id == return_id)
        .options(
            joinedload(PaymentReturn.line), joinedload(PaymentReturn.month), joinedload(PaymentReturn.file)
        )
    )
    return _get(actor, statement, return_id, PaymentMonth.street_id)


def _get(actor: Actor, statement: Select[Any], key: int, column: Any) -> Any:
    if not 0 < key <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(statement.where(within_scope(actor, column))).first()
    if found is None:
        raise NotFound
    return found


def list_batches(actor: Actor, states: Sequence[str]) -> list[PaymentMonth]:
    """The batches in these states that the actor may see, the earliest payment first."""
    statement = (
        select(PaymentMonth)
        .where(within_scope(actor, PaymentMonth.street_id), PaymentMonth.state.in_(states))
        .options(selectinload(PaymentMonth.street).selectinload(Unit.names))
    )
    return list(session.scalars(statement.order_by(PaymentMonth.pay_on, PaymentMonth.id)))


def list_stranded(actor: Actor, limit: int) -> tuple[int, list[SupportDue]]:
    """What is to be taken back from households that are paid no more, so that no month takes it by itself: how many, and some."""
    conditions = (
        SupportDue.fen < 0,
        SupportDue.settled_month.is_(None),
        SupportDue.cancelled_on.is_(None),
        SupportFile.state.not_in(PAID_STATES),
        within_scope(actor, SupportFile.unit_id),
    )
    count = session.scalar(select(func.count(SupportDue.id)).join(SupportDue.file).where(*conditions)) or 0
    statement = select(SupportDue).join(SupportDue.file).where(*conditions)
    rows = statement.options(contains_eager(SupportDue.file)).order_by(SupportDue.id).limit(limit)
    return count, list(session.scalars(rows))


def find_regular(street_id: int, scheme: str, month: dt.date) -> PaymentMonth | None:
    """The month's own batch of a street and scheme."""
    return session.scalars(
        select(PaymentMonth).where(
            PaymentMonth.street_id == street_id,
            PaymentMonth.scheme == scheme,
            PaymentMonth.month == month,
            PaymentMonth.kind == REGULAR,
        )
    ).first()


def find_previous_of(batch: PaymentMonth) -> PaymentMonth | None:
    """The month's own batch of the month before, which this one is compared with."""
    return find_regular(batch.street_id, batch.scheme, add_months(batch.month, -1))


def find_last_regular(street_id: int, scheme: str) -> PaymentMonth | None:
    """The newest of the months' own batches of a street and scheme."""
    statement = select(PaymentMonth).where(
        PaymentMonth.street_id == street_id, PaymentMonth.scheme == scheme, PaymentMonth.kind == REGULAR
    )
    return session.scalars(statement.order_by(PaymentMonth.month.desc()).limit(1)).first()


def count_owed(street_id: int, scheme: str, month: dt.date) -> int:
    """How many dues wait to be paid that no batch has taken up, owed by this month."""
    statement = (
        select(func.count(SupportDue.id))
        .join(SupportFile, SupportFile.id == SupportDue.file_id)
        .where(
            SupportFile.street_id == street_id,
            SupportFile.scheme == scheme,
            SupportDue.fen > 0,
            SupportDue.first_month <= month,
            SupportDue.settled_month.is_(None),
            SupportDue.cancelled_on.is_(None),
            SupportDue.payment_line_id.is_(None),
        )
    )
    return session.scalar(statement) or 0


def list_streets(actor: Actor) -> list[Unit]:
    """The street offices whose payments this actor may see."""
    visible = visible_unit_ids(actor)
    return [unit for unit in list_units(kind="street") if visible is None or unit.id in visible]


def overview(actor: Actor, month: dt.date) -> list[Standing]:
    """For each street and monthly scheme that has files or batches: how the month stands, in the order of the schemes."""
    streets = {unit.id: unit for unit in list_streets(actor)}
    if not streets:
        return []
    counted = {
        (row[0], row[1]): row[2]
        for row in session.execute(
            select(SupportFile.street_id, SupportFile.scheme, func.count(SupportFile.id))
            .where(SupportFile.street_id.in_(streets), SupportFile.state != "stopped")
            .group_by(SupportFile.street_id, SupportFile.scheme)
        )
    }
    batches = session.scalars(
        select(PaymentMonth)
        .where(PaymentMonth.street_id.in_(streets), PaymentMonth.month == month)
        .order_by(PaymentMonth.run)
    ).all()
    wanted = counted.keys() | {(one.street_id, one.scheme) for one in batches}
    rows = [key for key in wanted if key[1] in SCHEMES and SCHEMES[key[1]].pays_monthly]
    order = list(SCHEMES)
    return [
        _standing(streets[street_id], scheme, month, counted.get((street_id, scheme), 0), batches)
        for street_id, scheme in sorted(rows, key=lambda key: (streets[key[0]].code, order.index(key[1])))
    ]


def _standing(
    street: Unit, scheme: str, month: dt.date, files: int, batches: Sequence[PaymentMonth]
) -> Standing:
    own = [one for one in batches if (one.street_id, one.scheme) == (street.id, scheme)]
    batch = next((one for one in own if one.kind == REGULAR), None)
    prepare_day = int(settings.value("payments.prepare_day", on=month))
    return Standing(
        street,
        scheme,
        batch,
        month,
        files,
        count_owed(street.id, scheme, month) if batch is not None and batch.state in FINAL else 0,
        [one for one in own if one.kind != REGULAR],
        is_due=batch is None and clock.today() >= month.replace(day=prepare_day),
    )


def list_months(actor: Actor) -> list[dt.date]:
    """The months that have batches, and this one and the next, the newest first."""
    found = session.scalars(
        select(PaymentMonth.month).where(within_scope(actor, PaymentMonth.street_id)).distinct()
    )
    this = month_of(clock.today())
    return sorted({*found, this, add_months(this, 1)}, reverse=True)


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
    return _page(select(PaymentAnomaly).where(*conditions).order_by(*order), page)


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
    return _page(statement.options(options).order_by(PaymentDifference.id), page)


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
    return _page(select(PaymentLine).where(*conditions).options(options).order_by(PaymentLine.position), page)


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


def list_returns(actor: Actor, *, state: str = "", month_id: int | None = None, page: int = 1) -> Page:
    """One page of what the bank gave back, what waits first."""
    conditions: list[Any] = [within_scope(actor, PaymentMonth.street_id)]
    if state:
        conditions.append(PaymentReturn.state == state)
    if month_id:
        conditions.append(PaymentReturn.month_id == month_id)
    statement = (
        select(PaymentReturn)
        .join(PaymentReturn.month)
        .where(*conditions)
        .options(joinedload(PaymentReturn.line), joinedload(PaymentReturn.month))
        .order_by(PaymentReturn.state != "open", PaymentReturn.id.desc())
    )
    return _page(statement, page)


def count_open_returns(actor: Actor) -> int:
    """How many returns wait to be dealt with."""
    statement = (
        select(func.count(PaymentReturn.id))
        .join(PaymentReturn.month)
        .where(PaymentReturn.state == "open", within_scope(actor, PaymentMonth.street_id))
    )
    return session.scalar(statement) or 0


def lines_of_file(file_id: int, most: int = 24) -> list[PaymentLine]:
    """What a household was paid, the newest first: lines of lists that were approved."""
    statement = (
        select(PaymentLine)
        .join(PaymentLine.month)
        .where(PaymentLine.file_id == file_id, PaymentMonth.state.in_(FINAL))
        .options(joinedload(PaymentLine.month))
        .order_by(PaymentMonth.month.desc(), PaymentMonth.run.desc())
    )
    return list(session.scalars(statement.limit(most)))


def returns_of_file(file_id: int) -> dict[int, PaymentReturn]:
    """What came back of a household's payments, by line."""
    found = session.scalars(select(PaymentReturn).where(PaymentReturn.file_id == file_id))
    return {one.line_id: one for one in found}


def dues_of_file(file_id: int) -> list[SupportDue]:
    """What is still owed to a household, or to be taken back."""
    statement = select(SupportDue).where(
        SupportDue.file_id == file_id,
        SupportDue.settled_month.is_(None),
        SupportDue.cancelled_on.is_(None),
    )
    return list(session.scalars(statement.order_by(SupportDue.id)))


def is_nobody_left(file_id: int, month: dt.date) -> bool:
    """Whether somebody of a file has died and nobody who counted in this month or later is alive."""
    people = (
        select(func.count(SupportMember.id))
        .join(Resident, Resident.id == SupportMember.resident_id)
        .where(SupportMember.file_id == file_id, SupportMember.is_counted)
    )
    in_it = (
        SupportMember.since_month <= month,
        or_(SupportMember.until_month.is_(None), SupportMember.until_month >= month),
    )
    alive = session.scalar(people.where(Resident.death_date.is_(None), *in_it))
    return not alive and bool(session.scalar(people.where(Resident.death_date.is_not(None))))


def _page(statement: Select[Any], page: int) -> Page:
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    last = max(1, (total + PAGE_SIZE - 1) // PAGE_SIZE)
    number = min(max(1, page), last)
    rows = list(session.scalars(statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)))
    return Page(rows, number, PAGE_SIZE, total)
