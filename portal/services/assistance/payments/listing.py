"""Drawing up a payment list: what the decisions in force and the open dues come to at one moment, frozen line by line.

Nobody's right is asked here and nothing is approved; the verbs are in `actions`. Read once, written in portions: the time
grows with the households.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, delete, func, insert, or_, select, update

from portal import clock
from portal.db import session, transaction
from portal.errors import N_
from portal.services.assistance.models import SupportDue, SupportFile
from portal.services.assistance.payments import anomalies, differences
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth
from portal.services.assistance.payments.practice import recovery_percent
from portal.services.assistance.payments.states import (
    CHECKING,
    PREPARING,
    REGULAR,
    SUBSIDY,
    SUPPLEMENTARY,
    WITHHELD,
)
from portal.services.assistance.queries import decisions_in_force
from portal.units.models import Unit

PORTION = 2000
Write = Callable[[], AbstractContextManager[Any]]
Advance = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Terms:
    """What a batch is drawn up by, as plain values that outlive the session."""

    month_id: int
    street_id: int
    scheme: str
    month: dt.date
    kind: str
    rate_fen: int
    percent: int


def terms_of(batch: PaymentMonth) -> Terms:
    """The terms of a batch; the share that may be taken back is that of its month."""
    return Terms(
        batch.id,
        batch.street_id,
        batch.scheme,
        batch.month,
        batch.kind,
        batch.rate_fen or 0,
        recovery_percent(batch.month),
    )


def draw_up(month_id: int, *, write: Write = transaction, advance: Advance | None = None) -> int:
    """Freeze the list of a batch from its beginning; gives the households listed.

    `write` opens a short write transaction (a job's own, fenced one), `advance` hears done, total and phase. An attempt that
    ended half way leaves a batch in preparation, which the next attempt clears.
    """
    with write():
        terms = clear(month_id)
    with transaction("read"):
        last_due, rows, lines = _read(terms)
    for start in range(0, len(lines), PORTION):
        if advance:
            advance(start, len(lines), N_("写入名单"))
        with write():
            session.execute(insert(PaymentLine), lines[start : start + PORTION])
    if advance:
        advance(len(lines), len(lines), N_("核对与上月的变动"))
    with write():
        _finish(terms, rows, last_due)
    return len(lines)


def write_down(terms: Terms) -> int:
    """The same inside the caller's transaction, for few households; the batch has been cleared."""
    last_due, rows, lines = _read(terms)
    if lines:
        session.execute(insert(PaymentLine), lines)
    _finish(terms, rows, last_due)
    return len(lines)


def _read(terms: Terms) -> tuple[int, list[Any], list[dict[str, Any]]]:
    """The last due there is, the rows, and the lines that they make with their places."""
    last_due = session.scalar(select(func.max(SupportDue.id))) or 0
    rows = list(read_rows(terms))
    lines = [line for line in (_line(terms, row) for row in rows) if line is not None]
    return last_due, rows, [{**line, "position": place} for place, line in enumerate(lines, start=1)]


def clear(month_id: int) -> Terms:
    """Take back what a list that is not approved yet says and reserved; raises ValueError for one that is frozen for good."""
    batch = session.get_one(PaymentMonth, month_id, with_for_update=True)
    if batch.state not in (PREPARING, CHECKING):
        raise ValueError(f"payment month {batch.number} is {batch.state}; its list is frozen")
    batch.state = PREPARING
    own = select(PaymentLine.id).where(PaymentLine.month_id == month_id)
    session.execute(
        update(SupportDue)
        .where(SupportDue.payment_line_id.in_(own), SupportDue.settled_month.is_(None))
        .values(payment_line_id=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(PaymentLine)
        .where(PaymentLine.month_id == month_id)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    return terms_of(batch)


def open_dues(terms: Terms, *, of_batch: bool = False) -> list[Any]:
    """The conditions of dues that a batch takes up: owed by its month, not settled, cancelled, or in another batch."""
    own = select(PaymentLine.id).where(PaymentLine.month_id == terms.month_id).scalar_subquery()
    free = SupportDue.payment_line_id.in_(own) if of_batch else SupportDue.payment_line_id.is_(None)
    found = [
        SupportDue.settled_month.is_(None),
        SupportDue.cancelled_on.is_(None),
        SupportDue.first_month <= terms.month,
        free,
    ]
    return [*found, SupportDue.fen > 0] if terms.kind == SUPPLEMENTARY else found


def row_statement(terms: Terms, *, of_batch: bool = False) -> Select[Any]:
    """One row a file of the street and scheme: its account, the decision in force (if any), what is owed and to be recovered."""
    force = decisions_in_force(terms.street_id, terms.scheme, terms.month).order_by(None).subquery()
    dues = (
        select(
            SupportDue.file_id,
            func.sum(case((SupportDue.fen > 0, SupportDue.fen), else_=0)).label("arrears"),
            func.sum(case((SupportDue.fen < 0, -SupportDue.fen), else_=0)).label("recovery"),
        )
        .where(*open_dues(terms, of_batch=of_batch))
        .group_by(SupportDue.file_id)
        .subquery()
    )
    return (
        select(
            SupportFile.id.label("file_id"),
            SupportFile.number,
            SupportFile.unit_id,
            SupportFile.head_id,
            SupportFile.head_name,
            SupportFile.account_holder,
            SupportFile.bank_name,
            SupportFile.account_sealed,
            SupportFile.record_key,
            SupportFile.account_index,
            SupportFile.account_tail,
            force.c.decision_id,
            force.c.decision_number,
            force.c.kind,
            force.c.method,
            force.c.persons,
            force.c.standard_fen,
            force.c.base_fen,
            force.c.extra_fen,
            dues.c.arrears,
            dues.c.recovery,
        )
        .outerjoin(force, force.c.file_id == SupportFile.id)
        .outerjoin(dues, dues.c.file_id == SupportFile.id)
        .join(Unit, Unit.id == SupportFile.unit_id)
        .where(
            SupportFile.street_id == terms.street_id,
            SupportFile.scheme == terms.scheme,
            or_(force.c.decision_id.is_not(None), dues.c.file_id.is_not(None)),
        )
        .order_by(Unit.code, SupportFile.id)
    )


def read_rows(terms: Terms, *, of_batch: bool = False) -> Iterator[Any]:
    """The rows of `row_statement`, in the order of the list."""
    yield from session.execute(row_statement(terms, of_batch=of_batch))


_COPIED = (
    "file_id",
    "number",
    "unit_id",
    "head_id",
    "head_name",
    "account_holder",
    "bank_name",
    "account_sealed",
    "record_key",
    "account_index",
    "account_tail",
    "decision_id",
)


def _line(terms: Terms, row: Any) -> dict[str, Any] | None:
    """The line of a file, or None where it is not on this list."""
    figures = figures_of(terms, row)
    if not (figures["base_fen"] + figures["extra_fen"] + figures["arrears_fen"]):
        return None
    copied = {name: getattr(row, name) for name in _COPIED}
    return {
        **copied,
        **figures,
        "month_id": terms.month_id,
        "decision_number": row.decision_number or "",
        "method": row.method or "",
        "standard_fen": terms.rate_fen if terms.kind == SUBSIDY else row.standard_fen or 0,
    }


def figures_of(terms: Terms, row: Any) -> dict[str, int]:
    """What a row comes to in a batch of these terms, in fen: never less than nothing, the rest of a recovery carried over."""
    persons, arrears, recovery = row.persons or 0, int(row.arrears or 0), int(row.recovery or 0)
    base, extra = row.base_fen or 0, row.extra_fen or 0
    if terms.kind == SUBSIDY:
        base, extra = (terms.rate_fen * persons if base + extra else 0), 0
        arrears = recovery = 0
    elif terms.kind == SUPPLEMENTARY:
        base = extra = recovery = 0
    gross = base + extra + arrears
    taken = min(recovery, gross * terms.percent // 100)
    return {
        "persons": persons,
        "base_fen": base,
        "extra_fen": extra,
        "arrears_fen": arrears,
        "recovery_fen": taken,
        "rest_fen": recovery - taken if gross else 0,
        "net_fen": gross - taken,
    }


def _finish(terms: Terms, rows: Sequence[Any], last_due: int) -> None:
    """Reserve the dues that were counted, compare with the month before, look for anomalies, and sum up."""
    if terms.kind != SUBSIDY:
        line = select(PaymentLine.id).where(
            PaymentLine.month_id == terms.month_id, PaymentLine.file_id == SupportDue.file_id
        )
        listed = select(PaymentLine.file_id).where(PaymentLine.month_id == terms.month_id)
        session.execute(
            update(SupportDue)
            .where(and_(*open_dues(terms), SupportDue.id <= last_due, SupportDue.file_id.in_(listed)))
            .values(payment_line_id=line.scalar_subquery())
            .execution_options(synchronize_session=False)
        )
    batch = session.get_one(PaymentMonth, terms.month_id)
    batch.same_households = differences.compare(batch, rows) if terms.kind == REGULAR else 0
    anomalies.look_for(batch)
    sum_up(batch)
    batch.state, batch.prepared_at = CHECKING, clock.now()
    session.flush()


SUMS = ("base_fen", "extra_fen", "arrears_fen", "recovery_fen", "net_fen")


def reckon_sums(month_id: int) -> dict[str, int]:
    """The sums of a batch as its lines come to, by the names of the columns that keep them; withheld lines apart."""
    counts = PaymentLine.state != WITHHELD
    statement = select(
        func.count(case((counts, 1))).label("households"),
        *[
            func.coalesce(func.sum(case((counts, getattr(PaymentLine, name)), else_=0)), 0).label(name)
            for name in ("persons", *SUMS)
        ],
        func.count(case((PaymentLine.state == WITHHELD, 1))).label("withheld_households"),
        func.coalesce(func.sum(case((PaymentLine.state == WITHHELD, PaymentLine.net_fen), else_=0)), 0).label(
            "withheld_fen"
        ),
    ).where(PaymentLine.month_id == month_id)
    return {name: int(value) for name, value in session.execute(statement).one()._mapping.items()}


def sum_up(batch: PaymentMonth) -> None:
    """Keep the sums of a batch as its lines come to."""
    for name, value in reckon_sums(batch.id).items():
        setattr(batch, name, value)
    session.flush()


def count_outdated(batch: PaymentMonth) -> int:
    """How many households the files would now pay otherwise than the list says: by decision, persons, sums or account."""
    terms = terms_of(batch)
    kept = select(
        PaymentLine.file_id,
        PaymentLine.decision_id,
        PaymentLine.account_index,
        *[getattr(PaymentLine, name) for name in ("persons", *SUMS, "rest_fen")],
    ).where(PaymentLine.month_id == batch.id)
    listed = {row.file_id: tuple(row)[1:] for row in session.execute(kept)}
    found = {}
    for row in read_rows(terms, of_batch=True):
        figures = figures_of(terms, row)
        if figures["base_fen"] + figures["extra_fen"] + figures["arrears_fen"]:
            sums = tuple(figures[name] for name in ("persons", *SUMS, "rest_fen"))
            found[row.file_id] = (row.decision_id, row.account_index, *sums)
    return sum(listed.get(key) != found.get(key) for key in listed.keys() | found.keys())
