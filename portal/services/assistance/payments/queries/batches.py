"""Reading batches of payments: one of them, those in some states, how the months of a street stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.services.assistance.models import SupportDecision, SupportDue, SupportFile
from portal.services.assistance.months import add_months, month_of
from portal.services.assistance.payments.models import (
    PaymentMonth,
)
from portal.services.assistance.payments.queries.reach import get_within_reach
from portal.services.assistance.payments.states import ARCHIVED, DISCARDED, FINAL, PAID, REGULAR
from portal.services.assistance.queries import decisions_in_force
from portal.services.assistance.schemes import SCHEMES
from portal.units.models import Unit
from portal.units.queries import list_units, visible_unit_ids, within_scope


@dataclass(frozen=True)
class Standing:
    """How one scheme of one street stands in a month: its batch if begun, how many files are supported, what is owed.

    `is_empty` says that nobody is due anything in that month, so that there is no list to draw up.
    """

    street: Unit
    scheme: str
    batch: PaymentMonth | None
    month: dt.date
    files: int
    owed: int = 0
    extras: list[PaymentMonth] = field(default_factory=list)
    is_due: bool = False
    is_empty: bool = False


def get_batch(actor: Actor, month_id: int) -> PaymentMonth:
    """A batch that the actor's post may see; raises NotFound."""
    return get_within_reach(
        actor, select(PaymentMonth).where(PaymentMonth.id == month_id), month_id, PaymentMonth.street_id
    )


def list_batches(actor: Actor, states: Sequence[str]) -> list[PaymentMonth]:
    """The batches in these states that the actor may see, the earliest payment first."""
    statement = (
        select(PaymentMonth)
        .where(within_scope(actor, PaymentMonth.street_id), PaymentMonth.state.in_(states))
        .options(selectinload(PaymentMonth.street).selectinload(Unit.names))
    )
    return list(session.scalars(statement.order_by(PaymentMonth.pay_on, PaymentMonth.id)))


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
    """The newest of the months' own batches of a street and scheme that was not withdrawn."""
    statement = select(PaymentMonth).where(
        PaymentMonth.street_id == street_id,
        PaymentMonth.scheme == scheme,
        PaymentMonth.kind == REGULAR,
        PaymentMonth.state != DISCARDED,
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


def is_anybody_paid(street_id: int, scheme: str, month: dt.date) -> bool:
    """Whether some household of a street and scheme is due money in a month: by a decision in force, or owed from before."""
    due = decisions_in_force(street_id, scheme, month).where(SupportDecision.total_fen > 0).limit(1)
    return session.execute(due).first() is not None or count_owed(street_id, scheme, month) > 0


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
    batch = next((one for one in own if one.kind == REGULAR and one.state != DISCARDED), None)
    is_empty = batch is None and not is_anybody_paid(street.id, scheme, month)
    prepare_day = int(settings.value("payments.prepare_day", on=month))
    return Standing(
        street,
        scheme,
        batch,
        month,
        files,
        count_owed(street.id, scheme, month) if batch is not None and batch.state in FINAL else 0,
        [one for one in own if one.kind != REGULAR],
        is_due=batch is None and not is_empty and clock.today() >= month.replace(day=prepare_day),
        is_empty=is_empty,
    )


def list_months(actor: Actor) -> list[dt.date]:
    """The months that have batches, and this one and the next: the one that is next to pay, then the newest first."""
    found = session.scalars(
        select(PaymentMonth.month).where(within_scope(actor, PaymentMonth.street_id)).distinct()
    )
    this, first = month_of(clock.today()), month_to_pay(actor)
    rest = sorted({*found, this, add_months(this, 1)} - {first}, reverse=True)
    return [first, *rest]


def month_to_pay(actor: Actor) -> dt.date:
    """The month that is next to pay: the earliest whose list is on its way, else this one, or the next once this is paid."""
    in_sight = within_scope(actor, PaymentMonth.street_id)
    on_its_way = session.scalar(
        select(func.min(PaymentMonth.month)).where(
            in_sight, PaymentMonth.state.not_in((PAID, ARCHIVED, DISCARDED))
        )
    )
    if on_its_way is not None:
        return on_its_way
    this = month_of(clock.today())
    waits = any(one.batch is None and not one.is_empty for one in overview(actor, this))
    is_begun = session.scalar(select(PaymentMonth.id).where(in_sight, PaymentMonth.month == this).limit(1))
    return this if waits or is_begun is None else add_months(this, 1)
