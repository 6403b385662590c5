"""Reading what the bank gave back, what is still owed, and what one household was paid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.actor import Actor
from portal.db import session
from portal.residents.models import Resident
from portal.services.assistance.models import SupportDue, SupportFile, SupportMember
from portal.services.assistance.payments.models import (
    PaymentLine,
    PaymentMonth,
    PaymentReturn,
)
from portal.services.assistance.payments.queries.reach import Page, get_within_reach, page_of
from portal.services.assistance.payments.states import FINAL
from portal.services.assistance.schemes import PAID as PAID_STATES
from portal.units.queries import within_scope


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
    return get_within_reach(actor, statement, return_id, PaymentMonth.street_id)


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
    return page_of(statement, page)


def count_open_returns(actor: Actor) -> int:
    """How many returns wait to be dealt with."""
    statement = (
        select(func.count(PaymentReturn.id))
        .join(PaymentReturn.month)
        .where(PaymentReturn.state == "open", within_scope(actor, PaymentMonth.street_id))
    )
    return session.scalar(statement) or 0


def returns_of_file(file_id: int) -> dict[int, PaymentReturn]:
    """What came back of a household's payments, by line."""
    found = session.scalars(select(PaymentReturn).where(PaymentReturn.file_id == file_id))
    return {one.line_id: one for one in found}


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


def dues_of_file(file_id: int) -> list[SupportDue]:
    """What is still owed to a household, or to be taken back."""
    statement = select(SupportDue).where(
        SupportDue.file_id == file_id,
        SupportDue.settled_month.is_(None),
        SupportDue.cancelled_on.is_(None),
    )
    return list(session.scalars(statement.order_by(SupportDue.id)))


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
